/**
 * Random small scenarios as YAML text, for properties. Two or three actors, two to four variables (hidden starts,
 * partial sight, announcements), clocks of every kind, desks with tempos, usual frequencies, families, branches, vetoes
 * and policies, desks that move at once, events by chance, by rate and by lapse, factions with weights that depend on
 * the state, forgetting, endings with and without a worth, patience below one, numbers that actors see differently; two
 * to four periods. Every part is optional, so that shrinking leaves what matters. What is generated is meant to be
 * valid: a test counts the rest.
 */
import fc from "fast-check";
import { stringify } from "yaml";
import { giveEyes } from "./random-eyes.ts";

/** Yields the document as text. */
export function randomScenario(options: Partial<RandomOptions> = {}): fc.Arbitrary<string> {
  return fc.gen().map((gen) => stringify(new Writer(gen, { ...everything, ...options }).document(), { lineWidth: 0 }));
}

export interface RandomOptions {
  /** Variables that some actor does not see. */
  readonly hidden: boolean;
  /** Highest steadiness, per point. */
  readonly lambda: number;
  readonly maxPeriods: number;
  /** Clocks, events, forgetting, endings. */
  readonly nature: boolean;
  /** Actors that hold some numbers to be otherwise. */
  readonly eyes: boolean;
  /** Play may go on after the last day. */
  readonly afterwards: boolean;
  /** Choices may be tastes. */
  readonly tastes: boolean;
}

const whole = { hidden: true, nature: true, eyes: true, afterwards: false, tastes: true };
const everything: RandomOptions = { ...whole, lambda: 0.3, maxPeriods: 3 };

interface RandomVariable {
  readonly name: string;
  readonly kind: "levels" | "range" | "truth";
  readonly size: number;
  /** Actors that see it on the first day. */
  readonly seenBy: readonly string[];
  readonly hiddenStart: boolean;
}

type Document = Record<string, unknown>;
const LEVELS = ["calm", "tense", "angry"];
const FIRST_DAY = Date.UTC(2025, 0, 6);
const DAY = 86_400_000;

function day(offset: number): string {
  return new Date(FIRST_DAY + offset * DAY).toISOString().slice(0, 10);
}

class Writer {
  private readonly gen: fc.GeneratorValue;
  private readonly options: RandomOptions;
  private readonly actors: string[] = [];
  private readonly columns: string[] = [];
  private readonly factionsOf: Record<string, string[]> = {};
  private readonly variables: RandomVariable[] = [];
  private readonly moves: { name: string; desk: string; branches: string[]; hold: boolean; stated: boolean }[] = [];
  private readonly events: { name: string; branches: string[] }[] = [];
  private readonly clocks: string[] = [];
  private readonly endings: string[] = [];
  private days = 0;

  constructor(gen: fc.GeneratorValue, options: RandomOptions) {
    this.gen = gen;
    this.options = options;
  }

  // Draws.
  private whole(min: number, max: number): number {
    return this.gen(fc.integer, { min, max });
  }
  private chance(percent: number): boolean {
    return this.whole(0, 99) >= 100 - percent; // small draws (what shrinking tends to) say no
  }
  private pick<T>(from: readonly T[]): T {
    return from[this.whole(0, from.length - 1)]!;
  }
  private some<T>(from: readonly T[], percent: number): T[] {
    return from.filter(() => this.chance(percent));
  }
  private probability(): number {
    return this.whole(1, 9) / 10;
  }
  private points(): number {
    return this.whole(-10, 10);
  }

  document(): Document {
    const calendar = this.calendar();
    const actors = this.writeActors();
    const state = this.writeState();
    this.factionWeights(actors);
    const groups = this.options.nature ? this.writeEvents() : {};
    const desks = this.writeDesks();
    const endings = this.options.nature ? this.writeEndings() : {};
    const clocks = this.options.nature ? this.writeClocks(groups) : {};
    const turns = this.writeTurns(Object.keys(desks), groups);
    if (turns !== undefined) this.allowWritingAtOnce(state);
    const document = clean({
      standoff: 1,
      title: "Random",
      "as of": { day: day(0) },
      calendar,
      scale: { 0: "low", 10: "high" },
      steadiness: { lambda: (this.options.lambda * this.whole(1, 10)) / 10 },
      afterwards: this.options.afterwards ? this.pick(["none", "none", "3 days", "1 week", undefined]) : "none",
      order: this.pick(["fixed", "alternating"]),
      actors,
      state,
      clocks,
      desks,
      vetoes: this.writeVetoes(),
      events: groups,
      turns,
      payoffs: this.writePayoffs(),
      endings,
      outcomes: this.writeOutcomes(),
    });
    this.addWindows(document);
    document.noise = this.pick(["mistakes", "tastes", "tastes"]);
    const { ann } = document.actors as Record<string, Document>;
    if (this.chance(15)) ann.noise = this.pick(["mistakes", "tastes"]);
    if (!this.options.tastes) [document.noise, ann.noise] = ["mistakes", undefined]; // after the draws: all else is the same
    if (!this.options.eyes || this.chance(30)) return document;
    return clean(giveEyes(document, this.actors, (min, max) => this.whole(min, max)));
  }

  /** Tempos, usual frequencies and rates that change with the day, also inside a period. */
  private addWindows(document: Document): void {
    for (const desk of Object.values(document.desks as Record<string, Document>)) {
      const tempo = desk.tempo ?? (this.chance(20) ? "weekly" : undefined);
      if (tempo === undefined || !this.chance(50)) continue;
      const other = this.pick([
        "5 per week",
        "every 2 days",
        desk["meets also when"] === undefined ? "never" : "monthly",
        `1 per week + 1 per week * (now - ${day(0)}) / 9 days`,
      ]);
      desk.tempo = `${tempo}, ${other} ${this.window()}`;
    }
    for (const desk of Object.values(document.desks as Record<string, Document>)) {
      for (const move of Object.values(desk.moves as Record<string, Document>)) {
        if (move.usual !== undefined && this.chance(25)) {
          move.usual = `if now ${this.window()} then ${move.usual} else ${this.pick(["never", "1 % per week"])}`;
        }
      }
    }
    for (const group of Object.values((document.events ?? {}) as Record<string, Record<string, Document>>)) {
      for (const event of Object.values(group)) {
        if (event.rate === undefined || !this.chance(40)) continue;
        event.when = `now ${this.window()}${this.chance(30) ? ` or now < ${day(1)}` : ""}`;
      }
    }
  }

  /** A stretch of days about a date, or about a timer's. */
  private window(): string {
    const about = this.clocks.filter((name) => name === "fuse" || name === "deadline");
    const at = about.length > 0 && this.chance(60) ? this.pick(about) : day(this.whole(0, this.days));
    return `within ${this.whole(1, 9)} days ${this.pick(["of", "before", "after"])} ${at}`;
  }

  private calendar(): Document {
    const [step, length] = this.pick([
      ["1 day", 1],
      ["1 week", 7],
      ["2 weeks", 14],
    ] as const);
    const periods = this.whole(1, this.options.maxPeriods);
    this.days = periods * length - (length > 1 ? this.whole(0, length - 1) : 0);
    return { from: day(0), to: day(this.days), step };
  }

  private writeActors(): Document {
    const actors: Document = {};
    for (const id of ["ann", "bob", "cat"].slice(0, this.whole(2, 3))) {
      this.actors.push(id);
      const patience = this.pick([undefined, 0.5, 0.01]);
      const steadiness = this.chance(20) ? { lambda: (this.options.lambda * this.whole(0, 10)) / 10 } : undefined;
      const two = this.chance(25);
      this.factionsOf[id] = two ? [`${id} doves`, `${id} owls`] : [];
      this.columns.push(...(two ? this.factionsOf[id] : [id]));
      actors[id] = { name: id, patience: patience && `${patience} per year`, steadiness };
    }
    return actors;
  }

  /** Weights of factions over what the actor sees; they sum to one. */
  private factionWeights(actors: Document): void {
    for (const id of this.actors) {
      const [first, second] = this.factionsOf[id];
      if (first === undefined || second === undefined) continue;
      const condition = this.condition(id);
      const [yes, no] = [this.probability(), this.probability()];
      (actors[id] as Document).factions = {
        [first]: `if ${condition} then ${yes} else ${no}`,
        [second]: `if ${condition} then ${tidy(1 - yes)} else ${tidy(1 - no)}`,
      };
    }
  }

  private writeState(): Document {
    const state: Document = {};
    const count = this.whole(2, 4);
    for (let i = 0; i < count; i++) {
      const name = ["mood", "stock", "flag", "trace"][i];
      const kind = this.pick(["levels", "range", "truth"] as const);
      const size = kind === "truth" ? 2 : this.whole(2, 3);
      const seenBy = this.options.hidden && this.chance(60) ? this.some(this.actors, 40) : [...this.actors];
      const secret = seenBy.length < this.actors.length;
      const hiddenStart = secret && this.chance(70);
      this.variables.push({ name, kind, size, seenBy, hiddenStart });
      state[name] = {
        is: kind === "truth" ? "yes or no" : kind === "range" ? `0..${size - 1}` : LEVELS.slice(0, size),
        "seen by": secret ? (seenBy.length === 0 ? "no one" : seenBy) : undefined,
        starts: hiddenStart ? this.randomStart(kind) : this.level(kind, this.whole(0, size - 1)),
        announced: secret && this.chance(15) ? day(this.whole(1, this.days)) : undefined,
      };
    }
    return this.someForget(state);
  }

  private someForget(state: Document): Document {
    const last = this.variables.at(-1);
    if (this.options.nature && this.chance(20)) {
      const seers = this.variables.slice(0, -1).filter((v) => v.seenBy.length === this.actors.length);
      if (seers.length > 0) (state[last.name] as Document)["forget when"] = this.atom(this.pick(seers));
    }
    return state;
  }

  private randomStart(kind: RandomVariable["kind"]): Document {
    return { [this.word(kind, 0)]: this.probability(), [this.word(kind, 1)]: "rest" };
  }

  private word(kind: RandomVariable["kind"], index: number): string {
    return kind === "truth" ? ["no", "yes"][index] : kind === "range" ? String(index) : LEVELS[index];
  }

  /** A level where a value stands. */
  private level(kind: RandomVariable["kind"], index: number): string | number {
    return kind === "range" ? index : this.word(kind, index);
  }

  // Conditions.

  /** A condition on one variable. */
  private atom(variable: RandomVariable): string {
    const { name, kind, size } = variable;
    if (kind === "truth") return this.pick([name, `not ${name}`]);
    const index = this.whole(0, size - 1);
    if (kind === "range") return `${name} ${this.pick([">", "<=", "is", "is not"])} ${index}`;
    const word = LEVELS[index];
    return this.pick([
      `${name} is ${word}`,
      `${name} is not ${word}`,
      `${name} >= ${word}`,
      `${name} is ${LEVELS[0]} or ${LEVELS[1]}`,
    ]);
  }

  /** A condition over what an actor sees, or over everything. */
  private condition(actor?: string): string {
    const seen = this.variables.filter((v) => actor === undefined || v.seenBy.includes(actor));
    const atom = (): string => {
      if (seen.length === 0 || this.chance(8)) return `now >= ${day(this.whole(0, this.days))}`;
      return this.atom(this.pick(seen));
    };
    if (this.chance(25)) return `${atom()} ${this.pick(["and", "or"])} ${atom()}`;
    return this.chance(10) ? `not (${atom()})` : atom();
  }

  /** A condition on the state alone, for what compares before and after. */
  private stateCondition(): string {
    return this.atom(this.pick(this.variables));
  }

  private value(): string | number {
    const plain = this.points();
    if (!this.chance(40)) return plain;
    const ranges = this.variables.filter((v) => v.kind === "range");
    if (ranges.length > 0 && this.chance(30)) return `${plain} - 2 * ${this.pick(ranges).name}`;
    return `if ${this.condition()} then ${plain} else ${this.points()}`;
  }

  // What happens.

  private effects(most: number): Document | undefined {
    const written = this.some(this.variables, 45).slice(0, most);
    if (written.length === 0) return undefined;
    return Object.fromEntries(written.map((v) => [v.name, this.effect(v)]));
  }

  private effect(variable: RandomVariable): unknown {
    const { kind, size } = variable;
    const index = this.whole(0, size - 1);
    const other = (index + 1) % size;
    if (this.chance(20)) return { becomes: { [this.word(kind, index)]: this.level(kind, other) } };
    const like = this.variables.filter((v) => v !== variable && v.kind === kind && v.size <= size);
    if (like.length > 0 && this.chance(30)) return `becomes ${this.pick(like).name}`;
    if (kind === "truth") return this.chance(20) ? `not ${variable.name}` : this.word(kind, index);
    if (this.chance(40)) return `${this.pick(["up", "down"])} ${this.whole(1, 2)}`;
    if (kind === "range" && this.chance(30)) return `${size - 1} - ${variable.name}`;
    return this.level(kind, index);
  }

  /** Branches that sum to one, each with effects of its own. */
  private branches(own: string, written: Document | undefined): Document {
    const chance = this.chance(30)
      ? `if ${this.condition()} then ${this.probability()} else ${this.probability()}`
      : this.probability();
    const effects = this.effects(1);
    const free = effects && Object.fromEntries(Object.entries(effects).filter(([name]) => !(name in (written ?? {}))));
    return { [`${own} well`]: { chance, does: free }, [`${own} badly`]: "rest" };
  }

  private writeEvents(): Record<string, Document> {
    const groups: Record<string, Document> = {};
    if (this.chance(40)) {
      const group: Document = {};
      for (const name of ["rain", "frost"].slice(0, this.whole(1, 2)))
        group[name] = this.event(name, { chance: this.chance(20) ? this.value01() : this.probability() });
      groups.weather = group;
    }
    if (this.chance(40)) {
      const group: Document = {};
      for (const name of ["leak", "raid"].slice(0, this.whole(1, 2)))
        group[name] = this.event(name, { rate: this.pick(["2 per month", "weekly", "0.5 per year", "10 % per week"]) });
      groups.chances = group;
    }
    return groups;
  }

  private value01(): string {
    return `if ${this.condition()} then ${this.probability()} else ${this.probability()}`;
  }

  private event(name: string, how: Document): Document {
    const does = this.effects(2);
    const split = this.chance(25);
    this.events.push({ name, branches: split ? [`${name} well`, `${name} badly`] : [] });
    return {
      when: this.chance(50) ? this.condition() : undefined,
      ...how,
      does,
      "chance of": split ? this.branches(name, does) : undefined,
    };
  }

  private writeDesks(): Record<string, Document> {
    const desks: Record<string, Document> = {};
    const count = this.whole(2, 3);
    for (let i = 0; i < count; i++) {
      const name = `${["red", "green", "blue"][i]} desk`;
      desks[name] = this.desk(name, i < this.actors.length ? this.actors[i] : this.pick(this.actors));
    }
    return desks;
  }

  private desk(name: string, of: string): Document {
    const colour = name.split(" ")[0];
    const mustMove = this.chance(20);
    const paced = this.chance(40);
    const moves: Document = {};
    const names = [`${colour} push`, `${colour} pull`, `${colour} turn`].slice(
      0,
      this.whole(1, this.chance(20) ? 3 : 2),
    );
    const stated = !mustMove && this.chance(12);
    for (const move of names) {
      moves[move] = this.move(move, name, of, { guarded: !stated, usual: !mustMove && !stated });
      this.moves.at(-1).hold = !mustMove;
    }
    const faction = this.factionsOf[of].length > 0 && this.chance(20) ? this.pick(this.factionsOf[of]) : undefined;
    const families: Document = {};
    if (!mustMove && !stated && this.chance(15)) {
      for (const written of Object.values(moves) as Document[]) {
        if (written.family === "effort") delete written.usual;
      }
      if ((Object.values(moves) as Document[]).some(({ family }) => family === "effort"))
        families.effort = this.pick(["3 % per week", "0.2 per month"]);
    }
    return {
      of,
      usual: Object.keys(families).length > 0 ? families : undefined,
      tempo: paced ? this.tempo(of) : undefined,
      "meets also when": paced && this.chance(35) ? this.call(of, names) : undefined,
      "must move": mustMove ? "yes" : undefined,
      plain: this.chance(15) ? "yes" : undefined,
      for: faction,
      moves,
      policy: stated ? this.policy(of, names) : undefined,
    };
  }

  /** What an actor sees, and may be called to a desk by. */
  private call(of: string, own: readonly string[]): string[] {
    const seen = this.variables.filter((v) => v.seenBy.includes(of));
    return seen.length === 0 || this.chance(30)
      ? [this.pick(own)]
      : [this.condition(of), ...(this.chance(20) ? own : [])];
  }

  private tempo(of: string): string {
    const base = this.pick(["weekly", "2 per month", "daily", "monthly"]);
    return this.chance(30) ? `${base}, 3 per week while ${this.condition(of)}` : base;
  }

  private move(move: string, desk: string, of: string, may: { guarded: boolean; usual: boolean }): Document {
    const does = this.effects(2);
    const split = this.chance(25);
    this.moves.push({
      name: move,
      desk,
      branches: split ? [`${move} well`, `${move} badly`] : [],
      hold: true,
      stated: !may.guarded,
    });
    return {
      when: may.guarded && this.chance(40) ? this.condition(of) : undefined,
      family: this.chance(30) ? "effort" : undefined,
      "unknown to": this.surprise(of, may.usual),
      usual: may.usual && this.chance(30) ? this.pick(["2 % per week", "0.1 per month", "1 per year"]) : undefined,
      does,
      chance: split ? this.branches(move, does) : undefined,
    };
  }

  /** Other actors, to whom a move is unknown: not at desks that must move. */
  private surprise(of: string, possible: boolean): string[] | undefined {
    const others = this.actors.filter((id) => id !== of);
    return this.options.eyes && possible && this.chance(12) ? [this.pick(others)] : undefined;
  }

  private policy(of: string, moves: readonly string[]): Document[] {
    const first = this.probability();
    const always = { chances: { [moves[0]]: first, hold: "rest" } };
    if (!this.chance(60)) return [always];
    const sometimes = { when: this.condition(of), chances: { hold: 0.25, [moves.at(-1)!]: 0.75 } };
    return this.chance(50) ? [sometimes, always] : [sometimes];
  }

  private writeTurns(desks: readonly string[], groups: Record<string, Document>): unknown[] | undefined {
    const nature = Object.keys(groups);
    if (!this.chance(40) || desks.length < 2) return undefined;
    return [...nature, [desks[0], desks[1]], ...desks.slice(2)];
  }

  private allowWritingAtOnce(state: Document): void {
    for (const { name } of this.variables)
      (state[name] as Document)["at once"] = this.pick(["in order", "highest", "lowest", "sum"]);
  }

  private writeVetoes(): Document | undefined {
    const divided = this.actors.filter((id) => this.factionsOf[id].length > 0);
    if (divided.length === 0 || !this.chance(20)) return undefined;
    const actor = this.pick(divided);
    const over = this.moves.filter((m) => m.hold && !m.stated).map((m) => m.name);
    const seen = this.variables.filter((v) => v.seenBy.length === this.actors.length);
    if (over.length === 0 || seen.length === 0) return undefined;
    return {
      block: {
        faction: this.pick(this.factionsOf[actor]),
        over: [this.pick(over)],
        unless: this.atom(this.pick(seen)),
      },
    };
  }

  private writeEndings(): Document {
    const endings: Document = {};
    for (const name of ["peace", "ruin"]) {
      if (!this.chance(35)) continue;
      this.endings.push(name);
      const variables = this.variables.filter((v) => !v.hiddenStart);
      const conditions = (variables.length > 0 ? variables : this.variables).slice(0, 2).map((v) => this.atom(v));
      const named = this.some(this.columns, 80);
      const own = this.chance(50) && named.length > 0;
      const worth = own ? Object.fromEntries(named.map((c) => [c, this.value()])) : undefined;
      endings[name] = { when: conditions.join(" and "), worth };
    }
    return endings;
  }

  private writeClocks(groups: Record<string, Document>): Document {
    const clocks: Document = {};
    for (const name of ["deadline", "fuse", "draw date", "slow burn"]) {
      if (!this.chance(22)) continue;
      clocks[name] = this.clock(name);
      this.clocks.push(name);
    }
    if (this.clocks.length > 0 && this.chance(40)) {
      const does = this.effects(1);
      this.events.push({ name: "alarm", branches: [] });
      groups.bells = { alarm: { on: `${this.pick(this.clocks)} lapses`, does } };
    }
    return clocks;
  }

  private clock(name: string): Document {
    const then = this.effects(1);
    const date = () => day(this.whole(1, this.days));
    const [of] = this.actors;
    switch (name) {
      case "deadline":
        return { owner: of, at: date(), then };
      case "draw date":
        return {
          owner: of,
          at: { [date()]: 0.3, [`${this.whole(1, 8)} days after ${this.occurrence()}`]: 0.3, never: "rest" },
          "seen by": this.chance(50) ? this.some(this.actors, 50) : undefined,
          then,
        };
      case "fuse":
        return {
          owner: "everyone",
          starts: this.occurrence(),
          takes: `${this.whole(1, 10)} days`,
          then,
          "stops when": this.chance(30) ? this.stateCondition() : undefined,
        };
      default:
        return {
          owner: "everyone",
          starts: this.occurrence(),
          takes: `about ${this.whole(1, 3)} weeks`,
          stages: this.whole(1, 3),
          then,
        };
    }
  }

  /** Something that a clock or a payoff may hang on. */
  private occurrence(): string {
    const move = this.pick(this.moves);
    const choices = [move.name, `${move.desk} holds`];
    if (move.branches.length > 0) choices.push(`${move.name} -> ${this.pick(move.branches)}`);
    const event = this.events.length > 0 ? this.pick(this.events) : undefined;
    if (event !== undefined) choices.push(event.name);
    if (event !== undefined && event.branches.length > 0) choices.push(`${event.name} -> ${this.pick(event.branches)}`);
    const levels = this.variables.filter((v) => v.kind === "levels");
    if (levels.length > 0) {
      const v = this.pick(levels);
      choices.push(`${v.name} becomes ${LEVELS[this.whole(0, v.size - 1)]}`);
    }
    const chosen = this.pick(choices);
    return chosen.endsWith(" holds") && !move.hold ? move.name : chosen;
  }

  private writePayoffs(): Document {
    const payoffs: Document = {};
    for (const column of this.columns) {
      const own: Document = {};
      const triggers = [this.occurrence(), this.occurrence(), ...this.clocks.map((c) => `${c} lapses`)];
      this.some(triggers, 70).forEach((on, i) => {
        own[`lump ${i + 1}`] = {
          on,
          when: this.chance(25) ? this.condition() : undefined,
          value: this.value(),
          read: this.chance(20) ? "after" : undefined,
        };
      });
      for (const ending of this.endings)
        if (this.chance(40))
          own[`at ${ending}`.replace("at ", "upon ")] = { on: ending, value: this.value(), read: "after" };
      if (this.chance(60))
        own.flow = { while: this.condition(), value: `${this.points()} per ${this.pick(["week", "month"])}` };
      own.final = { "at end": this.condition(), value: this.value() };
      payoffs[column] = own;
    }
    return payoffs;
  }

  private writeOutcomes(): Document {
    const outcomes: Document = { "it holds": { when: this.condition() } };
    const others = [...this.endings, ...this.clocks.map((clock) => `${clock} lapses`)];
    const on = others.length > 0 && this.chance(30) ? this.pick(others) : this.occurrence();
    outcomes["it happens"] = { on, when: this.chance(50) ? this.condition() : undefined };
    outcomes["it stands"] = { "at end": this.condition() };
    return outcomes;
  }
}

function tidy(x: number): number {
  return Math.round(x * 10) / 10;
}

/** Leaves out what is undefined, and sections that are empty. */
function clean(document: Document): Document {
  const defined = JSON.parse(JSON.stringify(document)) as Document;
  return Object.fromEntries(
    Object.entries(defined).filter(([, part]) => typeof part !== "object" || Object.keys(part as object).length > 0),
  );
}
