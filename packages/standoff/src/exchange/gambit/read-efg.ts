/**
 * Reads Gambit's .efg: `EFG 2 R "title" { players } "comment"`, then one entry a node in pre-order. Information sets
 * and outcomes are described at first use and may be left out, or repeated the same, afterwards. Chances are exact
 * fractions that sum to one. Unlike Gambit, entries after a complete tree are a fault.
 */
import {
  add,
  digitsOfDenominators,
  equal,
  type Fraction,
  parseFraction,
  printFraction,
  sumsToOne,
  toNumber,
  zero,
} from "../../math/fraction.ts";
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

/**
 * Digits of chances that are summed exactly, in one file: a hostile one ends in a fault, not in hours of arithmetic.
 */
const MOST_DIGITS = 5_000_000;

/** Sums of fewer are told exactly. */
const FEW_DIGITS = 200;

/** Different numbers of more characters are counted, up to so many characters together. */
const LONG_NUMBER = 40;
const MOST_IN_LONG_NUMBERS = 2_000_000;

/** The game of an .efg text, or its first fault with the offset. */
export function readEfg(text: string, limits: GameLimits = { nodes: MOST_NODES }): ReadGame {
  const reader = new EfgReader(text, limits);
  try {
    return { status: "read", tree: reader.game() };
  } catch (problem) {
    if (problem instanceof Fault) return { status: "faulty", faults: [problem.fault] };
    throw problem;
  }
}

/** Carries one fault out of the recursive reader; never leaves this file. */
class Fault extends Error {
  readonly fault: GameFault;

  constructor(message: string, offset: number, tooLarge: boolean) {
    super(message);
    this.fault = { message, offset, ...(tooLarge ? { tooLarge } : {}) };
  }
}

const nodeKinds = new Map<string, TreeNode["kind"]>([
  ["c", "chance"],
  ["p", "player"],
  ["t", "terminal"],
]);

interface OpenSet {
  readonly player: number;
  readonly number: number;
  readonly label: string;
  readonly actions: readonly string[];
  readonly chances: readonly Fraction[];
  readonly members: number[];
}

interface DraftNode {
  kind: TreeNode["kind"];
  label: string;
  set: OpenSet | null;
  children: number[];
  outcome: number;
}

interface OutcomeEntry {
  readonly label: string;
  readonly payoffs: readonly number[];
}

class EfgReader {
  private readonly tokens: Tokens;
  private players: string[] = [];
  private readonly sets = new Map<string, OpenSet>(); // "player number", chance is player -1
  private readonly outcomes = new Map<number, OutcomeEntry>();
  private readonly nodes: DraftNode[] = [];
  private readonly limits: GameLimits;
  private readonly longNumbers = new Map<string, Fraction>();
  private inLongNumbers = 0;
  private digits = 0;

  constructor(text: string, limits: GameLimits) {
    this.tokens = new Tokens(text);
    this.limits = limits;
  }

  game(): GameTree {
    this.word("EFG");
    this.word("2");
    const numbers = this.tokens.take();
    if (numbers.text !== "R" && numbers.text !== "D") this.fail(`"R" expected after EFG 2`, numbers);
    const title = this.string("the title");
    const at = this.tokens.peek();
    this.players = this.strings("the players");
    if (this.players.length > MOST_PLAYERS) this.tooLarge(`more than ${MOST_PLAYERS} players`, at);
    const comment = this.tokens.peek().kind === "string" ? this.tokens.take().text : "";
    this.tree();
    const rest = this.tokens.peek();
    if (rest.kind !== "end") this.fail("entries after a complete tree", rest);
    return this.finish(title, comment);
  }

  /** Reads nodes in pre-order without recursion: depth is no limit. */
  private tree(): void {
    const open: { node: number; left: number }[] = [];
    do {
      const parent = open.at(-1);
      if (parent && parent.left === 0) {
        open.pop();
        continue;
      }
      const index = this.node();
      if (parent) {
        parent.left--;
        this.nodes[parent.node].children.push(index);
      }
      const set = this.nodes[index].set;
      if (set) open.push({ node: index, left: set.actions.length });
    } while (open.length > 0);
  }

  private node(): number {
    const letter = this.tokens.take();
    if (letter.kind === "end") this.fail("the tree is cut off: a node expected", letter);
    if (this.nodes.length >= this.limits.nodes) this.tooLarge(`more than ${this.limits.nodes} nodes`, letter);
    const kind = letter.kind === "word" ? nodeKinds.get(letter.text) : undefined;
    if (!kind) this.fail(`a node (c, p or t) expected, not "${shown(letter)}"`, letter);
    const node: DraftNode = { kind, label: this.string("the node's label"), set: null, children: [], outcome: 0 };
    const index = this.nodes.push(node) - 1;
    if (kind !== "terminal") node.set = this.set(kind, index);
    node.outcome = this.outcome();
    return index;
  }

  private set(kind: "chance" | "player", node: number): OpenSet {
    const player = kind === "chance" ? -1 : this.player();
    const at = this.tokens.peek();
    const number = this.integer("the number of the information set");
    const key = `${player} ${number}`;
    const known = this.sets.get(key);
    if (this.tokens.peek().kind !== "string") {
      if (!known) this.fail(`information set ${number} has no description yet`, at);
      known.members.push(node);
      return known;
    }
    const described = this.describedSet(player, number);
    if (known) this.same(known, described, at);
    const set = known ?? described;
    if (!known) this.sets.set(key, set);
    set.members.push(node);
    return set;
  }

  private player(): number {
    const at = this.tokens.peek();
    const player = this.integer("a player's number") - 1;
    if (player < 0 || player >= this.players.length) this.fail(`player ${player + 1} of ${this.players.length}`, at);
    return player;
  }

  private describedSet(player: number, number: number): OpenSet {
    const label = this.tokens.take().text;
    const open = this.expect("open", "the actions");
    const actions: string[] = [];
    const chances: Fraction[] = [];
    while (this.tokens.peek().kind === "string") {
      actions.push(this.tokens.take().text);
      if (player === -1) chances.push(this.number("a chance"));
      this.comma();
    }
    this.expect("close", "the end of the actions");
    if (actions.length === 0) this.fail("an information set without actions", open);
    if (player === -1) this.checkChances(chances, open);
    return { player, number, label, actions, chances, members: [] };
  }

  private checkChances(chances: readonly Fraction[], at: Token): void {
    const negative = chances.find((chance) => chance.above < 0n);
    if (negative) this.fail(`a negative chance: ${printFraction(negative)}`, at);
    this.digits += digitsOfDenominators(chances);
    if (this.digits > MOST_DIGITS) this.tooLarge(`more than ${MOST_DIGITS} digits in the denominators of chances`, at);
    if (sumsToOne(chances)) return;
    const few = digitsOfDenominators(chances) < FEW_DIGITS;
    const sum = few ? printFraction(chances.reduce(add, zero)) : sumInShort(chances);
    this.fail(`chances sum to ${sum}, not ${few ? "" : "exactly "}to one`, at);
  }

  private same(known: OpenSet, again: OpenSet, at: Token): void {
    const agree =
      known.actions.length === again.actions.length &&
      known.actions.every((action, i) => action === again.actions[i]) &&
      known.chances.every((chance, i) => equal(chance, again.chances[i]));
    if (!agree) this.fail(`information set ${known.number} is described in two ways`, at);
  }

  private outcome(): number {
    const at = this.tokens.peek();
    const number = this.integer("the number of an outcome, or 0");
    const described = this.tokens.peek();
    if (number === 0 && described.kind === "string") {
      // Some files give outcome 0 an empty label; it may carry no payoffs.
      this.tokens.take();
      if (this.tokens.peek().kind === "open") this.fail("outcome 0 cannot have payoffs", described);
      return 0;
    }
    if (described.kind === "string" || described.kind === "open") this.describeOutcome(number, at);
    if (number !== 0 && !this.outcomes.has(number)) this.fail(`outcome ${number} has no payoffs yet`, at);
    return number;
  }

  private describeOutcome(number: number, at: Token): void {
    const label = this.tokens.peek().kind === "string" ? this.tokens.take().text : "";
    if (this.tokens.peek().kind !== "open") return;
    this.tokens.take();
    const payoffs: number[] = [];
    while (this.tokens.peek().kind === "word") {
      payoffs.push(this.payoff());
      this.comma();
    }
    this.expect("close", "the end of the payoffs");
    if (payoffs.length !== this.players.length)
      this.fail(`${payoffs.length} payoffs for ${this.players.length} players`, at);
    const known = this.outcomes.get(number);
    if (known?.payoffs.some((payoff, i) => payoff !== payoffs[i]))
      this.fail(`outcome ${number} is described in two ways`, at);
    if (!known) this.outcomes.set(number, { label, payoffs });
  }

  private finish(title: string, comment: string): GameTree {
    const sets = [...this.sets.values()]
      .filter((set) => set.player >= 0)
      .sort((a, b) => a.player - b.player || a.members[0] - b.members[0]);
    const place = new Map(sets.map((set, index) => [set, index]));
    const nodes = this.nodes.map((node): TreeNode => {
      const outcome = this.outcomes.get(node.outcome);
      return {
        kind: node.kind,
        label: node.label,
        informationSet: node.set ? (place.get(node.set) ?? -1) : -1,
        children: node.children,
        chances: node.set?.chances ?? [],
        actions: node.kind === "chance" ? (node.set?.actions ?? []) : [],
        payoffs: outcome ? outcome.payoffs : null,
        outcome: outcome ? outcome.label : "",
      };
    });
    const informationSets: TreeInformationSet[] = sets.map(({ player, number, label, actions, members }) => ({
      player,
      number,
      label,
      actions,
      members,
    }));
    return { title, comment, players: this.players, nodes, informationSets };
  }

  private word(text: string): void {
    const token = this.tokens.take();
    if (token.kind !== "word" || token.text !== text) this.fail(`"${text}" expected: not a version-2 .efg file`, token);
  }

  private string(what: string): string {
    return this.expect("string", what).text;
  }

  private strings(what: string): string[] {
    this.expect("open", what);
    const texts: string[] = [];
    while (this.tokens.peek().kind === "string") {
      texts.push(this.tokens.take().text);
      this.comma();
    }
    this.expect("close", `the end of ${what}`);
    return texts;
  }

  private integer(what: string): number {
    const token = this.expect("word", what);
    if (!/^\d{1,9}$/.test(token.text)) this.fail(`${what} expected, not "${shown(token)}"`, token);
    return Number(token.text);
  }

  private number(what: string): Fraction {
    const token = this.expect("word", what);
    const known = this.longNumbers.get(token.text);
    if (known) return known;
    const value = parseFraction(token.text);
    if (!value) this.fail(`${what} expected, not "${shown(token)}"`, token);
    if (token.text.length > LONG_NUMBER) {
      this.inLongNumbers += token.text.length;
      if (this.inLongNumbers > MOST_IN_LONG_NUMBERS)
        this.tooLarge(`numbers of many digits with more than ${MOST_IN_LONG_NUMBERS} characters together`, token);
      this.longNumbers.set(token.text, value);
    }
    return value;
  }

  private payoff(): number {
    const token = this.tokens.peek();
    const value = toNumber(this.number("a payoff"));
    if (!Number.isFinite(value)) this.fail(`the payoff ${token.text.slice(0, 20)} is beyond all doubles`, token);
    return value;
  }

  private comma(): void {
    if (this.tokens.peek().kind === "comma") this.tokens.take();
  }

  private expect(kind: Token["kind"], what: string): Token {
    const token = this.tokens.take();
    if (token.kind !== kind)
      this.fail(
        token.kind === "end" ? `the file is cut off: ${what} expected` : `${what} expected, not "${shown(token)}"`,
        token,
      );
    return token;
  }

  private fail(message: string, token: Token): never {
    throw new Fault(message, token.offset, false);
  }

  private tooLarge(message: string, token: Token): never {
    throw new Fault(message, token.offset, true);
  }
}

/** Their sum, which may be above zero and below what a double can hold. */
function sumInShort(chances: readonly Fraction[]): string {
  const sum = chances.reduce((total, chance) => total + toNumber(chance), 0);
  return sum === 0 && chances.some(({ above }) => above > 0n) ? `less than ${Number.MIN_VALUE}` : String(sum);
}
