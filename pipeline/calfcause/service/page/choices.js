// A few large choices, for whoever writes no sentence.

import { h } from "./dom.js";
import { assumeSore, run } from "./session.js";

// What is asked first after each choice, as in a conversation on the command line: nothing is guessed from it.
const CHOICES = [
  ["Hillier", ["terrain", "usual_terrain"]],
  ["Faster", ["session_type"]],
  ["Longer", ["distance_km", "longest_run_28d_km"]],
  ["Other shoes", ["shoe_type", "shoe_distance_km"]],
  ["Softer ground", ["surface", "usual_surface"]],
  ["New to running", ["experience_weeks"]],
  ["Nothing was different", ["experience_weeks", "foot_strike"]],
  ["I don’t know", ["terrain", "experience_weeks"]],
];

export const choices = (changed) => CHOICES.map(([title, queue]) => h("button", { type: "button", onclick: () => {
  assumeSore();
  run.queue = queue.filter((name) => !(name in run.cells));
  run.chosen = true;
  changed("next");
} }, title));
