/**
 * States built a second: ours against PRISM's explicit engine, on the model of `counters.ts` written in PRISM's
 * language as a decision process (one command a move, the chance of convening inside it). Both must reach the same
 * number of states.
 *   node bench/prism.ts PRISM              the path of an installed `prism` command
 *   node bench/prism.ts PRISM C L T P      another size: counters, levels, types, periods
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorld } from "../packages/standoff/src/build/build.ts";
import { countersScenario, type FamilySize, TEMPO } from "./counters.ts";

const DAYS = 7; // of a period

function prismModel({ counters, levels, types, periods }: FamilySize): string {
  const places = Array.from({ length: counters }, (_, place) => place);
  const convenes = -Math.expm1(-TEMPO * DAYS);
  const command = (place: number, guard: string, update: string) => {
    const next = `(turn'=${place + 1})`;
    const here = `turn=${place} & period<${periods}`;
    return `  [] ${here}${guard} -> ${convenes} : ${next}${update} + ${1 - convenes} : ${next};`;
  };
  return [
    "mdp",
    "module counters",
    `  period : [0..${periods}];`,
    `  turn : [0..${counters}];`,
    `  type : [0..${types - 1}];`,
    ...places.map((place) => `  c${place} : [0..${levels - 1}];`),
    ...places.flatMap((place) => [
      command(place, "", ""),
      command(place, ` & c${place}<${levels - 1}`, ` & (c${place}'=c${place}+1)`),
      command(place, ` & c${place}>0`, ` & (c${place}'=c${place}-1)`),
    ]),
    `  [] turn=${counters} & period<${periods} -> (turn'=0) & (period'=period+1);`,
    "endmodule",
    `init period=0 & turn=0 & ${places.map((place) => `c${place}=0`).join(" & ")} endinit`,
  ].join("\n");
}

/** States, and the seconds that PRISM says it took to explore and to make the model. */
function theirs(prism: string, size: FamilySize): { states: number; seconds: number } {
  const folder = mkdtempSync(join(tmpdir(), "standoff-bench-"));
  try {
    const file = join(folder, "counters.prism");
    writeFileSync(file, prismModel(size));
    const text = execFileSync(prism, [file, "-explicit", "-javamaxmem", "8g"], { encoding: "utf8" });
    const found = (pattern: RegExp) => Number(pattern.exec(text)?.[1]);
    return { states: found(/States:\s+(\d+)/), seconds: found(/Time for model construction: ([\d.]+)/) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ours(size: FamilySize): { states: number; seconds: number } {
  const scenario = countersScenario(size);
  const begin = performance.now();
  const result = buildWorld(scenario);
  const seconds = (performance.now() - begin) / 1000;
  if (result.status !== "built") throw new Error(result.status);
  return { states: result.stats.nodes, seconds };
}

const [prism, ...given] = process.argv.slice(2);
if (!prism) throw new Error("say where PRISM is: node bench/prism.ts PRISM");
const [counters, levels, types, periods] = given.length === 4 ? given.map(Number) : [4, 8, 2, 40];
const size = { counters, levels, types, periods } as FamilySize;
const first = ours(size);
const peer = theirs(prism, size);
const own = ours(size);
if (peer.states !== own.states) throw new Error(`states differ: ours ${own.states}, PRISM ${peer.states}`);
const rate = ({ states, seconds }: typeof own) => `${(states / seconds / 1000).toFixed(0)} thousand states/s`;
console.log(`${Object.values(size).join("/")}: ${own.states} states`);
console.log(`ours  ${own.seconds.toFixed(2)} s, ${rate(own)} (the first build ${first.seconds.toFixed(2)} s)`);
console.log(`PRISM ${peer.seconds.toFixed(2)} s, ${rate(peer)}: ${(peer.seconds / own.seconds).toFixed(0)} x the time`);
