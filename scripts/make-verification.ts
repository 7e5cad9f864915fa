/**
 * Writes docs/verification.md from real runs: each peer, what was compared, how many cases, the largest difference. Peers
 * that are not here are left out and named: the folder ../shared (Gambit's answers, published graphs), PRISM (its command
 * in the variable PRISM, or on the path).
 *   node scripts/make-verification.ts
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { markovChain } from "../packages/standoff/src/export/markov-chain.ts";
import { prismFiles } from "../packages/standoff/src/export/prism.ts";
import { readEfg } from "../packages/standoff/src/export/read-efg.ts";
import { graphToWorld, readTra } from "../packages/standoff/src/export/read-tra.ts";
import { treeToWorld } from "../packages/standoff/src/export/tree-world.ts";
import { umb } from "../packages/standoff/src/export/umb.ts";
import { runScenario, type SolvedScenario } from "../packages/standoff/src/pipeline.ts";
import { forecast } from "../packages/standoff/src/query/forecast.ts";
import { marksOf } from "../packages/standoff/src/query/marks.ts";
import { bestResponse } from "../packages/standoff/src/solve/best-response.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { residualOf } from "../packages/standoff/src/solve/residual.ts";
import { sweepBackward } from "../packages/standoff/src/sweep/backward.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const shared = join(root, "..", "shared", "checks");
const scientific = (value: number) => (value === 0 ? "0" : value.toExponential(1));

interface Row {
  readonly peer: string;
  readonly compared: string;
  readonly cases: number;
  readonly largest: number;
  readonly remark: string;
}

/** 84 published trees at the lambdas that Gambit's table lists; for one it lists none. */
function gambitRows(): Row[] {
  const { games } = JSON.parse(readFileSync(join(shared, "gambit", "qre.json"), "utf8"));
  let cases = 0;
  let largest = 0;
  const differing: string[] = [];
  for (const file of readdirSync(join(shared, "gambit", "games")).sort()) {
    const read = readEfg(readFileSync(join(shared, "gambit", "games", file), "utf8"));
    if (read.status !== "read") throw new Error(`${file}: ${read.faults[0]!.message}`);
    const world = treeToWorld(read.tree);
    const qre: Record<string, Record<string, Record<string, number>>> = games[file].qre;
    const lambdas = Object.keys(qre).sort((a, b) => Number(a) - Number(b));
    if (lambdas.length === 0) continue;
    solveEquilibrium(world, { scales: lambdas.map(Number) }).forEach((result, i) => {
      if (result.status !== "solved") throw new Error(`${file} at ${lambdas[i]}: ${result.status}`);
      const theirs = Float64Array.from([1, ...Object.values(qre[lambdas[i]!]!).flatMap((set) => Object.values(set))]);
      const difference = theirs.reduce((most, p, slot) => Math.max(most, Math.abs(p - result.policy[slot]!)), 0);
      cases++;
      if (difference <= 1e-6) largest = Math.max(largest, difference);
      else
        differing.push(
          `${file
            .replace(/\.efg$/, "")
            .split("__")
            .at(
              -1,
            )} at ${lambdas[i]} (theirs has residual ${scientific(residualOf(world, theirs.map(Math.log), Number(lambdas[i])).residual)}; ${result.certificate.says.split("; ").at(-1)})`,
        );
    });
  }
  const remark = `${differing.length} more are another equilibrium than Gambit's, after a bifurcation that our trace reports; both are equilibria: ${differing.join("; ")}`;
  return [
    {
      peer: "Gambit 17.0.0-alpha.2",
      compared: "logit equilibria of 83 published trees (an 84th has no reference)",
      cases: cases - differing.length,
      largest,
      remark,
    },
  ];
}

/** Four published models as explicit graphs with exact answers. */
function graphRows(): Row[] {
  const { graphs } = JSON.parse(readFileSync(join(shared, "graphs", "expected.json"), "utf8"));
  const differences = Object.values<{ kind: string; file: string; initial: number; target: number[]; value: number }>(
    graphs,
  ).map((graph) => {
    const read = readTra(gunzipSync(readFileSync(join(shared, "graphs", graph.file))).toString());
    if (read.status !== "read") throw new Error(read.faults[0]!.message);
    const chain = graph.kind === "markov chain";
    const world = graphToWorld(read.graph, {
      initial: graph.initial,
      target: new Set(graph.target),
      sign: chain ? 1 : -1,
    });
    const values = new Float64Array(world.header.nodes);
    if (chain) sweepBackward(world, new Float64Array(world.header.slots).fill(1), values);
    const found = chain ? values : bestResponse(world, world.slotLogWeight, 0).values;
    return Math.abs(Math.abs(found[world.startNode[0]!]!) - graph.value);
  });
  return [
    {
      peer: "Quantitative Verification Benchmark Set",
      compared: "reachability in three chains and a decision process",
      cases: differences.length,
      largest: Math.max(...differences),
      remark: "exact published answers; the decision process through best response",
    },
  ];
}

/** Outcomes and payoffs of solved scenarios, computed anew by PRISM from our explicit files and from UMB. */
function prismRows(command: string): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "standoff-verification-"));
  try {
    return ["labour-strike", "cuba-1962"].flatMap((name) => {
      const solved = solvedScenario(name);
      return [
        prismRow(command, folder, name, solved, "explicit files"),
        prismRow(command, folder, name, solved, "UMB"),
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function solvedScenario(name: string): SolvedScenario {
  const path = join(root, "scenarios", name, "scenario.standoff.yaml");
  const run = runScenario(path, (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined), { scales: [1] });
  if (run.status !== "solved") throw new Error(`${name}: ${run.status}`);
  return run;
}

function prismRow(
  command: string,
  folder: string,
  name: string,
  { scenario, world, base }: SolvedScenario,
  form: string,
): Row {
  const chain = markovChain(world, base.policy, marksOf(scenario, world));
  const found = new Map(forecast(scenario, world, [base]).outcomes.map((outcome) => [outcome.name, outcome.byEnd]));
  const payoffs = chain.rewards.map(({ shift }, column) => {
    let value = shift;
    world.startNode.forEach((node, i) => {
      value += world.startChance[i]! * base.values[node * world.header.columns + column]!;
    });
    return value;
  });
  const ours = [...chain.labels.map((label) => found.get(label.name)!), ...payoffs];
  const files = prismFiles(
    world,
    chain,
    chain.labels.map((label) => ({ label: label.name, probability: found.get(label.name)! })),
  );
  const write = (ending: string, contents: string | Uint8Array) => writeFileSync(join(folder, `m${ending}`), contents);
  write(".tra", files.tra);
  write(".sta", files.sta);
  write(".lab", files.lab);
  for (const [i, { text }] of files.srew.entries()) write(`${i + 1}.srew`, text);
  write(".props", files.props);
  write(".umb", umb(world, chain, "0"));
  const model = form === "UMB" ? ["m.umb"] : ["m.tra,sta,lab,srew", "-dtmc"];
  const done = spawnSync(command, ["-explicit", "-epsilon", "1e-14", "-importmodel", ...model, "m.props"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const theirs = [...done.stdout.matchAll(/^Result: ([-0-9.E]+)/gm)].map((match) => Number(match[1]));
  if (theirs.length !== ours.length)
    throw new Error(`PRISM gave ${theirs.length} of ${ours.length} answers on ${name}:\n${done.stdout.slice(-2000)}`);
  const apart = (value: number, i: number) => Math.abs(value - theirs[i]!) / Math.max(1, Math.abs(value));
  return {
    peer: prismVersion(done.stdout),
    compared: `${name}: outcomes and payoffs, from ${form}`,
    cases: ours.length,
    largest: Math.max(...ours.map(apart)),
    remark: `${chain.states.toLocaleString("en")} states; payoffs relative to their size`,
  };
}

function prismVersion(printed: string): string {
  return `PRISM ${/Version: (\S+)/.exec(printed)?.[1] ?? ""}`;
}

const rows: Row[] = [];
const absent: string[] = [];
if (existsSync(shared)) rows.push(...gambitRows(), ...graphRows());
else absent.push("the folder ../shared with Gambit's answers and the published graphs");
const prism = process.env.PRISM ?? "prism";
if (spawnSync(prism, ["-version"]).status === 0) rows.push(...prismRows(prism));
else absent.push("PRISM");

const table = rows.map(
  ({ peer, compared, cases, largest, remark }) =>
    `| ${peer} | ${compared} | ${cases} | ${scientific(largest)} | ${remark} |`,
);
writeFileSync(
  join(root, "docs", "verification.md"),
  `# Checked against others

Made by \`node scripts/bootstrap.js scripts/make-verification.ts\` from real runs.${absent.length ? ` Not here when it ran: ${absent.join("; ")}.` : ""}

| peer | what was compared | cases | largest difference | remarks |
|---|---|---|---|---|
${table.join("\n")}

To repeat the comparison with PRISM, name its command in the variable PRISM. By hand, for one scenario:

    npx standoff model labour-strike --for prism --out strike
    prism -importmodel strike.tra,sta,lab,srew -dtmc strike.props

\`strike.props\` holds our numbers as comments beside the properties. Rewards are shifted where they would be negative; the shift
is stated there and must be subtracted.

The tests compare with more that is not ours to run: published games with their printed numbers
(\`packages/standoff/test/published\`), a second, naive implementation over histories on random scenarios
(\`test/naive\`, \`test/random\`), play at random within four standard errors, and exact fractions on games solved by hand.
`,
);
console.log(table.join("\n"));
