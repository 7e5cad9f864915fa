/**
 * A scenario as a model for another tool, so that others can check our numbers: the whole game for Gambit, unsolved; or
 * the solved scenario as chains for PRISM and Storm, one of its outcomes and payoffs and one for every question.
 */
import { parseQuestion } from "../query/questions/question.ts";
import type { Solution } from "../query/told/given-news.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { unfold } from "./gambit/unfold.ts";
import { writeEfg } from "./gambit/write-efg.ts";
import { type MarkovChain, markovChain } from "./prism/markov-chain.ts";
import { askedOf, claimsOf, marksOf, natureValues } from "./prism/marks.ts";
import { type Claim, prismFiles, prismLanguage } from "./prism/prism.ts";
import { questionChain } from "./prism/question-chain.ts";
import { umb } from "./prism/umb.ts";

/** The name of a file and what stands in it: text in pieces, or bytes. */
export type ModelFile = readonly [name: string, contents: Iterable<string> | Uint8Array];

export type Models =
  | {
      readonly status: "written";
      readonly files: readonly ModelFile[];
      /** Questions that no chain of their own can say. */
      readonly leftOut: readonly { readonly name: string; readonly why: string }[];
    }
  | { readonly status: "too large"; readonly why: string };

/**
 * The game itself as Gambit's .efg: Gambit finds its own equilibrium. `name` is the file's. In Gambit noise is
 * mistakes: where it is tastes the game is not written, and `why` says so.
 *
 * @example
 * ```ts
 * const text = `noise: mistakes\n${news.sources[0].text}`;
 * const { world } = buildScenario("u.yaml", () => text, { step: "3 months" });
 * const models = gambitModel(world, "ultimatum.efg");
 * models.status // => "written"
 * ```
 */
export function gambitModel(world: World, name: string): Models {
  const unfolded = unfold(wholeWorld(world));
  if (unfolded.status === "refused")
    return { status: "too large", why: `it cannot be written as a tree: ${unfolded.reason}` };
  return { status: "written", files: [[name, [writeEfg(unfolded.tree)]]], leftOut: [] };
}

export interface ChainOptions {
  /** PRISM's explicit files, PRISM's language (small chains alone), or UMB (PRISM, Storm). */
  readonly form: "prism" | "prism-language" | "umb";
  /** What all names of files begin with. */
  readonly stem: string;
  /** Version of this program, for UMB's index. */
  readonly engine: string;
}

/**
 * The chain of outcomes and payoffs, and one for every question, numbered in the order of the file.
 *
 * @example
 * ```ts
 * const models = chainModels(solved, { form: "prism", stem: "strike", engine: "0.1.0" });
 * models.files.slice(0, 3).map(([name]) => name) // => ["strike.tra", "strike.sta", "strike.lab"]
 * ```
 */
export function chainModels(solution: Solution, options: ChainOptions): Models {
  const { scenario, world, base } = solution;
  const chain = markovChain(world, base.policy, marksOf(scenario, world), natureValues(world, base));
  const notes = [scenario.title, "outcomes by the last day, and what each payoff column is worth on the first"];
  const models: Model[] = [{ chain, claims: claimsOf(scenario, world, base, chain), notes, stem: options.stem }];
  const leftOut: { name: string; why: string }[] = [];
  askedOf(scenario, chain).forEach(({ name, ask }, index) => {
    const { question } = parseQuestion(scenario, ask);
    const made = questionChain(scenario, world, base, question!);
    if (made.status === "left out") leftOut.push({ name, why: made.why });
    else {
      const about = [scenario.title, `${name}: ${ask}`, `ours: ${made.says}`];
      models.push({ chain: made.chain, claims: made.figures, notes: about, stem: `${options.stem}-q${index + 1}` });
    }
  });
  const files = models.map((model) => filesOf(world, model, options));
  const large = files.find((one) => !Array.isArray(one));
  return (large as TooLarge | undefined) ?? { status: "written", files: (files as ModelFile[][]).flat(), leftOut };
}

interface Model {
  readonly chain: MarkovChain;
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
  readonly stem: string;
}

type TooLarge = Extract<Models, { status: "too large" }>;

function filesOf(world: World, model: Model, { form, engine }: ChainOptions): ModelFile[] | TooLarge {
  const { chain, claims, notes, stem } = model;
  const files = prismFiles(world, chain, claims, notes);
  const properties: ModelFile = [`${stem}.props`, [files.props]];
  if (form === "umb") return [[`${stem}.umb`, umb(world, chain, engine)], properties];
  if (form === "prism-language") {
    const text = prismLanguage(world, chain);
    const why = `${chain.states} states are too many to read`;
    return text === null ? { status: "too large", why } : [[`${stem}.prism`, [text]], properties];
  }
  const rewards = files.srew.map(({ text }, i): ModelFile => [rewardFile(stem, i, files.srew.length), [text]]);
  return [
    [`${stem}.tra`, [files.tra]],
    [`${stem}.sta`, [files.sta]],
    [`${stem}.lab`, [files.lab]],
    ...rewards,
    properties,
  ];
}

function rewardFile(stem: string, index: number, of: number): string {
  return `${stem}${of === 1 ? "" : index + 1}.srew`;
}
