/**
 * `standoff model`: the solved scenario as a model for another tool, so that others can check our numbers: Gambit's .efg
 * (the whole game), PRISM's explicit files, PRISM's language for small ones, UMB (PRISM, Storm), or our world's bytes.
 */
import { resolve } from "node:path";
import { type MarkovChain, markovChain } from "standoff/export/markov-chain";
import { type Claim, prismFiles, prismLanguage } from "standoff/export/prism";
import { umb } from "standoff/export/umb";
import { unfold } from "standoff/export/unfold";
import { writeEfg } from "standoff/export/write-efg";
import { forecast } from "standoff/query/forecast";
import { marksOf } from "standoff/query/marks";
import { ExitCode, Stop } from "../exit-code.ts";
import type { SolveOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { build, type Solution, solve } from "../run.ts";
import { version } from "../version.ts";

export interface ModelOptions extends SolveOptions {
  readonly for: "gambit" | "prism" | "prism-language" | "umb";
  readonly out: string;
}

type Contents = Iterable<string> | Uint8Array;

export function model(outside: Outside, name: string, options: ModelOptions): number {
  const files = options.for === "gambit" ? gambitFiles(outside, name, options) : chainFiles(outside, name, options);
  for (const [file, contents] of files) {
    outside.saveFile(resolve(outside.cwd, file), contents);
    outside.writeError(`Wrote ${file}\n`);
  }
  return ExitCode.ok;
}

/** The game itself, unsolved: Gambit finds its own equilibrium. */
function gambitFiles(outside: Outside, name: string, options: ModelOptions): [string, Contents][] {
  const { world } = build(outside, name, options);
  const unfolded = unfold(world);
  if (unfolded.status === "refused")
    throw new Stop(ExitCode.tooLarge, `it cannot be written as a tree: ${unfolded.reason}`);
  return [[options.out, [writeEfg(unfolded.tree)]]];
}

function chainFiles(outside: Outside, name: string, options: ModelOptions): [string, Contents][] {
  const solution = solve(outside, name, options, { scales: [1] });
  const { scenario, world, base } = solution;
  const chain = markovChain(world, base.policy, marksOf(scenario, world));
  if (options.for === "umb") return [[options.out, umb(world, chain, version)]];
  const files = prismFiles(world, chain, claims(solution, chain));
  const stem = options.out.replace(/\.(tra|prism|pm)$/, "");
  if (options.for === "prism-language") {
    const text = prismLanguage(world, chain);
    if (text === null)
      throw new Stop(ExitCode.tooLarge, `${chain.states} states are too many to read; use --for prism or --for umb`);
    return [
      [`${stem}.prism`, [text]],
      [`${stem}.props`, [files.props]],
    ];
  }
  return [
    [`${stem}.tra`, [files.tra]],
    [`${stem}.sta`, [files.sta]],
    [`${stem}.lab`, [files.lab]],
    ...files.srew.map(({ text }, i): [string, Contents] => [`${stem}${i + 1}.srew`, [text]]),
    [`${stem}.props`, [files.props]],
  ];
}

/** What we say of the labels, to be held against the tool's answers. */
function claims({ scenario, world, base }: Solution, chain: MarkovChain): Claim[] {
  const found = new Map(forecast(scenario, world, [base]).outcomes.map(({ name, byEnd }) => [name, byEnd]));
  return chain.labels.map(({ name }) => ({ label: name, probability: found.get(name)! }));
}
