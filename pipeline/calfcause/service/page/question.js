// The next question: signs as one list to tick, the rest one at a time.

import { byId, capital, fill, h } from "./dom.js";
import { control, spansOf } from "./control.js";
import { choices } from "./choices.js";
import { assumeSore, column, run, skip, tell, wordsOf } from "./session.js";

// As in a conversation on the command line: what a reply has to move, or how likely it has to name another
// cause, to be worth the time.
const LEAST_EXPECTED_CHANGE = 0.03;
const LEAST_CHANCE_OF_ANOTHER = 0.05;

function matters({ expected_change: change, answered, replies }, cause) {
  const another = replies.filter((one) => one.primary_cause !== cause).reduce((sum, one) => sum + one.plausibility, 0);
  return change >= LEAST_EXPECTED_CHANGE || answered * another >= LEAST_CHANCE_OF_ANOTHER;
}

/** Show the next question; gives its heading, or null if there is none. */
export function showQuestion(questions, changed, { goOn, ongoing, cause, known, asksSore, canWait }) {
  const place = byId("ask");
  if (asksSore) return askSore(place, changed);
  const worth = questions.find((one) => one.kind === "sign" || ongoing || matters(one, cause));
  const sign = questions.find(({ kind }) => kind === "sign");
  if (!sign && canWait) {
    place.hidden = true; // a doctor comes first, and the training causes later
    return null;
  }
  if (!sign && !known && !run.chosen) return askDifferent(place, changed);
  const first = sign || (run.queue.length ? ofColumn(run.queue[0]) : worth || questions[0]);
  place.hidden = !first && known;
  if (!first) return known ? null : nothingLeft(place);
  if (first.reply_as === "signs") return askSigns(place, questions.filter((one) => one.reply_as === "signs"), changed);
  if (!run.queue.length && !worth) return enough(place, goOn, known);
  const left = questions.filter((one) => one.kind !== "sign" && (ongoing || matters(one, cause))).length;
  const done = (cell) => { tell({ [first.column]: cell }); changed("next"); };
  // What the question explains in brackets stands below it.
  const [, asked, note] = /^(.*?)(?: \(([^()]*)\)\?)?$/s.exec(withoutChoices(first));
  const title = h("h2", { id: "asked" }, note ? `${asked}?` : asked);
  fill(place,
    h("p", { class: "eyebrow" }, run.queue.length ? "Tell me more" : left > 1 ? `The answer that helps most, of about ${left}` : "One answer would help most"),
    title, note && h("p", { class: "note" }, `${capital(note)}.`),
    control(first.column, { quick: quick(first), done }),
    dontKnow("I don’t know", [first.column], changed));
  return title;
}

const ofColumn = (name) => ({
  kind: "training", column: name, question: column(name)["x-question"], replies: [], expected_change: 1,
});

/** Whoever told too little to say why is asked as at the start, as in a conversation on the command line. */
function askDifferent(place, changed) {
  const title = h("h2", { id: "asked" }, "What was different from your usual run?");
  place.hidden = false;
  fill(place, h("p", { class: "eyebrow" }, "Tell me more"), title, h("div", { class: "choices" }, choices(changed)));
  return title;
}

/** Nobody is taken for sore because of a file or a plan. */
function askSore(place, changed) {
  const title = h("h2", { id: "asked" }, "Did this run leave your calves sore?");
  const reply = (text, told) => h("button", { type: "button", onclick: () => { told(); changed("answer"); } }, text);
  place.hidden = false;
  fill(place, h("p", { class: "eyebrow" }, "One answer first"), title,
    h("div", { class: "replies" }, reply("Yes", () => tell({ sore_calves: 1 })), reply("No, or not yet", () => tell({ sore_calves: 0 }))),
    h("button", { type: "button", class: "plain", onclick: () => { assumeSore(); changed("answer"); } }, "I can’t say"));
  return title;
}

/** The choices are buttons below. */
const withoutChoices = ({ asked, question, choices = [] }) =>
  (choices.length && asked ? asked.slice(0, asked.lastIndexOf(" (")) : asked || question);

/** A few numbers to tap, from the replies that the service holds plausible. */
function quick({ column: name, replies = [] }) {
  if (wordsOf(name).length) return [];
  if (spansOf(name).length) return spansOf(name);
  const round = (number) => (number >= 20 ? Math.round(number / 5) * 5 : number >= 3 ? Math.round(number) : Math.round(number * 2) / 2);
  const numbers = replies.map(({ reply }) => reply).filter((reply) => typeof reply === "number").map(round);
  return [...new Set(numbers)].slice(0, 5);
}

const dontKnow = (text, columns, changed) =>
  h("button", { type: "button", class: "plain", onclick: () => { skip(columns); changed("next"); } }, text);

function enough(place, goOn, known) {
  const title = h("h2", { id: "asked" }, known ? "That is enough to go by." : "No other answer is likely to tell me why.");
  fill(place, title, h("p", { class: "note" }, known ? "No other answer is likely to change this much." : "What eases sore calves stands below all the same."),
    h("button", { type: "button", class: "plain", onclick: goOn }, "Ask me more"));
  return title;
}

/** Whoever could answer nothing is told so, and reads below what helps all the same. */
function nothingLeft(place) {
  const title = h("h2", { id: "asked" }, "That is all I can ask.");
  fill(place, title, h("p", { class: "note" },
    "Without one of these answers I cannot name a cause. What eases sore calves is much the same for all of them."));
  return title;
}

function askSigns(place, signs, changed) {
  const columns = signs.flatMap((one) => one.columns);
  const title = h("h2", { id: "asked" }, run.denied.size ? "Is any of this so?" : "First: is any of this so?");
  const send = h("button", { class: "primary" }, "None of these");
  const wrong = h("p", { class: "wrong", role: "alert" });
  const form = h("form", { class: "signs" }, signs.map(lineOf), wrong, h("p", { class: "row" }, send, dontKnow("I can’t say", columns, changed)));
  form.addEventListener("change", () => {
    send.textContent = form.querySelector(":checked") ? "Done" : "None of these";
    wrong.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const open = form.querySelector(".which:not([hidden], :has(:checked)) input");
    if (open) {
      wrong.textContent = "Tick which of these it is, or untick the line above.";
      return open.focus();
    }
    const ticked = [...form.querySelectorAll("input:checked")].map((box) => box.value);
    tell(Object.fromEntries(columns.map((name) => [name, ticked.includes(name) ? 1 : 0])));
    for (const name of columns) run.denied.add(name);
    return changed("next");
  });
  fill(place, h("p", { class: "eyebrow" }, "Signs that need a doctor"), title, form);
  return title;
}

/** A line of signs in a few words; once it is ticked, each of them in full. */
function lineOf({ question, signs }) {
  const names = Object.entries(signs);
  const line = question.slice(0, -1);
  if (names.length === 1) return tick(names[0][0], line);
  const which = h("fieldset", { class: "which", hidden: true }, h("legend", {}, "Which of these?"), names.map(([name, words]) => tick(name, words)));
  const opened = ({ target }) => {
    which.hidden = !target.checked;
    for (const box of which.querySelectorAll("input")) box.checked = false;
  };
  return [tick("", line, opened), which];
}

const tick = (name, words, onchange) =>
  h("label", { class: "tick" }, h("input", { type: "checkbox", value: name, onchange }), h("span", {}, words));
