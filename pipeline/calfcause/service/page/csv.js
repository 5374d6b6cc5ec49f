// CSV read and written: a header, then a row for each run. Other delimiters and decimal commas are read, too.

import { isColumn } from "./session.js";

export function readCsv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  const endRow = () => { row.push(cell); cell = ""; rows.push(row); row = []; };
  const source = text.replace(/^\ufeff/, "");
  const delimiter = delimiterOf(source);
  for (let at = 0; at < source.length; at += 1) {
    const one = source[at];
    if (quoted) {
      if (one !== '"') cell += one;
      else if (source[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === delimiter) { row.push(cell); cell = ""; }
    else if (one === "\n") endRow();
    else if (one !== "\r") cell += one;
  }
  if (cell || row.length) endRow();
  const [names = [], ...body] = rows;
  const plain = names.map(plainName);
  const point = (cell = "") => (delimiter === ",") ? cell : cell.replace(/^(-?\d+),(\d+(e-?\d+)?)$/, "$1.$2");
  return body.filter((cells) => cells.some(Boolean)).map((cells) => Object.fromEntries(plain.map((name, place) => [name, point(cells[place])])));
}

const headerOf = (text) => /^[^\r\n]*/.exec(text.replace(/^\ufeff/, ""))[0];
const plainName = (name) => name.replaceAll('"', "").trim().toLowerCase().replace(/[\s_-]+/g, "_");

/** What parts most names of the header. */
function delimiterOf(text) {
  const parts = (one) => headerOf(text).split(one).length;
  return [",", ";", "\t"].toSorted((one, other) => parts(other) - parts(one))[0];
}

/** The text of a CSV that names its columns as the service does, and so needs no import; else null. */
export async function ownCsv(file) {
  if (!/\.csv$/i.test(file.name)) return null;
  const text = await file.text();
  return headerOf(text).split(delimiterOf(text)).some((name) => isColumn(plainName(name))) ? text : null;
}

export function writeCsv(sessions) {
  const names = [...new Set(sessions.flatMap(Object.keys))];
  const cell = (value) => {
    const text = String(value ?? "");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...sessions.map((one) => names.map((name) => one[name]))].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
