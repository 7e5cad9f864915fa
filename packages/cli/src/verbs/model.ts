/**
 * `standoff model`: the solved scenario as a model for another tool, so that others can check our numbers: Gambit's .efg
 * (the whole game), PRISM's explicit files, PRISM's language for small ones, UMB (PRISM, Storm), or our world's bytes.
 */
import { resolve } from "node:path";
import { parseQuestion, type World } from "standoff";
import {
  askedOf,
  type Claim,
  claimsOf,
  type MarkovChain,
  markovChain,
  marksOf,
  natureValues,
  prismFiles,
  prismLanguage,
  questionChain,
  umb,
  unfold,
  writeEfg,
} from "standoff/exchange";
import { wholeWorld } from "standoff/solve";
import { ExitCode, Stop } from "../exit-code.ts";
import { findScenario } from "../find-scenario.ts";
import { type Grammar, option } from "../grammar.ts";
import { type SolveOptions, solveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { build, solve } from "../run.ts";
import { printJson } from "../show/json.ts";
import { version } from "../version.ts";

export const grammar: Grammar = {
  examples: [
    "standoff model labour-strike --for prism --out strike       strike.tra, .sta, .lab, .srew, .props",
    "standoff model labour-strike --for umb --out strike.umb",
    'standoff model ultimatum.standoff.yaml --step "3 months" --for gambit --out ultimatum.efg',
  ],
  options: [
    ...solveOptions,
    option("--for <tool>", "which form", { choices: ["gambit", "prism", "prism-language", "umb"], needed: true }),
    option("--out <file>", "where to; prism writes several files of that name", { needed: true }),
  ],
  run: model,
};

interface ModelOptions extends SolveOptions {
  readonly for: "gambit" | "prism" | "prism-language" | "umb";
  readonly out: string;
}

type Contents = Iterable<string> | Uint8Array;

interface Written {
  readonly files: readonly [string, Contents][];
  /** What has no chain of its own. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

function model(outside: Outside, name: string, options: ModelOptions): number {
  outside.announceFile(resolve(outside.cwd, options.out));
  const { files, leftOut } =
    options.for === "gambit" ? gambitFiles(outside, name, options) : chainFiles(outside, name, options);
  for (const { name: title, why } of leftOut) outside.writeError(`Left out "${title}": ${why}\n`);
  for (const [file, contents] of files) {
    outside.saveFile(resolve(outside.cwd, file), contents);
    outside.writeError(`Wrote ${file}\n`);
  }
  if (options.json) outside.writeOut(printJson({ status: "written", files: files.map(([file]) => file), leftOut }));
  return ExitCode.ok;
}

/** The game itself, unsolved: Gambit finds its own equilibrium. */
function gambitFiles(outside: Outside, name: string, options: ModelOptions): Written {
  const { world } = build(outside, name, options);
  const unfolded = unfold(wholeWorld(world));
  if (unfolded.status === "refused")
    return stopTooLarge(outside, name, options, `it cannot be written as a tree: ${unfolded.reason}`);
  return { files: [[options.out, [writeEfg(unfolded.tree)]]], leftOut: [] };
}

/** The chain of outcomes and payoffs, and one for every question, numbered in the order of the file. */
function chainFiles(outside: Outside, name: string, options: ModelOptions): Written {
  const { scenario, world, base } = solve(outside, name, options, { scales: [1] });
  const chain = markovChain(world, base.policy, marksOf(scenario, world), natureValues(world, base));
  const stem = options.out.replace(/\.(tra|prism|pm|umb)$/, "");
  const notes = [scenario.title, "outcomes by the last day, and what each payoff column is worth on the first"];
  const files = filesOf(
    outside,
    name,
    options,
    world,
    { chain, claims: claimsOf(scenario, world, base, chain), notes },
    stem,
  );
  const leftOut: { name: string; why: string }[] = [];
  askedOf(scenario, chain).forEach(({ name: title, ask }, index) => {
    const { question } = parseQuestion(scenario, ask);
    const made = questionChain(scenario, world, base, question!);
    if (made.status === "left out") leftOut.push({ name: title, why: made.why });
    else {
      const about = [scenario.title, `${title}: ${ask}`, `ours: ${made.says}`];
      files.push(
        ...filesOf(
          outside,
          name,
          options,
          world,
          { chain: made.chain, claims: made.figures, notes: about },
          `${stem}-q${index + 1}`,
        ),
      );
    }
  });
  return { files, leftOut };
}

interface Model {
  readonly chain: MarkovChain;
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
}

function stopTooLarge(outside: Outside, name: string, options: ModelOptions, why: string): never {
  const found = { status: "too large", file: findScenario(outside, name), needsBytes: null, limitBytes: null, why };
  if (options.json) outside.writeOut(printJson(found));
  throw new Stop(ExitCode.tooLarge, why);
}

function filesOf(
  outside: Outside,
  name: string,
  options: ModelOptions,
  world: World,
  { chain, claims, notes }: Model,
  stem: string,
): [string, Contents][] {
  const files = prismFiles(world, chain, claims, notes);
  const properties: [string, Contents] = [`${stem}.props`, [files.props]];
  if (options.for === "umb") return [[`${stem}.umb`, umb(world, chain, version)], properties];
  if (options.for === "prism-language") {
    const text = prismLanguage(world, chain);
    if (text === null) {
      const why = `${chain.states} states are too many to read; use --for prism or --for umb`;
      return stopTooLarge(outside, name, options, why);
    }
    return [[`${stem}.prism`, [text]], properties];
  }
  return [
    [`${stem}.tra`, [files.tra]],
    [`${stem}.sta`, [files.sta]],
    [`${stem}.lab`, [files.lab]],
    ...files.srew.map(({ text }, i): [string, Contents] => [
      `${stem}${files.srew.length === 1 ? "" : i + 1}.srew`,
      [text],
    ]),
    properties,
  ];
}
