// The service's answers, and its errors as a sentence.

import { byId, fill, h } from "./dom.js";

export class Problem extends Error {}

const SAYINGS = {
  413: "That is too large for the service.",
  429: "The service is busy. Please try again in a moment.",
  503: "The service is busy. Please try again in a moment.",
  504: "That took too long. Please try again.",
};

const KEY = "calfcause-key";
let asking = null;

const keyed = () => {
  const key = sessionStorage.getItem(KEY);
  return key ? { "X-API-Key": key } : {};
};

/** Ask for the key of a service that wants one, once for all requests that wait for it; whether it was given. */
const given = () => (asking ??= new Promise((answered) => {
  const dialog = byId("dialog");
  const refused = sessionStorage.getItem(KEY) !== null;
  const field = h("input", { type: "password", autocomplete: "off", required: true, "aria-labelledby": "dialog-title", "aria-describedby": "key-note" });
  const send = (event) => { event.preventDefault(); sessionStorage.setItem(KEY, field.value.trim()); dialog.close("given"); };
  fill(dialog,
    h("h2", { id: "dialog-title" }, refused ? "That key does not open this service" : "This service asks for a key"),
    h("form", { class: "number", onsubmit: send }, field, h("button", { class: "primary" }, "OK")),
    h("p", { class: "note", id: "key-note" }, "Whoever runs the service gave it out. It is kept until this tab is closed."));
  dialog.returnValue = "";
  dialog.addEventListener("close", () => { asking = null; answered(dialog.returnValue === "given"); }, { once: true });
  if (!dialog.open) dialog.showModal();
}));

async function reply(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...options.headers, ...keyed() }, credentials: "omit" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("The service cannot be reached. What you told is still here; try again.");
  }
  if (response.ok) return response;
  if (response.status === 401) {
    if (await given()) return reply(path, options);
    throw new Problem("The service answers only with a key. Reload the page to give it.");
  }
  let detail = "";
  if (/json/.test(response.headers.get("content-type") || "")) {
    const problem = await response.json().catch(() => ({}));
    detail = typeof problem.detail === "string" ? problem.detail : "";
  }
  if (response.status < 500 && detail) throw new Problem(detail);
  throw new Problem(SAYINGS[response.status] || "The service could not answer that. Please try again.");
}

export const post = async (path, body, signal) =>
  (await reply(path, {
    method: "POST", signal, body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  })).json();

export const get = async (path) => (await reply(path, {})).json();

export async function upload(path, files) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return (await reply(path, { method: "POST", body: form })).json();
}

export async function postCsv(path, body) {
  const answer = await reply(path, { method: "POST", body, headers: { "Content-Type": "text/csv" } });
  return { text: await answer.text(), notes: JSON.parse(answer.headers.get("X-Notes") || "[]") };
}

const awaited = new WeakMap();

/** Mark a place as busy while any answer is awaited there: one more, or one less. */
function wait(place, more) {
  const count = (awaited.get(place) || 0) + more;
  awaited.set(place, count);
  if (count) place.setAttribute("aria-busy", "true");
  else place.removeAttribute("aria-busy");
}

/** Do something with the service; what goes wrong is shown, and what went wrong before is gone. */
export async function trying(work, busy) {
  const place = byId("problem");
  if (busy) wait(busy, 1);
  try {
    const made = await work();
    place.hidden = true;
    return made;
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    if (!(error instanceof Problem)) console.error(error);
    place.textContent = error instanceof Problem ? error.message : "Something went wrong in this page. Please reload it.";
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
    return undefined;
  } finally {
    if (busy) wait(busy, -1);
  }
}
