/**
 * What the derivative of an answer by all assumptions and every actor's steadiness costs, in processor time, beside a
 * cold solve as draws make it and beside one evaluation (a forward and a backward sweep); and whether it agrees with
 * solving again on both sides, by a few assumptions.
 *   node scripts/bootstrap.js bench/derivatives.ts [scenario] [assumptions compared] [answers, each a question]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import { type Differentiated, gradientsOf } from "../packages/standoff/src/query/derivatives/gradient.ts";
import { parseQuestion } from "../packages/standoff/src/query/questions/question.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { answerPolicy, createLogitMap } from "../packages/standoff/src/solve/logit-map.ts";
import { wholeWorld } from "../packages/standoff/src/world/world.ts";
import { differenceBy } from "../packages/standoff/test/differences.ts";

const [name = "us-iran-2025", compared = "3", ...texts] = process.argv.slice(2);
const asked = texts.length > 0 ? texts : ["P(any strike)"];
const path = fileURLToPath(new URL(`../scenarios/${name}/scenario.standoff.yaml`, import.meta.url));
const EVALUATIONS = 5;

function seconds<T>(work: () => T): [T, number] {
  const began = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(began);
  return [done, (user + system) / 1e6];
}

const { scenario } = loadScenario(path, (file) => readFileSync(file, "utf8"));
if (scenario === undefined) throw new Error(`${name} has errors`);
const built = buildWorld(scenario);
if (built.status !== "built") throw new Error(`${name}: ${built.status}`);
const { world } = built;

const cold = { approach: "stated first", traceSweeps: 0 } as const;
const [[base], solving] = seconds(() => solveEquilibrium(world, cold));
if (base.status !== "solved") throw new Error(`${name}: ${base.status}`);
const { nodes, slots } = wholeWorld(world).header;
console.log(
  `${name}: ${nodes} states with play after the last day, ${slots} actions; a cold solve ${solving.toFixed(2)} s`,
);

const map = createLogitMap(world);
const out = new Float64Array(map.world.header.slots);
answerPolicy(map, base.logPolicy, 1, out);
const [, several] = seconds(() => {
  for (let i = 0; i < EVALUATIONS; i++) answerPolicy(map, base.logPolicy, 1, out);
});
console.log(`an evaluation ${(several / EVALUATIONS).toFixed(3)} s`);

const answers = asked.map((text): Differentiated => {
  const { question } = parseQuestion(scenario, text);
  if (question === undefined) throw new Error(`not a question: ${text}`);
  return { kind: "question", question };
});
const of = { scenario, world, base };
const peak = () => process.resourceUsage().maxRSS / 2 ** 10; // MiB
const before = peak();
for (const [i, answer] of answers.entries()) {
  const [[gradient], took] = seconds(() => gradientsOf(of, [answer]));
  if (gradient.status !== "exact") throw new Error(`${asked[i]}: ${gradient.says}`);
  const more = peak() - before;
  const { value, products, assumptions, lacking } = gradient;
  console.log(
    `${asked[i]} = ${value.toFixed(4)}: ${assumptions.length} derivatives (${lacking.size} lacking) in ${products} products, ` +
      `${took.toFixed(2)} s, ${(took / solving).toFixed(2)} of the solve; at its peak ${more.toFixed(0)} MiB above that of solving, ${before.toFixed(0)}`,
  );
  const largest = assumptions.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const ranked = [...assumptions.keys()].sort((a, b) => weight(b) - weight(a)).slice(0, Number(compared));
  function weight(index: number): number {
    return Math.abs(assumptions[index] * scenario!.assumptions[index].value);
  }
  for (const index of ranked) {
    const [differences, long] = seconds(() => differenceBy(of, [answer], index));
    if (differences === null) continue;
    const apart = Math.abs(assumptions[index] - differences[0]);
    const promised = 1e-6 * Math.abs(differences[0]) + 1e-9 * largest;
    console.log(
      `  ${scenario.assumptions[index].name}: ${assumptions[index].toPrecision(8)}, by four solves ${differences[0].toPrecision(8)} ` +
        `(${(apart / promised).toPrecision(2)} of what is promised; ${long.toFixed(1)} s)`,
    );
  }
}
