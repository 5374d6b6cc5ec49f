// The three ways in: a sentence, a file of a run, or a few large choices.

import { announce, byId, dropZone, fill, h } from "./dom.js";
import { post, trying, upload } from "./api.js";
import { ownCsv, readCsv } from "./csv.js";
import { keep } from "./kept.js";
import { choices } from "./choices.js";
import { cellsOf, run, tell } from "./session.js";

// Words of another day than today; which one is not read.
const OTHER_DAY = /\b(yesterday|last|ago|since|(mon|tues|wednes|thurs|fri|satur|sun)day)\b/i;
export const FILES = ".fit,.tcx,.gpx,.csv,.json,.xml,.zip,.gz";

export function showStart(changed) {
  const sentence = byId("sentence");
  const form = byId("say");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = sentence.value.trim();
    if (!text) return sentence.focus();
    const read = await trying(() => post("/v1/words", { text }), form);
    if (!read) return undefined;
    const sore = read.sore === null ? {} : { sore_calves: Number(read.sore) };
    tell({ ...read.session, ...sore }, Object.fromEntries(read.cells.map(({ column, words }) => [column, words])));
    sentence.value = "";
    run.otherDay ||= OTHER_DAY.test(text);
    if (read.units === "miles") chooseUnits("miles");
    return changed("answer", read.not_understood);
  });
  sentence.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  byId("try").addEventListener("click", ({ target }) => {
    sentence.value = target.textContent.slice(1, -1);
    sentence.focus();
  });
  fill(byId("drop"), dropZone({
    label: "Choose or drop a run file", hint: "FIT, TCX or GPX, or an export of Strava, Garmin and others", accept: FILES,
    onfiles: (files) => takeFile(files, changed),
  }));
  fill(byId("choices"), choices(changed));
}

/** Whoever tells miles reads miles. */
function chooseUnits(units) {
  run.units = units;
  document.querySelector(`input[name=units][value=${units}]`).checked = true;
}

async function runsOf(files) {
  const own = files.length === 1 && await ownCsv(files[0]);
  return own ? readCsv(own).map(cellsOf) : (await upload("/v1/activities", files)).sessions;
}

async function takeFile(files, changed) {
  const read = await trying(() => runsOf(files), byId("start"));
  if (!read) return;
  const sessions = read.toSorted((one, other) => (other.start_time || "").localeCompare(one.start_time || ""));
  const [latest, ...earlier] = sessions;
  if (!latest) return;
  const { session_id: _, runner_id: __, ...cells } = latest;
  tell(cells);
  run.measured = new Set(Object.keys(cells));
  run.guessed = cells.guessed || "";
  if (earlier.length) offer(earlier, changed);
  changed("answer");
}

/** An export holds more than one run: the latest is asked about, the rest can become the history. */
function offer(earlier, changed) {
  const place = byId("lead");
  const button = h("button", { type: "button", class: "plain", onclick: () => {
    keep(earlier.map((cells) => ({ cells })));
    announce("Your earlier runs are kept.");
    place.textContent = "";
    changed("answer");
  } }, earlier.length === 1 ? "Keep the other run as your history" : `Keep the other ${earlier.length} as your history`);
  fill(place, `This is your latest run of ${earlier.length + 1} in the file. `, button);
}
