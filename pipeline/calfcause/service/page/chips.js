// What the page understood: a chip for each cell, with the words it was read from.

import { byId, capital, fill, h } from "./dom.js";
import { control } from "./control.js";
import { column, drop, isNote, label, run, shown, tell, undo } from "./session.js";

const SORE = "sore_calves";
// Of what a device measured so much is shown at once.
const MEASURED_AT_ONCE = 3;

/** Cells of yes or no that were all denied are told in one chip, as nobody reads twenty. */
export function showChips(place, notUnderstood, changed, startOver) {
  const names = Object.keys(run.cells).filter((name) => name !== SORE && !isNote(name));
  const denied = names.filter((name) => run.denied.has(name) && Number(run.cells[name]) === 0);
  const folded = names.filter((name) => run.measured.has(name)).slice(MEASURED_AT_ONCE);
  const rest = names.filter((name) => !denied.includes(name) && !folded.includes(name));
  const chipOf = (name) => chip(capital(label(name)), shown(name, run.cells[name]), run.words[name], () => edit(name, changed), () => remove([name], changed));
  fill(place,
    h("div", { class: "row" }, h("h2", { class: "small", id: "told-title" }, "What I understood"),
      run.steps.length > 0 && h("button", { type: "button", class: "plain", onclick: () => { undo(); changed("next"); } }, "Undo"),
      h("button", { type: "button", class: "plain", onclick: startOver }, "Start over")),
    h("ul", { class: "chips", "aria-labelledby": "told-title" },
      SORE in run.cells && chip("Calves", Number(run.cells[SORE]) ? `sore${run.assumed ? " (assumed)" : ""}` : "not sore", "", () => edit(SORE, changed),
        () => remove([SORE], changed)),
      rest.map(chipOf),
      denied.length > 0 && chip("Signs that need a doctor", `none of ${denied.length}`, "", null, () => remove(denied, changed))),
    folded.length > 0 && h("details", {}, h("summary", {}, `${folded.length} more from your file`), h("ul", { class: "chips" }, folded.map(chipOf))),
    run.guessed && h("p", { class: "note" }, `Guessed from your file: ${run.guessed.replaceAll("_", " ")}.`),
    notUnderstood.length > 0 && h("p", { class: "note" }, "Not understood, and left out: ",
      notUnderstood.map(({ words, why }, at) => [at ? ", " : "", h("q", {}, words), why && ` (${why})`])));
}

const chip = (what, value, from, onedit, onremove) =>
  h("li", { class: "chip" },
    onedit
      ? h("button", { type: "button", class: "edit", onclick: onedit, title: "Change" }, h("span", { class: "what" }, what), " ", h("b", {}, value), from && h("q", {}, from))
      : h("span", { class: "edit" }, h("span", { class: "what" }, what), " ", h("b", {}, value)),
    h("button", { type: "button", class: "x", "aria-label": `Remove ${what}: ${value}`, onclick: onremove }, "×"));

function remove(names, changed) {
  names.forEach(drop);
  changed(byId("told-title"));
}

function edit(name, changed) {
  const dialog = byId("dialog");
  const close = () => dialog.close();
  const kept = (cell) => { close(); tell({ [name]: cell }); changed(byId("told-title")); };
  fill(dialog,
    h("h2", { id: "dialog-title" }, column(name)["x-question"] || `${capital(label(name))}?`),
    control(name, { value: run.cells[name], done: kept }),
    h("p", { class: "row" },
      h("button", { type: "button", class: "plain", onclick: () => { close(); remove([name], changed); } }, "Remove"),
      h("button", { type: "button", class: "plain", onclick: close }, "Leave as it is")));
  dialog.showModal();
}
