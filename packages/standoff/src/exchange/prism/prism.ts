/**
 * PRISM's explicit files of a Markov chain: transitions (.tra), states (.sta), labels (.lab) and one reward file per
 * column (.srew), with properties that restate our answers. PRISM reads them with
 * `prism -importmodel NAME.tra,sta,lab,srew -dtmc NAME.props`; Storm's explicit reader takes .tra and .lab.
 */
import { stateValue, type World } from "../../world/world.ts";
import type { ChainReward, MarkovChain } from "./markov-chain.ts";
import { type ChainNames, chainNames, STATE_NUMBER } from "./prism-names.ts";

/** Files by their ending. */
export interface PrismFiles {
  readonly tra: string;
  readonly sta: string;
  readonly lab: string;
  readonly srew: readonly { readonly name: string; readonly text: string }[];
  readonly props: string;
}

/**
 * A figure that we claim, to be checked by PRISM: the chance of ever reaching a label, or a reward until `done`, its
 * shift included.
 */
export interface Claim {
  readonly kind: "label" | "reward";
  readonly name: string;
  readonly ours: number;
}

/** `notes` are for people: they lead the properties. */
export function prismFiles(
  world: World,
  chain: MarkovChain,
  claims: readonly Claim[] = [],
  notes: readonly string[] = [],
): PrismFiles {
  const names = chainNames(world, chain);
  return {
    tra: transitions(chain),
    sta: states(world, chain, names),
    lab: labels(chain, names),
    srew: chain.rewards.map((reward) => ({ name: names.reward(reward.name), text: rewardText(reward, names) })),
    props: properties(chain, names, claims, notes),
  };
}

function transitions(chain: MarkovChain): string {
  const lines = [`${chain.states} ${chain.target.length}`];
  for (let state = 0; state < chain.states; state++) {
    for (let e = chain.row[state]; e < chain.row[state + 1]; e++)
      lines.push(`${state} ${chain.target[e]} ${chain.probability[e]}`);
  }
  return `${lines.join("\n")}\n`;
}

/** One variable `s` for the state's number, then the scenario's variables; -1 where a state stands for no node. */
function states(world: World, chain: MarkovChain, names: ChainNames): string {
  const { variables } = world.header.description;
  const lines = [`(${[STATE_NUMBER, ...names.variables].join(",")})`];
  chain.node.forEach((node, state) => {
    const values = variables.map((_, variable) => (node >= 0 ? stateValue(world, node, variable) : -1));
    lines.push(`${state}:(${[state, ...values].join(",")})`);
  });
  return `${lines.join("\n")}\n`;
}

function labels(chain: MarkovChain, names: ChainNames): string {
  const all = ["init", "deadlock", "done", ...chain.labels.map((label) => names.label(label.name))];
  const lines = [all.map((name, index) => `${index}="${name}"`).join(" ")];
  for (let state = 0; state < chain.states; state++) {
    const held: number[] = [];
    if (state === 0) held.push(0);
    if (state === chain.states - 1) held.push(2);
    chain.labels.forEach((label, index) => {
      if (label.states[state]) held.push(index + 3);
    });
    if (held.length > 0) lines.push(`${state}: ${held.join(" ")}`);
  }
  return `${lines.join("\n")}\n`;
}

function rewardText(reward: ChainReward, names: ChainNames): string {
  const entries: string[] = [];
  reward.values.forEach((value, state) => {
    if (value !== 0) entries.push(`${state} ${value}`);
  });
  return [
    `# Reward structure "${names.reward(reward.name)}"`,
    "# State rewards",
    `${reward.values.length} ${entries.length}`,
    ...entries,
    "",
  ].join("\n");
}

const seenOtherwise = "// with the modeller's chances: who gets these points sees some of them otherwise";

function properties(chain: MarkovChain, names: ChainNames, claims: readonly Claim[], notes: readonly string[]): string {
  const lines = [...notes, ...names.legend].map((note) => `// ${note.replace(/\s+/g, " ")}`);
  for (const { kind, name, ours } of claims) {
    const reward = kind === "reward" ? chain.rewards.find((one) => one.name === name) : undefined;
    if (reward?.otherwise) lines.push(seenOtherwise);
    const subtract = reward?.shift ? `; subtract the shift ${reward.shift}` : "";
    const quoted = `"${kind === "label" ? names.label(name) : names.reward(name)}"`;
    lines.push(`// ours: ${ours}${subtract}`, kind === "label" ? `P=? [ F ${quoted} ]` : `R{${quoted}}=? [ F "done" ]`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * A small chain as a model in PRISM's language: one module over the state's number `s`, a formula of states for every
 * label, and the rewards, for people to read and change. Null above `mostStates` (2,000 by default).
 */
export function prismLanguage(world: World, chain: MarkovChain, mostStates = 2000): string | null {
  if (chain.states > mostStates) return null;
  const names = chainNames(world, chain);
  const lines = [
    `// ${world.header.description.title.replace(/\s+/g, " ")}: strategies fixed, one state a line`,
    "dtmc",
    "",
    "module story",
  ];
  lines.push(`  ${STATE_NUMBER} : [0..${chain.states - 1}] init 0;`);
  for (let state = 0; state < chain.states; state++) {
    const updates: string[] = [];
    for (let e = chain.row[state]; e < chain.row[state + 1]; e++)
      updates.push(`${chain.probability[e]} : (s'=${chain.target[e]})`);
    lines.push(`  [] s=${state} -> ${updates.join(" + ")};${comment(world, chain.node[state])}`);
  }
  lines.push("endmodule", "", `label "done" = s=${chain.states - 1};`);
  for (const { name, states } of chain.labels) lines.push(`label "${names.label(name)}" = ${anyOf(states)};`);
  for (const reward of chain.rewards) {
    lines.push("", ...(reward.otherwise ? [seenOtherwise] : []));
    lines.push(`rewards "${names.reward(reward.name)}"`, ...rewardLines(reward), "endrewards");
  }
  return `${lines.join("\n")}\n`;
}

/** What a node is, in the scenario's own words. */
function comment(world: World, node: number): string {
  if (node < 0) return "";
  const { variables } = world.header.description;
  const parts = variables.map(
    (variable, v) => `${variable.name} ${variable.levels[stateValue(world, node, v)] ?? "-"}`,
  );
  return parts.length === 0 ? "" : ` // ${parts.join(", ").replace(/\s+/g, " ")}`;
}

function anyOf(states: Uint8Array): string {
  const held = [...states.keys()].filter((state) => states[state]);
  return held.length === 0 ? "false" : held.map((state) => `s=${state}`).join(" | ");
}

function rewardLines(reward: ChainReward): string[] {
  return [...reward.values].flatMap((value, state) => (value === 0 ? [] : [`  s=${state} : ${value};`]));
}
