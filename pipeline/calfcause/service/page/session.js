// What is known of the run, and the columns that a run can have.

import { get } from "./api.js";
import { kept } from "./kept.js";

/**
 * The run that is talked about. `queue` holds columns to ask for before the service chooses, `denied` signs that lists asked for,
 * `measured` cells of a file, `steps` what was known before each reply.
 */
export const run = { units: "km", ...nothingTold() };

function nothingTold() {
  return { cells: {}, words: {}, skipped: new Set(), queue: [], denied: new Set(), begun: false, assumed: false, measured: new Set(), steps: [], chosen: false, otherDay: false, guessed: "" };
}

let columns = {};

/** Read the table of columns once. */
export async function loadColumns() {
  const schema = await get("/v1/schema");
  columns = schema.properties;
}

export const column = (name) => columns[name] || {};

/** What an import notes beside the run; nobody has to check it. */
export const isNote = (name) => column(name)["x-group"] === "imported";

/** Whether a name is that of a column about a run; ids alone do not make a run. */
export const isColumn = (name) => name in columns && Boolean(columns[name]["x-question"]) && !/_id$/.test(name);

export const isFlag = (name) => (column(name).enum || []).includes(true);

/** The words of a choice; none for other columns. */
export const wordsOf = (name) => (isFlag(name) ? [] : (column(name).enum || []).filter((word) => word !== null));

export const isNumber = (name) => (column(name).type || []).includes("number");

/** The cells of a row of text, without those that are empty or no columns. */
export const cellsOf = (row) => Object.fromEntries(Object.entries(row)
  .filter(([name, text]) => name in columns && text.trim() !== "")
  .map(([name, text]) => [name, isNumber(name) || isFlag(name) ? numberIn(text.trim()) : text.trim()]));

/** A number as a file writes it, with a decimal point or comma; other text as it is, for the service to read. */
const numberIn = (text) => {
  const number = Number(text.replace(/^(\d+),(\d\d?)$/, "$1.$2"));
  return Number.isNaN(number) ? text : number;
};

export const label = (name) => name === "start_time" ? "Day" : column(name).title || name.replaceAll("_", " ");

export function tell(cells, words = {}) {
  step();
  run.begun = true;
  if (["sore_calves", "onset_hours", "sore_days", "severity_0_10"].some((name) => name in cells)) run.assumed = false;
  Object.assign(run.cells, cells);
  for (const name of Object.keys(cells)) {
    run.skipped.delete(name);
    if (words[name]) run.words[name] = words[name];
    else delete run.words[name];
  }
  run.queue = run.queue.filter((name) => !(name in run.cells));
}

/** Go on as if the calves were sore, so that signs are asked for; the chip says that it was assumed. */
export function assumeSore() {
  const assumed = run.assumed || !("sore_calves" in run.cells);
  tell({ sore_calves: 1 });
  run.assumed = assumed;
}

/**
 * What is sent with each question to the service; nothing of it is stored there. The cell that is
 * not known keeps a run of which nothing is told yet from looking like a file of other columns.
 */
export const body = (cells = run.cells) => ({
  session: { distance_km: null, start_time: now(), ...cells },
  history: kept().map(({ cells: earlier }) => earlier),
  units: run.units,
});

/** The present moment as the runner's clock shows it. */
export const now = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);

export function drop(name) {
  delete run.cells[name];
  delete run.words[name];
}

export function skip(names) {
  step();
  for (const name of names) run.skipped.add(name);
  run.queue = run.queue.filter((name) => !names.includes(name));
}

/** Keep what is known before a reply, so that the reply can be taken back. */
function step() {
  const { cells, words, skipped, queue, denied, assumed, chosen } = run;
  if (run.begun) run.steps.push({ cells: { ...cells }, words: { ...words }, skipped: new Set(skipped), queue: [...queue], denied: new Set(denied), assumed, chosen });
}

export function undo() {
  Object.assign(run, run.steps.pop());
}

export function startOver() {
  Object.assign(run, nothingTold());
}

// Cells are metric. A person reads and writes them in the chosen units.

const KM_PER_MILE = 1.609344;
const FEET_PER_METRE = 1 / 0.3048;
const SHOWN = {
  km: { km: ["km", 1], m: ["m", 1], "min/km": ["min/km", 1], "m/km": ["m per km", 1] },
  miles: {
    km: ["miles", 1 / KM_PER_MILE], m: ["feet", FEET_PER_METRE],
    "min/km": ["min/mile", KM_PER_MILE], "m/km": ["feet per mile", FEET_PER_METRE * KM_PER_MILE],
  },
};

export const shownUnit = (name) => {
  const unit = column(name)["x-unit"] || "";
  return SHOWN[run.units][unit] || [unit, 1];
};

/** The day of a time, without the clock. */
function dayOf(text) {
  const noon = new Date(`${text.slice(0, 10)}T12:00`);
  return Number.isNaN(noon.getTime()) ? text : noon.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

const rounded = (number) => String(Math.round(number * 10) / 10);

/** A cell as a person reads it. */
export function shown(name, cell) {
  if (cell === null || cell === undefined) return "";
  if (isFlag(name)) return Number(cell) ? "yes" : "no";
  if (name === "start_time") return dayOf(cell);
  if (typeof cell !== "number") return String(cell).replaceAll("_", " ");
  const [unit, size] = shownUnit(name);
  if (unit.startsWith("min/")) return `${asPace(cell * size)} ${unit}`;
  if (name.endsWith("_fraction")) return `${Math.round(cell * 100)}%`;
  const number = rounded(cell * size);
  return `${number} ${number === "1" ? unit.replace(/s$/, "") : unit}`.trim();
}

export const asPace = (minutes) => {
  const seconds = Math.round(minutes * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** A number as typed, in metric; NaN if it is none. */
export function typed(name, text) {
  const [, size] = shownUnit(name);
  const pace = /^(\d+):(\d\d)$/.exec(text.trim());
  const number = pace ? Number(pace[1]) + Number(pace[2]) / 60 : Number(text.trim().replace(",", ".") || NaN);
  return number / size;
}

/** What a field for a number starts with. */
export const toType = (name, cell) => {
  const [unit, size] = shownUnit(name);
  return unit.startsWith("min/") ? asPace(cell * size) : rounded(cell * size);
};
