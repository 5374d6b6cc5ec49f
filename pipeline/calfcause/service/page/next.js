// The next such run: its risk with the interval, and switches for what could be different.

import { announce, capital, h, percent } from "./dom.js";
import { post, trying } from "./api.js";
import { body, run } from "./session.js";

// A switch is the smallest change that brings the risk to this part of it (assumed).
const HALF = 0.5;

/** The changes that are enough alone, and what else could be easier. */
function switchesOf({ changes, together, p_sore: p }) {
  const told = changes.map(({ cells, text }) => ({ cells, text: text.split(": ")[0] }));
  if (!together || together.p_sore >= p) return told;
  const names = Object.keys(together.cells);
  const texts = together.text.split(": ")[0].split(", ");
  const known = new Set(told.flatMap(({ cells }) => Object.keys(cells)));
  if (texts.length !== names.length) return told.length ? told : [{ cells: together.cells, text: together.text.split(": ")[0] }];
  const others = names.map((name, at) => ({ name, text: texts[at] })).filter(({ name }) => !known.has(name));
  return [...told, ...others.map(({ name, text }) => ({ cells: { [name]: together.cells[name] }, text }))];
}

export function nextRun(answer) {
  const sum = h("p", { class: "risk" });
  const range = h("p", { class: "range", "aria-hidden": "true" }, h("i"), h("b"));
  const switches = h("div", { class: "switches" });
  const show = ({ p_sore: p, p_sore_low: low, p_sore_high: high }) => {
    sum.replaceChildren(h("strong", {}, percent(p)), ` risk of sore calves (90% range: ${Math.round(low * 100)} to ${percent(high)}).`);
    for (const [name, at] of [["--p", p], ["--low", low], ["--high", high]]) range.style.setProperty(name, Math.round(at * 100));
  };
  show(answer);
  trying(async () => {
    const found = await post("/v1/next-run", { ...body(), below: Math.max(0.01, answer.p_sore * HALF) });
    const changes = switchesOf(found);
    if (!changes.length) return;
    const on = new Set();
    const flip = async (change, box) => {
      if (box.checked) on.add(change); else on.delete(change);
      const session = { ...run.cells, ...Object.assign({}, ...[...on].map(({ cells }) => cells)) };
      const changed = on.size ? await trying(() => post("/v1/explain", body(session))) : answer;
      if (!changed) return;
      show(changed);
      announce(`Risk of the next run: ${percent(changed.p_sore)}`);
    };
    switches.replaceChildren(h("h3", {}, "What if?"), ...changes.map((change) => {
      const box = h("input", { type: "checkbox", role: "switch", onchange: () => flip(change, box) });
      return h("label", { class: "switch" }, box, h("span", {}, capital(change.text)));
    }));
  });
  return h("section", { class: "card", "aria-labelledby": "risk-title" },
    h("h2", { id: "risk-title", class: "small" }, answer.sore_told ? "The same run again" : "Such a run"), sum, range, switches);
}
