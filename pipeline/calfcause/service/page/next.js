// The next such run: its risk with the interval, and switches for what could be different.

import { announce, capital, h, percent } from "./dom.js";
import { post, trying } from "./api.js";
import { body, run, shown } from "./session.js";

// A switch is the smallest change that brings the risk to this part of it, or else the easiest; of
// a run at least this part is left, and a cause explains this much of it (assumed).
const HALF = 0.5;
const LEAST_SHARE = 0.05;

/** What could be different in what the answer names as a cause. */
function switchesOf({ changes, not_enough: others }, { causes }) {
  const named = new Set(causes
    .filter(({ state, p_given_sore: share }) => /^speaks (a little )?for it/.test(state) && share >= LEAST_SHARE)
    .map(({ name }) => name));
  return [...changes, ...others]
    .filter((change) => named.has(change.cause))
    .map(({ cells, text }) => halved(cells) || { cells, text: text.slice(0, text.lastIndexOf(": ")) });
}

/** Half the run in place of one that is shorter still; null for anything else. */
function halved(cells) {
  const { distance_km: whole } = run.cells;
  if (!(cells.distance_km < HALF * whole)) return null;
  const part = (1 - HALF) / (1 - cells.distance_km / whole);
  const half = Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, run.cells[name] + part * (cell - run.cells[name])]));
  return { cells: half, text: `Distance ${shown("distance_km", half.distance_km)} instead of ${shown("distance_km", whole)}` };
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
    const changes = switchesOf(found, answer);
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
