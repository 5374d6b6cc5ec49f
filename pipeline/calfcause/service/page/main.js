// The page: what was told goes to the service, and what it answers is shown.

import { post, trying } from "./api.js";
import { showAnswer, URGENT } from "./answer.js";
import { showChips } from "./chips.js";
import { announce, byId, focusOn } from "./dom.js";
import { showHistory } from "./history.js";
import { showQuestion } from "./question.js";
import { body, loadColumns, run, startOver } from "./session.js";
import { showSquad } from "./squad.js";
import { showStart } from "./start.js";

const LEAD = byId("lead").textContent;
let asking = new AbortController();
let notUnderstood = [];
let ongoing = false;
let latest = null;

/** Ask the service about what is known now; `to` is where the focus goes: "answer", "next" or an element. */
async function changed(to, misunderstood) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (misunderstood) notUnderstood = misunderstood;
  const sent = body();
  // A second tap must not answer the question that the first one brings.
  byId("ask").inert = true;
  const [answer, questions] = await trying(() => Promise.all([
    post("/v1/explain", sent, signal),
    post("/v1/questions", { ...sent, asked: [...run.skipped], n: 12 }, signal),
  ]), byId("talk")) || [];
  if (signal.aborted) return;
  byId("ask").inert = false;
  if (!answer) return;
  latest = { answer, questions: questions.questions };
  show(to);
}

function show(to) {
  const { answer, questions } = latest;
  if (answer.sore_told && !("sore_calves" in run.cells)) run.cells.sore_calves = 1;
  const asksSore = !("sore_calves" in run.cells) && !answer.red_flags.length;
  begun(true);
  showChips(byId("told"), notUnderstood, changed, again);
  showAnswer(answer, asksSore);
  const urgent = URGENT.includes(answer.triage.level);
  const canWait = urgent || answer.triage.level === "doctor within 24 hours";
  const known = urgent || answer.enough_known || !answer.sore_told;
  const title = showQuestion(urgent ? [] : questions, changed, {
    goOn, ongoing, known, asksSore, canWait, cause: answer.primary_cause,
  });
  byId("model").textContent = answer.model ? `Model ${answer.model.version || ""}.` : "";
  showHistory(remembered, urgent);
  announce(byId("headline").textContent);
  // Where nothing is explained, or a part of what was said is left out, that comes before the answer.
  if (to === "answer" && asksSore) focusOn(title);
  else if (to === "answer" && !answer.red_flags.length && (!known || notUnderstood.some(({ why }) => why))) focusOn(byId("told-title"));
  else if (to === "next" && !answer.red_flags.length && title) focusOn(title);
  else if (to === "next" || to === "answer") focusOn(byId("headline"));
  else if (to) focusOn(byId(to.id) || to);
}

/** Before anything is told the ways in are shown, and then what was told. */
function begun(yes) {
  byId("start").hidden = yes;
  for (const id of ["talk", "told"]) byId(id).hidden = !yes;
  byId("run").classList.toggle("begun", yes);
  // What was found stands above what could be added.
  if (yes) byId("talk").querySelector(".left").append(byId("say"));
  else byId("told").before(byId("say"));
  byId("say-what").textContent = yes ? "Add more in your own words" : "Say it in a sentence";
  byId("send").textContent = yes ? "Add" : "Tell me why";
}

function goOn() {
  ongoing = true;
  show("next");
}

function again() {
  asking.abort();
  startOver();
  notUnderstood = [];
  ongoing = false;
  byId("lead").textContent = LEAD;
  begun(false);
  showHistory(remembered);
  byId("sentence").focus();
}

/** What has been kept or forgotten counts in the next answer. */
function remembered() {
  return run.begun ? changed() : showHistory(remembered);
}

/** The view that the address names. */
function view() {
  const name = location.hash === "#squad" ? "squad" : "run";
  for (const id of ["run", "squad"]) byId(id).hidden = id !== name;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = name === "squad" ? "Your squad’s calves" : "Why are your calves sore?";
}

for (const choice of document.querySelectorAll("input[name=units]")) {
  choice.addEventListener("change", () => {
    run.units = choice.value;
    if (run.begun) changed();
  });
}
addEventListener("hashchange", () => { view(); focusOn(byId(`${location.hash.slice(1) || "run"}-title`)); });
view();
await trying(loadColumns);
showStart(changed);
showSquad();
showHistory(remembered);
document.documentElement.dataset.ready = "";
