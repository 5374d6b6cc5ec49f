// How a cell is answered: large buttons for words and yes or no, a field for a number.

import { h } from "./dom.js";
import { column, isFlag, isNumber, shown, shownUnit, toType, typed, wordsOf } from "./session.js";

/** The control of one column; `done` gets the cell. */
export function control(name, { value, quick = [], done }) {
  if (isFlag(name)) return buttons(name, [1, 0], value, done);
  if (wordsOf(name).length) return buttons(name, wordsOf(name), value, done);
  return [quick.length ? buttons(name, quick, value, done) : "", field(name, value, done)];
}

// Weeks of running as people say them; from a year on nobody is new to it.
const SPANS = new Map([[0, "It was my first run"], [4, "A month"], [13, "3 months"], [52, "A year or more"]]);

/** Numbers to tap where nobody counts. */
export const spansOf = (name) => (name === "experience_weeks" ? [...SPANS.keys()] : []);

const buttons = (name, cells, value, done) =>
  h("div", { class: "replies" }, cells.map((cell) =>
    h("button", { type: "button", "aria-pressed": value === undefined ? null : String(cell === value), onclick: () => done(cell) },
      isFlag(name) ? (cell ? "Yes" : "No") : (spansOf(name).length && SPANS.get(cell)) || shown(name, cell))));

function field(name, value, done) {
  const number = isNumber(name);
  const [unit] = number ? shownUnit(name) : [""];
  const error = h("p", { class: "wrong", id: "wrong", role: "alert" });
  const input = h("input", {
    id: "reply", autocomplete: "off", inputmode: number && !unit.startsWith("min/") ? "decimal" : "text",
    value: value === undefined ? "" : number ? toType(name, value) : value, "aria-labelledby": "asked dialog-title", "aria-describedby": "wrong",
  });
  const answered = (event) => {
    event.preventDefault();
    const cell = number ? typed(name, input.value) : input.value.trim();
    const wrong = number ? complaint(name, cell) : cell ? "" : "Please write something, or say that you do not know.";
    error.textContent = wrong;
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) input.focus();
    else done(cell);
  };
  return h("form", { class: "number", novalidate: true, onsubmit: answered },
    input, unit && h("span", { class: "unit" }, unit), h("button", { class: "primary" }, "OK"), error);
}

function complaint(name, cell) {
  const { minimum = -Infinity, maximum = Infinity } = column(name);
  if (Number.isNaN(cell)) return "Please write a number, such as 8 or 8.5.";
  if (cell < minimum || cell > maximum) return `Please write a number from ${shown(name, minimum)} to ${shown(name, maximum)}.`;
  return "";
}
