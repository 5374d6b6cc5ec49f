// The risk of a runner's runs over time, as in the report: a line, its band, dots for sore ones.

import { h, percent } from "./dom.js";

const WIDTH = 340, HEIGHT = 150, LEFT = 40, RIGHT = 10, TOP = 10, BOTTOM = 26;

export function chart(name, runs) {
  const timed = runs.every(({ when }) => !Number.isNaN(when));
  const at = runs.map(({ when }, place) => (timed ? when : place));
  const most = Math.min(1, Math.max(0.1, Math.ceil(Math.max(...runs.map(({ high }) => high)) * 10) / 10));
  const [first, last] = [at[0], at.at(-1)];
  const x = (when) => (first === last ? (WIDTH + LEFT - RIGHT) / 2 : LEFT + ((when - first) / (last - first)) * (WIDTH - LEFT - RIGHT));
  const y = (p) => TOP + (1 - p / most) * (HEIGHT - TOP - BOTTOM);
  const line = (values) => runs.map((one, place) => `${x(at[place]).toFixed(1)},${y(values(one)).toFixed(1)}`);
  const says = `Risk of ${name}: ${runs.map(({ p, sore }) => percent(p) + (sore ? " (sore)" : "")).slice(-12).join(", ")}.`;
  const day = (one) => (timed ? one.day : "");
  return h("figure", {},
    h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": says, class: "chart" },
      [0, most / 2, most].map((p) => [
        h("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(p), y2: y(p), class: "grid" }),
        h("text", { x: LEFT - 6, y: y(p) + 4, "text-anchor": "end" }, percent(p))]),
      h("polygon", { points: [...line(({ high }) => high), ...line(({ low }) => low).reverse()].join(" "), class: "band" }),
      h("polyline", { points: line(({ p }) => p).join(" "), class: "course" }),
      runs.map((one, place) => one.sore && h("circle", { cx: x(at[place]), cy: y(one.p), r: 4 })),
      h("text", { x: LEFT, y: HEIGHT - 6 }, day(runs[0])),
      runs.length > 1 && h("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, "text-anchor": "end" }, day(runs.at(-1)))),
    h("figcaption", {}, "Line: risk of each run. Band: its 90% range. Dots: recorded as sore."));
}
