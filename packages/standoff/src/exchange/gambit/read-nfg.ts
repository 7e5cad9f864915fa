/**
 * Reads Gambit's .nfg, a game in strategic form: `NFG 1 R "title" { players } { counts or lists of strategies }
 * "comment"`, then either all payoffs (the first player's strategy changing fastest) or a list of outcomes and their
 * indices. It becomes a tree in which the players move one after another without seeing each other.
 */
import { parseFraction, toNumber } from "../../math/fraction.ts";
import {
  type GameFault,
  type GameLimits,
  type GameTree,
  MOST_NODES,
  MOST_PLAYERS,
  type ReadGame,
  type TreeInformationSet,
  type TreeNode,
} from "./game-tree.ts";
import { shown, type Token, Tokens } from "./tokens.ts";

const MOST_PROFILES = 1_000_000;

class Fault extends Error {
  readonly fault: GameFault;

  constructor(message: string, token: Token, tooLarge = false) {
    super(message);
    this.fault = { message, offset: token.offset, ...(tooLarge ? { tooLarge } : {}) };
  }
}

/** The game of an .nfg text, or its first fault with the offset. */
export function readNfg(text: string, limits: GameLimits = { nodes: MOST_NODES }): ReadGame {
  try {
    return { status: "read", tree: game(new Tokens(text), limits) };
  } catch (problem) {
    if (problem instanceof Fault) return { status: "faulty", faults: [problem.fault] };
    throw problem;
  }
}

function game(tokens: Tokens, limits: GameLimits): GameTree {
  for (const word of ["NFG", "1"]) expectWord(tokens, word);
  const numbers = tokens.take();
  if (numbers.text !== "R" && numbers.text !== "D") throw new Fault(`"R" expected after NFG 1`, numbers);
  const title = expect(tokens, "string", "the title").text;
  const at = tokens.peek();
  const players = labels(tokens, "the players");
  if (players.length > MOST_PLAYERS) throw new Fault(`more than ${MOST_PLAYERS} players`, at, true);
  const strategies = readStrategies(tokens, players.length);
  const comment = tokens.peek().kind === "string" ? tokens.take().text : "";
  const profiles = strategies.reduce((product, list) => product * list.length, 1);
  if (profiles > MOST_PROFILES)
    throw new Fault(`${profiles} strategy profiles; at most ${MOST_PROFILES} are read`, tokens.peek(), true);
  if (nodesOf(strategies) > limits.nodes)
    throw new Fault(`more than ${limits.nodes} nodes as a tree`, tokens.peek(), true);
  const payoffs =
    tokens.peek().kind === "open"
      ? outcomeTable(tokens, players.length, profiles)
      : payoffTable(tokens, players.length, profiles);
  const rest = tokens.peek();
  if (rest.kind !== "end") throw new Fault("entries after a complete game", rest);
  return asTree(title, comment, players, strategies, payoffs);
}

function readStrategies(tokens: Tokens, players: number): string[][] {
  const open = expect(tokens, "open", "the strategies");
  const lists: string[][] = [];
  while (tokens.peek().kind !== "close") {
    if (tokens.peek().kind === "open") lists.push(labels(tokens, "a player's strategies"));
    else lists.push(Array.from({ length: count(tokens) }, (_, i) => `${i + 1}`));
  }
  tokens.take();
  if (lists.length !== players) throw new Fault(`strategies of ${lists.length} players, of ${players}`, open);
  if (lists.some((list) => list.length === 0)) throw new Fault("a player without strategies", open);
  return lists;
}

function payoffTable(tokens: Tokens, players: number, profiles: number): number[][] {
  return Array.from({ length: profiles }, () => Array.from({ length: players }, () => payoff(tokens)));
}

function outcomeTable(tokens: Tokens, players: number, profiles: number): number[][] {
  const outcomes: number[][] = [Array.from({ length: players }, () => 0)]; // index 0: no outcome
  tokens.take();
  while (tokens.peek().kind === "open") {
    const open = tokens.take();
    if (tokens.peek().kind === "string") tokens.take();
    const row: number[] = [];
    while (tokens.peek().kind === "word" || tokens.peek().kind === "comma") {
      if (tokens.peek().kind === "comma") tokens.take();
      else row.push(payoff(tokens));
    }
    expect(tokens, "close", "the end of an outcome");
    if (row.length !== players) throw new Fault(`${row.length} payoffs for ${players} players`, open);
    outcomes.push(row);
  }
  expect(tokens, "close", "the end of the outcomes");
  return Array.from({ length: profiles }, () => {
    const at = tokens.peek();
    const outcome = outcomes[wholeNumber(tokens, "an outcome's number")];
    if (!outcome) throw new Fault("no such outcome", at);
    return outcome;
  });
}

/** Of the tree: the products of the first players' numbers of strategies. */
function nodesOf(strategies: readonly string[][]): number {
  let [nodes, width] = [1, 1];
  for (const { length } of strategies) {
    width *= length;
    nodes += width;
  }
  return nodes;
}

/** Players move in turn, each with one information set; profile index has the first player's strategy fastest. */
function asTree(
  title: string,
  comment: string,
  players: string[],
  strategies: string[][],
  payoffs: number[][],
): GameTree {
  const nodes: TreeNode[] = [];
  const members: number[][] = players.map(() => []);
  const grow = (player: number, profile: number, stride: number): number => {
    const index = nodes.length;
    if (player === players.length) {
      nodes.push(terminal(payoffs[profile]));
      return index;
    }
    const children: number[] = [];
    nodes.push({
      kind: "player",
      label: "",
      informationSet: player,
      children,
      chances: [],
      actions: [],
      payoffs: null,
      outcome: "",
    });
    members[player].push(index);
    const width = strategies[player].length;
    for (let s = 0; s < width; s++) children.push(grow(player + 1, profile + s * stride, stride * width));
    return index;
  };
  grow(0, 0, 1);
  const informationSets: TreeInformationSet[] = players.map((_, player) => ({
    player,
    number: 1,
    label: "",
    actions: strategies[player],
    members: members[player],
  }));
  return { title, comment, players, nodes, informationSets };
}

function terminal(payoffs: readonly number[]): TreeNode {
  return {
    kind: "terminal",
    label: "",
    informationSet: -1,
    children: [],
    chances: [],
    actions: [],
    payoffs,
    outcome: "",
  };
}

function expectWord(tokens: Tokens, text: string): void {
  const token = tokens.take();
  if (token.text !== text) throw new Fault(`"${text}" expected: not a version-1 .nfg file`, token);
}

function labels(tokens: Tokens, what: string): string[] {
  expect(tokens, "open", what);
  const texts: string[] = [];
  while (tokens.peek().kind === "string") texts.push(tokens.take().text);
  expect(tokens, "close", `the end of ${what}`);
  return texts;
}

function count(tokens: Tokens): number {
  const at = tokens.peek();
  const value = wholeNumber(tokens, "a number of strategies");
  if (value > MOST_PROFILES)
    throw new Fault(`${value} strategies; at most ${MOST_PROFILES} profiles are read`, at, true);
  return value;
}

function wholeNumber(tokens: Tokens, what: string): number {
  const token = expect(tokens, "word", what);
  if (!/^\d{1,9}$/.test(token.text)) throw new Fault(`${what} expected, not "${shown(token)}"`, token);
  return Number(token.text);
}

function payoff(tokens: Tokens): number {
  if (tokens.peek().kind === "comma") tokens.take();
  const token = expect(tokens, "word", "a payoff");
  const value = parseFraction(token.text);
  if (!value) throw new Fault(`a payoff expected, not "${shown(token)}"`, token);
  const rounded = toNumber(value);
  if (!Number.isFinite(rounded)) throw new Fault(`the payoff ${token.text.slice(0, 20)} is beyond all doubles`, token);
  return rounded;
}

function expect(tokens: Tokens, kind: Token["kind"], what: string): Token {
  const token = tokens.take();
  if (token.kind !== kind)
    throw new Fault(
      token.kind === "end" ? `the file is cut off: ${what} expected` : `${what} expected, not "${shown(token)}"`,
      token,
    );
  return token;
}
