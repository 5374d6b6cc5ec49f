// The coach's view: a file of runs in, the squad's table out.

import { postCsv, Problem, trying, upload } from "./api.js";
import { ownCsv, readCsv, writeCsv } from "./csv.js";
import { announce, byId, dropZone, fill, focusOn, h } from "./dom.js";
import { FILES } from "./start.js";
import { runnersOf, squadTable } from "./table.js";

const MOST_BAD = 20;
// The runner of an export that names none.
const NOBODY = "me";

export function showSquad() {
  const place = byId("squad-drop");
  fill(place, dropZone({
    label: "Choose or drop your squad’s runs", accept: FILES, multiple: true,
    hint: "A CSV with a row for each run, or exports: one for each runner",
    onfiles: (files) => trying(() => answer(files), place),
  }));
}

async function answer(files) {
  const text = await asCsv(files);
  const { text: answered, notes } = await postCsv("/v1/batch?explain=true&intervals=true", text);
  const rows = readCsv(answered);
  // A row that could not be read has no risk, but its signs are judged all the same.
  const told = rows.filter(({ error, red_flags: flags }) => !error || flags);
  const bad = rows.map((row, at) => ({ ...row, line: at + 2 })).filter(({ error }) => error);
  if (!rows.length) throw new Problem("The file has no rows, only a header.");
  if (rows.length > 1 && !("runner_id" in rows[0])) notes.push("The file has no column runner_id: all of its runs count as one runner’s.");
  const runners = runnersOf(told);
  const flagged = runners.filter(({ level }) => level).length;
  const title = h("h2", { id: "answer-title" }, summary(runners, rows, flagged));
  fill(byId("squad-answer"), title, notes.map((note) => h("p", { class: "note" }, note)), unread(bad), squadTable(runners), download(answered, files[0].name));
  announce(title.textContent);
  focusOn(title);
}

const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

const summary = (runners, runs, flagged) =>
  `${counted(runners.length, "runner", "runners")}, ${counted(runs.length, "run", "runs")}; ${flagged ? `${flagged} with signs` : "no signs told"} that need a doctor`;

/** A CSV goes on as it is; recordings and exports are read first, each file for one runner. */
async function asCsv(files) {
  if (files.length === 1) {
    const text = await ownCsv(files[0]);
    if (text) return text;
  }
  const sessions = [];
  for (const one of files) {
    const read = await upload("/v1/activities", [one]);
    const name = one.name.replace(/\.[^.]*$/, "");
    sessions.push(...read.sessions.map((run) => (files.length > 1 || run.runner_id === NOBODY ? { ...run, runner_id: name } : run)));
  }
  return writeCsv(sessions);
}

/** Signs may be hidden in a row that could not be read, so these rows are told above the table. */
function unread(bad) {
  if (!bad.length) return null;
  return h("section", { class: "problem", "aria-labelledby": "bad-title" },
    h("h3", { id: "bad-title" }, `${counted(bad.length, "row", "rows")} could not be read`),
    h("ul", {}, bad.slice(0, MOST_BAD).map((row) =>
      h("li", {}, h("b", {}, [row.runner_id, row.session_id].filter(Boolean).join(", ") || `Line ${row.line}`), `: ${row.error}`))),
    bad.length > MOST_BAD && h("p", {}, `The first ${MOST_BAD} are shown; the download has all.`));
}

function download(text, name) {
  const link = h("a", { download: `${name.replace(/\..*$/, "")}-answers.csv`, class: "primary" }, "Download the answers as CSV");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  return h("p", { class: "row" }, link);
}
