// node answer.mjs FOLDER < sessions.json: an array of sessions in, an array of answers out.
import { readFileSync } from "node:fs";
import { load } from "./calfcause.mjs";

const predict = await load(process.argv[2]);
console.log(JSON.stringify(await predict(JSON.parse(readFileSync(0, "utf8")))));
