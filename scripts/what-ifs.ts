/**
 * `npm run what-ifs`: solves every what-if of us-iran-2025 at the coarse step of the tests and writes what was found:
 * the README's tables, the numbers in `what-ifs/findings.yaml`, and the figures of the probes, which the tests hold
 * (`coarse.json`). What fails for the first time comes into the findings with no reason, which the tests then ask for.
 * Two processes share the work; with NAMES only these are solved and shown, and nothing is written.
 *   node scripts/what-ifs.ts [NAMES]
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  type Finding,
  type Forecasts,
  fails,
  findingsWith,
  names,
  paths,
  probes,
  probeTableOf,
  type Row,
  readFindings,
  readmeWith,
  rowsOf,
  solveEach,
  stillOf,
  tableOf,
} from "../packages/standoff/test/us-iran/what-ifs.ts";

const PROCESSES = 2;

/** One line that a part of the work tells. */
interface Told {
  readonly name: string;
  readonly found: Forecasts;
}

const BASE = "the scenario";
/** Of these the tests hold what comes out. */
const inTests = [BASE, ...probes];
const nameOf = (name: string) => (name === BASE ? null : name);

function solvePart(part: readonly string[]): void {
  solveEach(part.map(nameOf), (name, found) => {
    const told: Told = { name: name ?? BASE, found };
    console.log(JSON.stringify(told));
  });
}

/** Lets other processes solve a part each. */
async function solveAll(all: readonly string[]): Promise<Map<string, Told>> {
  const done = new Map<string, Told>();
  const worker = async (part: readonly string[]): Promise<void> => {
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), "--solve", ...part], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const told: Told = JSON.parse(line);
      done.set(told.name, told);
      process.stderr.write(`${done.size} of ${all.length}: ${told.name}\n`);
    }
  };
  const half = Math.ceil(all.length / PROCESSES);
  await Promise.all(
    Array.from({ length: PROCESSES }, (_, place) => worker(all.slice(place * half, (place + 1) * half))),
  );
  const missing = all.filter((name) => !done.has(name));
  if (missing.length > 0) throw new Error(`not solved: ${missing.join(", ")}`);
  return done;
}

function findingOf(row: Row, known: readonly Finding[]): Finding {
  const { whatIf, outcome, claimed, found } = row;
  const old = known.find((finding) => finding["what-if"] === whatIf && finding.outcome === outcome);
  const [before, after] = [row.before, row.after].map((value) => Number(value.toFixed(2))) as [number, number];
  return { "what-if": whatIf, outcome, claimed, found, before, after, why: old?.found === found ? old.why : "" };
}

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === "--solve") return solvePart(rest);
  const chosen = first === undefined ? names : [first, ...rest];
  const done = await solveAll([BASE, ...chosen]);
  const base = done.get(BASE)!.found;
  if (first !== undefined) {
    for (const name of chosen) {
      console.log(name);
      for (const [outcome, value] of Object.entries(done.get(name)!.found))
        console.log(`  ${outcome}: ${base[outcome].toFixed(2)} -> ${value.toFixed(2)}`);
    }
    return;
  }
  const after = new Map(names.map((name) => [name, done.get(name)!.found]));
  const rows = rowsOf(base, after);
  const { disagreements: known } = readFindings();
  const disagreements = rows.filter(fails).map((row) => findingOf(row, known));
  writeFileSync(paths.readme, readmeWith({ probes: probeTableOf(rows), "what-ifs": tableOf(rows) }));
  writeFileSync(paths.findings, findingsWith({ disagreements, "without effect": stillOf(base, after) }));
  const coarse = Object.fromEntries(
    inTests.map((name) => [
      name,
      Object.fromEntries(
        Object.entries(done.get(name)!.found).map(([outcome, value]) => [outcome, Number(value.toFixed(7))]),
      ),
    ]),
  );
  writeFileSync(paths.coarse, `${JSON.stringify(coarse, null, 2)}\n`);
  const claims = rows.filter(({ claimed }) => claimed !== "ambiguous").length;
  console.log(
    `${disagreements.length} of ${claims} claims fail; without a reason: ${disagreements.filter(({ why }) => why === "").length}`,
  );
  for (const row of rows.filter(fails))
    console.log(`  ${row.whatIf}: ${row.outcome} ${row.claimed}, found ${row.found}`);
}

await main();
