// The answer: a verdict on signs before anything else, or the cause, its share, and what to do.

import { byId, capital, cited, fill, h, percent } from "./dom.js";
import { nextRun } from "./next.js";

// What the card with the question asks already.
const ASKS = ["Tell me first", "Tell me next", "One answer would help most"];
const ASKS_FOR_SIGNS = "Before all this: any sign below?";
export const URGENT = ["ambulance", "emergency department"];

export function showAnswer(answer, asksSore) {
  const signs = answer.red_flags.length > 0;
  byId("verdict").className = signs ? "flags" : "cause-card";
  fill(byId("verdict"), signs ? verdict(answer) : likely(answer));
  const known = answer.enough_known || !answer.sore_told;
  const why = known ? [shares(answer), toDo(answer), nextRun(answer), everyCause(answer)] : [toDo(answer)];
  fill(byId("more"), signs ? [] : why);
  byId("talk").classList.toggle("alone", signs);
  // As long as little can be said, the question comes before the answer.
  byId("talk").querySelector(".left").prepend(byId(signs || (known && !asksSore) ? "verdict" : "ask"));
}

function likely({ short }) {
  const lines = short.lines.filter(({ lead, text }) => !lead && text !== ASKS_FOR_SIGNS);
  return [
    h("h2", { id: "headline" }, short.headline),
    lines.map(({ text }) => h("p", {}, text)),
  ];
}

/** Nothing about training stands beside signs but one line. */
function verdict({ triage, red_flags: flags, short }) {
  const urgent = URGENT.includes(triage.level);
  const said = new Set();
  const once = (text) => text.split(/(?<=\.) /).filter((sentence) => !said.has(sentence) && said.add(sentence)).join(" ");
  const training = short.lines.find(({ text }) => text.startsWith("As to training only"));
  return [
    h("h2", { id: "headline", class: urgent ? "now" : "" }, triage.headline),
    h("ul", { class: "flag-list" }, flags.map((flag) => h("li", {},
      h("p", {}, h("b", {}, `${capital(flag.sign)}.`), ` ${once(flag.do.replace(`${triage.headline}. `, ""))}`),
      h("p", {}, once(flag.why)),
      flag.avoid && h("p", {}, once(flag.avoid)),
      h("p", { class: "src" }, cited(flag.source))))),
    h("p", { class: "note" }, training ? training.text : "The training causes can wait."),
    h("p", { class: "note" }, short.signs),
  ];
}

/** The shares in whole per cent; they overlap where it takes two causes, and are scaled to 100. */
export function parts(causes) {
  const sum = causes.reduce((total, cause) => total + cause.p_given_sore, 0);
  const shown = causes.map((cause) => Math.round((100 * cause.p_given_sore) / Math.max(sum, 1)));
  let rest = 100 - shown.reduce((total, part) => total + part, 0);
  if (rest < 0) shown[shown.indexOf(Math.max(...shown))] += rest;
  rest = Math.max(rest, 0);
  return [...causes.map(({ title }, at) => ({ title, part: shown[at] })), { title: "something else", part: rest, rest: true }];
}

const LEAST_ROW = 4;

function shares(answer) {
  const all = parts(answer.causes);
  const sum = answer.causes.reduce((total, cause) => total + cause.p_given_sore, 0);
  const large = all.filter(({ part, rest }) => part >= LEAST_ROW || rest);
  const small = all.filter((one) => !large.includes(one) && one.part > 0);
  const rows = [...large];
  if (small.length) rows.splice(-1, 0, { title: "other causes", part: small.reduce((total, { part }) => total + part, 0) });
  return h("section", { class: "card", "aria-labelledby": "shares-title" },
    h("h2", { id: "shares-title", class: "small" }, answer.sore_told ? "What explains it" : "What would explain it"),
    h("p", { class: "parts", "aria-hidden": "true" }, all.filter(({ part }) => part).map(({ part, rest }) => h("i", { "--w": part, class: rest ? "rest" : null }))),
    h("dl", { class: "shares" }, rows.map(({ title, part, rest }) =>
      h("div", { class: `bar${rest ? " rest" : ""}`, "--p": part }, h("dt", {}, capital(title)), h("dd", {}, `${part}%`)))),
    sum > 1.005 && h("p", { class: "note" }, `It can take two causes, so their shares overlap and come to ${percent(sum)}; the bars are scaled to 100%.`));
}

function toDo({ short, causes, course }) {
  const steps = [
    ...course.filter(({ kind }) => kind === "relief" || kind === "prevention").map((note) => ({ ...note, now: note.kind === "relief" })),
    ...causes.filter(({ state }) => state.startsWith("speaks") && state !== "speaks against it").flatMap(({ advice }) => advice),
  ];
  const lead = short.lines.filter((line) => line.lead && !ASKS.includes(line.lead) && line.lead !== "Next");
  const sourceOf = (text) => steps.find((step) => step.text.startsWith(text));
  const others = steps.filter((step) => !lead.some(({ text }) => step.text.startsWith(text)));
  const step = ({ text, support, source }) => h("li", {}, text, " ", h("span", { class: "src" }, `${capital(support)}: `, cited(source)));
  return h("section", { class: "card", "aria-labelledby": "steps-title" },
    h("h2", { id: "steps-title", class: "small" }, "What to do"),
    lead.map((line) => {
      const found = sourceOf(line.text);
      return h("p", {}, h("b", {}, `${line.lead}: `), line.text, found && h("span", { class: "src" }, " ", cited(found.source)));
    }),
    [["Now", true], ["Next time", false]].map(([title, now]) => {
      const listed = others.filter((one) => Boolean(one.now) === now);
      return listed.length > 0 && h("details", {}, h("summary", {}, `More for ${title.toLowerCase()}`), h("ul", {}, listed.map(step)));
    }),
    h("p", { class: "note" }, short.signs));
}

function everyCause({ causes, contradictions }) {
  return h("details", { class: "card" },
    h("summary", {}, h("h2", { class: "small" }, "Every cause, with its evidence")),
    contradictions.map(({ text }) => h("p", { class: "note" }, text)),
    causes.map((cause) => h("div", { class: "cause" },
      h("h3", {}, `${capital(cause.title)}: ${percent(cause.p_given_sore)}`, " ", h("small", {}, cause.state)),
      h("p", {}, cause.because),
      h("p", { class: "src" }, `Evidence: ${cause.evidence}. ${cause.evidence_sentence} `,
        cause.sources.map((source, at) => [at ? "; " : "", cited(source)])))));
}
