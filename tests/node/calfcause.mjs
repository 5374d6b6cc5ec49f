import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ort from "onnxruntime-node";

// Loads a model folder; gives a function from sessions (objects of cells) to answers.
export async function load(folder) {
  const { encoding, whole_graph: about } = JSON.parse(readFileSync(join(folder, "model.json"), "utf8"));
  const content = readFileSync(join(folder, "calfcause.onnx"));
  if (createHash("sha256").update(content).digest("hex") !== about?.sha256)
    throw new Error(`${folder}: calfcause.onnx is not the graph that model.json describes`);
  const graph = await ort.InferenceSession.create(content);
  const { columns } = encoding;
  const known = new Set(columns.map((one) => one.name));
  return async (sessions) => {
    for (const name of sessions.flatMap(Object.keys))
      if (!known.has(name)) throw new RangeError(`${name} is no column`);
    const codes = sessions.flatMap((session) => columns.map((one) => codeOf(one, session[one.name])));
    const shape = [sessions.length, columns.length];
    const outputs = await graph.run({ cells: new ort.Tensor("float64", codes, shape) });
    return sessions.map((_, row) => ({ ...answer(encoding, outputs, row), model: about.model }));
  };
}

// A number as it is, yes or no as 1 or 0, a word by its code; NaN where nothing is known.
function codeOf({ name, kind, low, high, codes }, cell) {
  if (cell === undefined || cell === null || Number.isNaN(cell)) return NaN;
  const code =
    kind === "choice" ? Object.hasOwn(codes, cell) && codes[cell]
    : kind === "flag" && typeof cell === "boolean" ? Number(cell) : cell;
  const whole = kind === "number" || Number.isInteger(code);
  if (typeof code !== "number" || !whole || !(code >= low && code <= high))
    throw new RangeError(`${name}: ${cell} is not allowed`);
  return code;
}

function answer(encoding, outputs, row) {
  const numbers = (output) => {
    const width = outputs[output].dims[1];
    return Array.from(outputs[output].data.subarray(row * width, (row + 1) * width));
  };
  const words = (output) => numbers(output).map((place) => encoding[output][place]);
  const named = (output, values = numbers(output)) =>
    Object.fromEntries(values.map((value, place) => [encoding.exposures[place] ?? "sore", value]));
  return {
    probabilities: named("probabilities"),
    given_sore: named("given_sore"),
    primary_cause: words("primary_cause")[0],
    enough_known: words("enough_known")[0],
    exposures: named("exposures"), // NaN where too little is known
    states: named("states", words("states")),
    red_flags: encoding.red_flags.filter((_, place) => numbers("red_flags")[place]),
    triage: words("triage")[0],
  };
}
