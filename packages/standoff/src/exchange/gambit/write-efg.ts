/**
 * Writes a game tree as Gambit's .efg: nodes in pre-order, every outcome its own number, descriptions at first use
 * only, chances as exact fractions that sum to one. Gambit refuses signs in exponents and repeated labels; see `label`.
 */
import { printFraction } from "../../math/fraction.ts";
import type { GameTree, TreeNode } from "./game-tree.ts";

/** The .efg text of a tree. Throws on a payoff that is not finite. */
export function writeEfg(tree: GameTree): string {
  const lines = [
    `EFG 2 R ${quote(tree.title)} { ${distinct(tree.players).map(quote).join(" ")} }`,
    quote(tree.comment),
    "",
  ];
  const described = new Set<number>();
  const counts = { outcome: 0, chance: 0 };
  const open = [0];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const node = tree.nodes[index];
    lines.push(entry(tree, node, described, counts));
    for (let child = node.children.length - 1; child >= 0; child--) open.push(node.children[child]);
  }
  return `${lines.join("\n")}\n`;
}

function entry(
  tree: GameTree,
  node: TreeNode,
  described: Set<number>,
  counts: { outcome: number; chance: number },
): string {
  const outcome = outcomeText(node, counts);
  if (node.kind === "terminal") return `t "" ${outcome}`;
  if (node.kind === "chance") {
    const actions = distinct(node.actions).map((action, i) => `${quote(action)} ${printFraction(node.chances[i])}`);
    return `c "" ${++counts.chance} "" { ${actions.join(" ")} } ${outcome}`;
  }
  const set = tree.informationSets[node.informationSet];
  const head = `p "" ${set.player + 1} ${node.informationSet + 1}`;
  if (described.has(node.informationSet)) return `${head} ${outcome}`;
  described.add(node.informationSet);
  return `${head} ${quote(set.label)} { ${distinct(set.actions).map(quote).join(" ")} } ${outcome}`;
}

function outcomeText(node: TreeNode, counts: { outcome: number }): string {
  if (!node.payoffs) return "0";
  return `${++counts.outcome} ${quote(node.outcome)} { ${node.payoffs.map(decimal).join(", ")} }`;
}

/** The shortest decimal of a double, in the form that Gambit reads: it refuses "1e+21". */
function decimal(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`no .efg number for ${value}`);
  return String(value).replace("e+", "e");
}

/** Labels of one list made distinct by a number where they repeat or are empty. */
function distinct(labels: readonly string[]): string[] {
  const seen = new Set<string>();
  return labels.map((text, index) => {
    let name = clean(text) || `${index + 1}`;
    for (let copy = 2; seen.has(name); copy++) name = `${clean(text)} (${copy})`;
    seen.add(name);
    return name;
  });
}

/** No control characters, backslashes, doubled or outer blanks. */
function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\\]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

function quote(text: string): string {
  return `"${clean(text).replaceAll('"', '\\"')}"`;
}
