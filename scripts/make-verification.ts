/**
 * Writes docs/verification.md from real runs: each peer, what was compared, how many cases, the largest difference.
 * Peers that are not here are left out and named: Gambit's answers and published graphs (their folder in the variable
 * CHECKS, or ../shared/checks), PRISM and gambit-logit (their commands in the variables PRISM and GAMBIT_LOGIT, or on
 * the path). With all of them it takes about half an hour and 10 GB.
 *   node scripts/make-verification.ts [the scenarios that PRISM is asked about; by default all]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { readEfg } from "../packages/standoff/src/exchange/gambit/read-efg.ts";
import { treeToWorld } from "../packages/standoff/src/exchange/gambit/tree-world.ts";
import { type MarkovChain, markovChain } from "../packages/standoff/src/exchange/prism/markov-chain.ts";
import { askedOf, claimsOf, marksOf, natureValues } from "../packages/standoff/src/exchange/prism/marks.ts";
import { type Claim, prismFiles, prismLanguage } from "../packages/standoff/src/exchange/prism/prism.ts";
import { questionChain } from "../packages/standoff/src/exchange/prism/question-chain.ts";
import { umb } from "../packages/standoff/src/exchange/prism/umb.ts";
import { parseQuestion } from "../packages/standoff/src/query/questions/question.ts";
import { runScenario, type SolvedScenario } from "../packages/standoff/src/run.ts";
import { bestResponse } from "../packages/standoff/src/solve/best-response.ts";
import { solveEquilibrium } from "../packages/standoff/src/solve/equilibrium.ts";
import { residualOf } from "../packages/standoff/src/solve/residual.ts";
import { sweepBackward } from "../packages/standoff/src/sweep/backward.ts";
import type { World } from "../packages/standoff/src/world/world.ts";
import { graphToWorld, readTra } from "../packages/standoff/test/reference/read-tra.ts";
import { gambitVersion, rewrittenRow, scenarioRows } from "./verification/gambit-logit.ts";
import { finished, type Row, scientific, tableOf } from "./verification/row.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const shared = process.env.CHECKS ?? join(root, "..", "shared", "checks");

/** 84 published trees at the lambdas that Gambit's table lists; for one it lists none. */
function gambitRows(): Row[] {
  const { games } = JSON.parse(readFileSync(join(shared, "gambit", "qre.json"), "utf8"));
  let cases = 0;
  let largest = 0;
  const differing: string[] = [];
  for (const file of readdirSync(join(shared, "gambit", "games")).sort()) {
    const read = readEfg(readFileSync(join(shared, "gambit", "games", file), "utf8"));
    if (read.status !== "read") throw new Error(`${file}: ${read.faults[0].message}`);
    const world = treeToWorld(read.tree);
    const qre: Record<string, Record<string, Record<string, number>>> = games[file].qre;
    const lambdas = Object.keys(qre).sort((a, b) => Number(a) - Number(b));
    if (lambdas.length === 0) continue;
    solveEquilibrium(world, { scales: lambdas.map(Number) }).forEach((result, i) => {
      if (result.status !== "solved") throw new Error(`${file} at ${lambdas[i]}: ${result.status}`);
      const theirs = Float64Array.from([1, ...Object.values(qre[lambdas[i]]).flatMap((set) => Object.values(set))]);
      const difference = theirs.reduce((most, p, slot) => Math.max(most, Math.abs(p - result.policy[slot])), 0);
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
    if (read.status !== "read") throw new Error(read.faults[0].message);
    const chain = graph.kind === "markov chain";
    const world = graphToWorld(read.graph, {
      initial: graph.initial,
      target: new Set(graph.target),
      sign: chain ? 1 : -1,
    });
    const values = new Float64Array(world.header.nodes);
    if (chain) sweepBackward(world, new Float64Array(world.header.slots).fill(1), values);
    const found = chain ? values : bestResponse(world, world.slotLogWeight, 0).values;
    return Math.abs(Math.abs(found[world.startNode[0]]) - graph.value);
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

/**
 * Scenarios for PRISM, each with questions besides its own: dates inside periods, order, spans, conditions, states on a
 * day.
 */
const datedQuestions: Readonly<Record<string, readonly string[]>> = {
  "labour-strike": [
    "P(strike called by 2026-05-20)",
    "P(strike called after 2026-05-06 | not settled by 2026-05-06)",
    "P(settled between 2026-04-22 and 2026-06-10)",
    "P(strike called by 2026-05-27 and not settled by 2026-07-01)",
    "P(settled within 20 days after strike called)",
    "P(holds(strike and offer is low) at 2026-06-03)",
    "P(strike called before settled | settled by 2026-06-17)",
    "E(if strike then 1 else 0 at 2026-05-20)",
    "days until settled",
  ],
  "cuba-1962": [
    "P(settlement by 1962-10-27)",
    "P(air strike between 1962-10-23 and 1962-10-27)",
    "P(settlement after 1962-10-25 | not war by 1962-10-25)",
    "P(ships turned back within 3 days after quarantine)",
    "days until settlement",
  ],
  "us-iran-2025": ["P(any strike by 2025-06-11)", "P(talks held between 2025-04-09 and 2025-05-14)"],
};

/** Scenarios whose chains would take PRISM hours at their own step. */
const coarser: Readonly<Record<string, string>> = { "cuba-1962": "7 days", "us-iran-2025": "1 month" };

/** Time that PRISM has for a row, in minutes; chains that it does not answer by then are told as left out. */
const MINUTES = 20;

/** Outcomes, payoffs and questions of solved scenarios, computed anew by PRISM from each form that we write. */
function prismRows(command: string, names: readonly string[]): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "standoff-verification-"));
  try {
    return names.flatMap((name) => {
      const models = modelsOf(solvedScenario(name), datedQuestions[name]);
      const forms: Form[] =
        name === "labour-strike" ? ["explicit files", "UMB", "PRISM's language"] : ["explicit files", "UMB"];
      return forms.map((form) => finished(prismRow(command, folder, name, models, form)));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Form = "explicit files" | "UMB" | "PRISM's language";

function solvedScenario(name: string): SolvedScenario {
  const path = join(root, "scenarios", name, "scenario.standoff.yaml");
  const readFile = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
  const run = runScenario(path, readFile, { scales: [1], ...(name in coarser ? { step: coarser[name] } : {}) });
  if (run.status !== "solved") throw new Error(`${name}: ${run.status}`);
  return run;
}

interface Models {
  readonly world: World;
  readonly chains: readonly { readonly chain: MarkovChain; readonly claims: readonly Claim[] }[];
  readonly leftOut: readonly string[];
}

/** The chain of outcomes and payoffs, and one for each question: the file's own and these. */
function modelsOf({ scenario, world, base }: SolvedScenario, dated: readonly string[]): Models {
  const chain = markovChain(world, base.policy, marksOf(scenario, world), natureValues(world, base));
  const chains = [{ chain, claims: claimsOf(scenario, world, base, chain) }];
  const leftOut: string[] = [];
  for (const { name, ask } of [...askedOf(scenario, chain), ...dated.map((ask) => ({ name: ask, ask }))]) {
    const { question, diagnostics } = parseQuestion(scenario, ask);
    if (question === undefined) throw new Error(`${ask}: ${diagnostics[0]?.message}`);
    const made = questionChain(scenario, world, base, question);
    if (made.status === "made") chains.push({ chain: made.chain, claims: [...made.figures] });
    else leftOut.push(`${name} (${made.why})`);
  }
  return { world, chains, leftOut };
}

function prismRow(
  command: string,
  folder: string,
  name: string,
  { world, chains: all, leftOut }: Models,
  form: Form,
): Row {
  const chains = form === "PRISM's language" ? all.filter(({ chain }) => prismLanguage(world, chain) !== null) : all;
  const larger = all.length - chains.length;
  let version = "";
  let cases = 0;
  let largest = 0;
  const answered: MarkovChain[] = [];
  const until = Date.now() + MINUTES * 60_000;
  for (const { chain, claims } of chains) {
    const printed = askPrism(command, folder, { world, chain, claims, form, until });
    if (printed === null) continue;
    answered.push(chain);
    const theirs = [...printed.matchAll(/^Result: ([-0-9.E]+)/gm)].map((match) => Number(match[1]));
    if (theirs.length !== claims.length)
      throw new Error(`PRISM gave ${theirs.length} of ${claims.length} answers on ${name}:\n${printed.slice(-2000)}`);
    claims.forEach(({ ours }, i) => {
      largest = Math.max(largest, Math.abs(ours - theirs[i]) / Math.max(1, Math.abs(ours)));
    });
    cases += claims.length;
    version = prismVersion(printed);
  }
  const states = answered.map((chain) => chain.states);
  const late = chains.length - answered.length;
  const most = Math.max(...states).toLocaleString("en");
  return {
    peer: version,
    compared: `${name}${name in coarser ? ` at a step of ${coarser[name]}` : ""}: outcomes, payoffs and ${answered.length - 1} questions, from ${form}`,
    cases,
    largest,
    remark: `${answered.length} chains of up to ${most} states; figures above one relative to their size${larger === 0 ? "" : `; ${larger} more have more states than are written in this form`}${late === 0 ? "" : `; ${late} more were not answered in ${MINUTES} minutes`}${leftOut.length === 0 ? "" : `; left out: ${leftOut.join(", ")}`}`,
  };
}

interface Asked {
  readonly world: World;
  readonly chain: MarkovChain;
  readonly claims: readonly Claim[];
  readonly form: Form;
  /** When it is given up, in milliseconds since 1970. */
  readonly until: number;
}

/** What PRISM prints on a chain; null where the time ran out. */
function askPrism(command: string, folder: string, { world, chain, claims, form, until }: Asked): string | null {
  const seconds = Math.floor((until - Date.now()) / 1000);
  if (seconds <= 0) return null;
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  const write = (ending: string, contents: string | Uint8Array) => writeFileSync(join(folder, `m${ending}`), contents);
  const files = prismFiles(world, chain, claims);
  write(".props", files.props);
  if (form === "UMB") write(".umb", umb(world, chain, "0"));
  else if (form === "PRISM's language") write(".prism", prismLanguage(world, chain)!);
  else {
    write(".tra", files.tra);
    write(".sta", files.sta);
    write(".lab", files.lab);
    for (const [i, { text }] of files.srew.entries()) write(`${files.srew.length === 1 ? "" : i + 1}.srew`, text);
  }
  const explicit = files.srew.length === 0 ? "m.tra,sta,lab" : "m.tra,sta,lab,srew";
  const model = {
    UMB: ["-importmodel", "m.umb"],
    "PRISM's language": ["m.prism"],
    "explicit files": ["-importmodel", explicit, "-dtmc"],
  };
  const how = ["-javamaxmem", "6g", "-explicit", "-epsilon", "1e-14", "-timeout", String(seconds)];
  const done = spawnSync(command, [...how, ...model[form], "m.props"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return done.stdout.includes("Error: Timeout") ? null : done.stdout;
}

function prismVersion(printed: string): string {
  return `PRISM ${/Version: (\S+)/.exec(printed)?.[1] ?? ""}`;
}

const rows: Row[] = [];
const absent: string[] = [];
if (existsSync(shared)) rows.push(...[...gambitRows(), ...graphRows()].map(finished));
else absent.push("the folder of Gambit's answers and the published graphs");
const gambit = process.env.GAMBIT_LOGIT ?? "gambit-logit";
const gambitPeer = gambitVersion(gambit);
if (gambitPeer === null) absent.push("gambit-logit");
else {
  rows.push(...scenarioRows(gambit, gambitPeer, root));
  if (existsSync(shared)) rows.push(finished(rewrittenRow(gambit, gambitPeer, join(shared, "gambit", "games"))));
}
const prism = process.env.PRISM ?? "prism";
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(datedQuestions);
if (spawnSync(prism, ["-version"]).status === 0) {
  rows.push(...prismRows(prism, names));
  const others = Object.keys(datedQuestions).filter((name) => !names.includes(name));
  if (others.length > 0) absent.push(`PRISM on ${others.join(", ")}`);
} else absent.push("PRISM");

const table = tableOf(rows);
writeFileSync(
  join(root, "docs", "verification.md"),
  `# Checked against others

Made by \`node scripts/bootstrap.js scripts/make-verification.ts\` from real runs.${absent.length ? ` Not compared when it ran: ${absent.join("; ")}.` : ""}

${table}

To repeat the comparisons with PRISM and Gambit, name their commands in the variables PRISM and GAMBIT_LOGIT (its \`gambit-logit\`). By hand, for one scenario:

    npx standoff model labour-strike --for prism --out strike
    prism -importmodel strike.tra,sta,lab,srew -dtmc strike.props

    npx standoff model labour-strike --step "5 months" --for gambit --out strike.efg
    gambit-logit -q -e -d 17 -l 1 strike.efg
    npx standoff solve strike.efg --lambda 1

Gambit prints the lambda where its trace stopped and then every action's chance, by player, information set and action, in the order in which \`solve\` lists them.

\`strike.props\` holds our numbers as comments beside the properties; \`strike-q1\`, \`strike-q2\` and so on are the scenario's questions in their order
(then the outcomes that no label on a state can say), each a chain of its own whose states hold what the question remembers. Rewards are shifted where they would be negative; the shift is stated there and must be subtracted.

## What the exported models say

- Gambit (\`--for gambit\`): the whole game as a tree, for any scenario with at most 20,000 nodes of paths in which actors see the same chances (a tree has one set of them) and err by mistakes (\`noise: tastes\` is refused, since Gambit's logit equilibrium has none). Prior weights are a bonus log(weight) to a player of
  that layer alone, and actors that forget are a player for each layer, so that all players have perfect recall; chances are exact fractions that sum to one. The scenario's equilibrium is the logit equilibrium at lambda 1, to
  the last digits of the logarithms.
- PRISM and Storm (\`prism\`, \`umb\`, \`prism-language\` up to 2,000 states a chain): the solved process as Markov chains. Questions with dates, order, "within", conditions, days and expectations are reachability or rewards of their chains.
  Left out, each told by name when it happens: questions on more than 31 outcomes at once, questions whose condition is impossible, chains of more than 4,000,000 states, expectations of more than 1,023 distinct values. Ribbons, strategies and beliefs are not exported.

The tests compare with more that is not ours to run: published games with their printed numbers
(\`packages/standoff/test/published\`), a second, naive implementation over histories on random scenarios
(\`test/naive\`, \`test/random\`), play at random within four standard errors, and exact fractions on games solved by hand.
`,
);
console.log(table);
