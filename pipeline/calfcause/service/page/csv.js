// CSV read and written: a header, then a row for each run.

import { isColumn } from "./session.js";

export function readCsv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  const endRow = () => { row.push(cell); cell = ""; rows.push(row); row = []; };
  const source = text.replace(/^\ufeff/, "");
  for (let at = 0; at < source.length; at += 1) {
    const one = source[at];
    if (quoted) {
      if (one !== '"') cell += one;
      else if (source[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === ",") { row.push(cell); cell = ""; }
    else if (one === "\n") endRow();
    else if (one !== "\r") cell += one;
  }
  if (cell || row.length) endRow();
  const [names = [], ...body] = rows;
  return body.filter((cells) => cells.some(Boolean)).map((cells) => Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ""])));
}

/** The text of a CSV that names its columns as the service does, and so needs no import; else null. */
export async function ownCsv(file) {
  if (!/\.csv$/i.test(file.name)) return null;
  const text = await file.text();
  const [header] = /^[^\n]*/.exec(text.replace(/^\ufeff/, ""));
  return header.split(",").some((name) => isColumn(name.replaceAll('"', "").trim())) ? text : null;
}

export function writeCsv(sessions) {
  const names = [...new Set(sessions.flatMap(Object.keys))];
  const cell = (value) => {
    const text = String(value ?? "");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...sessions.map((one) => names.map((name) => one[name]))].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
