// The squad's table: signs first, then by whatever column is chosen; a runner unfolds.

import { chart } from "./chart.js";
import { capital, fill, h, percent } from "./dom.js";
import { told } from "./history.js";
import { cellsOf, shown } from "./session.js";

// The most urgent first; a level of longer ago than this before the latest run is an earlier one.
const LEVELS = ["ambulance", "emergency department", "doctor within 24 hours", "appointment"];
const HEADLINES = ["Call an ambulance now", "Go to an emergency department now", "See a doctor within 24 hours", "Have it looked at this week"];
const MOST_RUNS = 30;
const NO_CAUSE = "no single cause stands out";
const RECENT = 28 * 24 * 3600 * 1000;

/** The runs by runner, in the order of time. */
export function runnersOf(rows) {
  const when = dates(rows);
  const byName = Map.groupBy(rows, (row) => row.runner_id || row.session_id || "one runner");
  return [...byName].map(([name, told]) => {
    const runs = told.map((row) => asRun(row, when(row.start_time))).sort((one, other) => one.when - other.when || 0);
    const latest = runs.at(-1);
    const recent = runs.filter(({ when, rank }) => rank >= 0 && !(latest.when - when > RECENT));
    const worst = recent.toSorted((one, other) => one.rank - other.rank)[0];
    return { name, runs, latest, level: worst && HEADLINES[worst.rank], rank: worst ? worst.rank : LEVELS.length, worst };
  });
}

/** Days as 31.5.2026 or 5/31/2026 are read as the service does: day first, unless one of them can only be month first. */
function dates(rows) {
  const parts = (text = "") => /^(\d+)[./](\d+)[./](\d{4})/.exec(text.trim());
  const isMonthFirst = rows.some(({ start_time: text }) => parts(text)?.[2] > 12);
  return (text) => {
    const [, one, other, year] = parts(text) || [];
    return year ? Date.UTC(year, (isMonthFirst ? one : other) - 1, isMonthFirst ? other : one) : Date.parse(text);
  };
}

const asRun = (row, when) => ({
  when, day: row.start_time ? shown("start_time", row.start_time) : "", told: told(cellsOf(row)),
  // A name that is but the time says nothing beside the day.
  name: /^\d{4}-\d\d-\d\d[T ]?[\d:]*$/.test(row.session_id) ? "" : row.session_id, isSoreTold: Boolean(row.sore_calves),
  p: row.p_sore ? Number(row.p_sore) : NaN, low: Number(row.p_sore_low), high: Number(row.p_sore_high), sore: Number(row.sore_calves) === 1,
  cause: row.enough_known === "no" ? "" : (row.predicted_primary_cause || row.primary_cause || "").replace(/^none$/, NO_CAUSE).replaceAll("_", " "),
  because: row.because || "", enough: row.enough_known !== "no", explanation: row.explanation || "", error: row.error || "", rank: LEVELS.indexOf(row.triage), signs: row.red_flags || "",
});

const COLUMNS = [
  { title: "Runner", by: ({ name }) => name.toLowerCase() },
  { title: "Risk", by: ({ latest }) => -latest.p },
  { title: "Why", by: ({ latest }) => latest.cause || "~" },
  { title: "Sore", by: ({ runs }) => -runs.filter(({ sore }) => sore).length, wide: true },
  { title: "Latest run", by: ({ latest }) => -latest.when || 0, wide: true },
];

export function squadTable(runners) {
  const body = h("tbody");
  const heads = COLUMNS.map((column) => h("th", { scope: "col", class: column.wide && "wide" },
    h("button", { type: "button", onclick: () => sort(column) }, column.title)));
  let by = null, down = false;
  const sort = (column) => {
    down = by === column && !down;
    by = column;
    heads.forEach((head, at) => {
      if (COLUMNS[at] === by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const turn = down ? -1 : 1;
    const order = (one, other) => one.rank - other.rank || turn * (by.by(one) < by.by(other) ? -1 : by.by(one) > by.by(other) ? 1 : 0);
    fill(body, runners.toSorted(order).map(rowsOf));
  };
  sort(COLUMNS[1]);
  return h("table", { class: "squad" }, h("caption", { class: "out" }, "The squad, those with signs first"), h("thead", {}, h("tr", {}, heads)), body);
}

function rowsOf(runner) {
  const { name, runs, latest, level, worst } = runner;
  const inside = h("td", { colspan: COLUMNS.length });
  const unfolded = h("tr", { class: "inside", hidden: true }, inside);
  const button = h("button", { type: "button", class: "name", "aria-expanded": "false", onclick: () => {
    unfolded.hidden = !unfolded.hidden;
    button.setAttribute("aria-expanded", String(!unfolded.hidden));
    if (!inside.firstChild) fill(inside, insideOf(runner));
  } }, name);
  const sore = runs.filter((run) => run.sore).length;
  return [
    h("tr", { class: level && "flagged" },
      h("th", { scope: "row" }, button),
      h("td", {}, level ? h("strong", { class: `level${worst.rank < 2 ? " now" : ""}` }, level) : h("span", { class: "bar risk", "--p": Math.round(latest.p * 100) }, percent(latest.p))),
      h("td", {}, level ? capital(worst.signs.replaceAll("_", " ")) : capital(latest.cause || "not enough known")),
      h("td", { class: "wide" }, runs.some(({ isSoreTold }) => isSoreTold) ? `${sore} of ${runs.length}` : "not told"),
      h("td", { class: "wide" }, latest.day)),
    unfolded,
  ];
}

/** With signs all that is said of the run; else its reason, as the line of signs is for the person. */
const said = ({ rank, error, explanation, cause, because }) =>
  rank >= 0 ? [explanation, error].filter(Boolean).join(" ") : error || (cause && `${capital(cause)}. ${cause === NO_CAUSE ? "" : because}`);

function insideOf({ name, runs, level }) {
  const charted = runs.filter(({ p }) => !Number.isNaN(p));
  return h("div", { class: "unfolded" },
    !level && charted.length > 1 && chart(name, charted),
    h("ul", { class: "runs" }, runs.toReversed().slice(0, MOST_RUNS).map((run) => h("li", {},
      h("b", {}, [run.day, run.name].filter(Boolean).join(", ") || "Run"), ` ${run.told} `,
      run.rank < 0 && !level && h("span", { class: "src" }, percent(run.p)), run.sore && [" ", h("em", {}, "sore")],
      said(run) && h("p", {}, said(run)))),
    !runs.every(({ enough }) => enough) && h("li", { class: "note" }, "Where no reason stands, not enough is known of the run to name one.")),
    runs.length > MOST_RUNS && h("p", { class: "note" }, `The latest ${MOST_RUNS} are shown; the download has all.`));
}
