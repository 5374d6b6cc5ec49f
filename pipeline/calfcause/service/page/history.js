// "Your history": runs that the browser keeps, sent with each question and never stored elsewhere.

import { announce, byId, fill, focusOn, h } from "./dom.js";
import { forget, keep, kept, removeAt } from "./kept.js";
import { column, now, run, shown } from "./session.js";

const TOLD = ["distance_km", "terrain", "surface", "session_type", "shoe_type"];

/** Beside an `urgent` sign nobody is asked to keep a run. */
export function showHistory(changed, urgent) {
  const runs = kept();
  const again = async (said) => { await changed(); announce(said); focusOn(byId("history-title")); };
  fill(byId("history"),
    h("h2", { id: "history-title", class: "small" }, "Your history"),
    h("p", { class: "note" }, runs.length
      ? "Earlier runs sharpen what is usual for you, and the risk. They stay in this browser and go along with each question."
      : "Keep your runs here, sore or not: what is usual for you is then known. They stay in this browser."),
    run.begun && !urgent && keepThis(again),
    runs.length > 0 && h("details", {}, h("summary", {}, `${runs.length} ${runs.length === 1 ? "run" : "runs"} kept`),
      h("ul", { class: "kept" }, runs.map((one, at) => h("li", {},
        h("span", {}, h("b", {}, (one.cells.start_time || "").slice(0, 10)), ` ${told(one.cells)}`),
        h("span", { class: "mark" }, soreness(one.cells)),
        h("button", { type: "button", class: "x", "aria-label": `Remove the run of ${(one.cells.start_time || "").slice(0, 10)}`,
          onclick: () => { removeAt(at); again("Run removed."); } }, "×"))))),
    runs.length > 0 && h("button", { type: "button", class: "plain", onclick: () => { forget(); again("Your history is forgotten."); } }, "Forget my history"));
}

const soreness = ({ sore_calves: sore }) => (sore === undefined ? "not said" : Number(sore) ? "sore" : "not sore");

export const told = (cells) => TOLD.filter((name) => name in cells).map((name) => shown(name, cells[name])).join(", ") || "a run";

/** What was told of the soreness itself is no part of what is usual, and is not kept. */
const runOnly = (cells) => Object.fromEntries(Object.entries(cells).filter(([name]) => column(name)["x-group"] !== "afterwards"));

function keepThis(again) {
  const day = h("input", { type: "date", id: "day", value: (run.cells.start_time || (run.otherDay ? "" : now())).slice(0, 10), max: now().slice(0, 10) });
  const add = (sore) => () => {
    if (!day.value) return day.focus();
    const clock = (run.cells.start_time || "").slice(10);
    const cells = { ...runOnly(run.cells), start_time: `${day.value}${clock}`, sore_calves: sore };
    return again(keep([{ cells }]) ? "Run kept." : "This browser does not let the page keep anything.");
  };
  const known = "sore_calves" in run.cells && !run.assumed;
  return h("div", { class: "row keep" },
    h("label", { for: "day" }, "Keep this run of"), day,
    known ? h("button", { type: "button", onclick: add(Number(run.cells.sore_calves)) }, "Keep") : [
    h("button", { type: "button", onclick: add(1) }, "Sore after it"),
    h("button", { type: "button", onclick: add(0) }, "Not sore")]);
}
