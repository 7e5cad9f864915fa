/**
 * Random small scenarios around one offer (to one, to two, between two) or concessions, as YAML text: with and without
 * time to answer, effects, branches, a package copied into law, and with occurrences and conditions over how it ended
 * in payoffs, guards, clocks and outcomes. Two or three actors with a desk each, two or three periods; what is hidden
 * from the sides is now and then the mood.
 */
import fc from "fast-check";
import { stringify } from "yaml";

type Document = Record<string, unknown>;

export type Manner = "to one" | "in any order" | "in turn" | "between" | "concessions";

/** Yields the document as text. */
export function randomDeal(manner: Manner): fc.Arbitrary<string> {
  return fc.gen().map((gen) => stringify(new Dealer(gen, manner).document(), { lineWidth: 0 }));
}

const PACKAGES = ["low paper", "high paper"];

class Dealer {
  private readonly gen: fc.GeneratorValue;
  private readonly manner: Manner;
  private readonly packages: readonly string[];

  constructor(gen: fc.GeneratorValue, manner: Manner) {
    this.gen = gen;
    this.manner = manner;
    this.packages = PACKAGES.slice(0, this.whole(1, 2));
  }

  private whole(min: number, max: number): number {
    return this.gen(fc.integer, { min, max });
  }

  private chance(percent: number): boolean {
    return this.whole(0, 99) >= 100 - percent;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.whole(0, from.length - 1)]!;
  }

  private maybe<T>(percent: number, value: () => T): T | undefined {
    return this.chance(percent) ? value() : undefined;
  }

  document(): Document {
    const actors = ["ann", "bob", ...(this.manner.startsWith("in ") ? ["cat"] : [])];
    const deal = this.deal();
    const lapses = deal["answer within"] !== undefined;
    return clean({
      standoff: 1,
      title: "Random deal",
      "as of": { day: "2025-01-06" },
      calendar: { from: "2025-01-06", to: this.pick(["2025-01-20", "2025-01-22"]), step: "1 week" },
      scale: { 0: "low", 10: "high" },
      steadiness: { lambda: this.whole(0, 3) / 10 },
      afterwards: "none", // the naive implementation walks every history
      order: this.pick(["fixed", "alternating"]),
      actors: Object.fromEntries(
        actors.map((id) => [id, { name: id, patience: this.pick([undefined, "0.1 per year"]) }]),
      ),
      state: {
        mood: {
          is: ["calm", "angry"],
          starts: { calm: 0.4, angry: "rest" },
          "seen by": this.pick(["everyone", "no one", "bob"]),
        },
        law: { is: ["none", "high paper", "low paper"] },
        spent: "yes or no",
      },
      clocks: this.maybe(50, () => ({ term: this.term(lapses) })),
      desks: Object.fromEntries(actors.map((id) => [`${id} desk`, this.desk(id, lapses)])),
      issues: { sum: { levels: ["low", "middle", "high"], worth: { ann: this.points(3), bob: this.points(3) } } },
      packages:
        this.manner === "concessions"
          ? undefined
          : Object.fromEntries(this.packages.map((name) => [name, { sum: name.split(" ")[0] }])),
      [this.manner === "concessions" ? "concessions" : "offers"]: { deal },
      payoffs: {
        ann: { end: { on: this.end(lapses), value: this.value(), read: this.maybe(50, () => "after") } },
        bob: {
          end: { on: this.end(lapses), when: this.maybe(40, () => this.condition(lapses)), value: this.value() },
          stands: { while: this.condition(lapses), value: `${this.whole(-9, 9)} per month` },
        },
      },
      outcomes: {
        happens: { on: this.end(lapses), when: this.maybe(40, () => this.condition(lapses)) },
        holds: { when: this.condition(lapses) },
        "at last": { "at end": this.condition(lapses) },
        enacted: { when: "law is not none" },
      },
    });
  }

  private term(lapses: boolean): Document {
    // biome-ignore lint/suspicious/noThenProperty: a word of the language
    return { owner: "everyone", starts: this.end(lapses), takes: "6 days", then: { mood: "angry" } };
  }

  private points(count: number): number[] {
    return Array.from({ length: count }, () => this.whole(-9, 9));
  }

  private value(): string {
    return `if mood is angry then ${this.whole(-9, 9)} else ${this.whole(-9, 9)}`;
  }

  private desk(id: string, lapses: boolean): Document {
    const own = { act: { when: `not spent and ${this.condition(lapses)}`, does: { spent: "yes" } } };
    return {
      of: id,
      tempo: this.maybe(40, () => "weekly"),
      moves: this.chance(id === "ann" ? 50 : 15) ? own : undefined,
    };
  }

  private effects(): Document | undefined {
    return this.maybe(60, () => ({ mood: this.pick(["calm", "angry"]) }));
  }

  private answer(copies: boolean): Document | undefined {
    return this.maybe(70, () => ({
      when: this.maybe(20, () => "not spent"),
      does: copies ? { law: "becomes deal" } : { spent: this.pick(["yes", "no"]) },
      chance: this.maybe(30, () => ({ well: 0.3, badly: { chance: "rest", does: this.effects() } })),
    }));
  }

  private deal(): Document {
    if (this.manner === "concessions") return this.concessions();
    const who: Record<string, Document> = {
      "to one": { from: "ann desk", to: "bob desk", packages: this.packages },
      "in any order": { from: "ann desk", to: ["bob desk", "cat desk"], packages: this.packages },
      "in turn": { from: "ann desk", to: ["cat desk", "bob desk"], answers: "in turn", packages: this.packages },
      between: {
        between: ["ann desk", "bob desk"],
        packages: this.chance(50)
          ? { "ann desk": this.packages, "bob desk": this.packages.slice(0, 1) }
          : this.packages,
        "opened by": this.maybe(60, () => "ann desk"),
        counter: this.maybe(50, () => ({ does: this.effects() })),
      },
    };
    return {
      ...who[this.manner],
      when: this.maybe(30, () => "not spent"),
      does: this.effects(),
      "answer within": this.maybe(60, () => this.pick(["6 days", "8 days", "about 9 days"])),
      accept: this.answer(true),
      refuse: this.answer(false),
      worth: this.maybe(50, () => ({ bob: { [this.packages[0]]: this.value() } })),
    };
  }

  private concessions(): Document {
    const levels = ["low", "middle", "high"];
    const from = this.pick(levels);
    const to = this.pick(levels.filter((level) => level !== from));
    return {
      over: "sum",
      between: ["ann desk", "bob desk"],
      starts: { "ann desk": from, "bob desk": to },
      does: this.effects(),
      settle: this.answer(false),
      worth: this.maybe(50, () => ({ bob: this.value() })),
    };
  }

  /** How it may end, as an occurrence. */
  private end(lapses: boolean): string {
    if (this.manner === "concessions") return "deal settled";
    const as = `deal accepted as ${this.pick(this.packages)}`;
    return this.pick(["deal accepted", as, as, "deal refused", ...(lapses ? ["deal lapses"] : [])]);
  }

  /** How it has ended, or what else all see. */
  private condition(lapses: boolean): string {
    const not = this.pick(["", "", "not "]);
    if (this.chance(25)) return `${not}spent`;
    return not + this.end(lapses).replace("lapses", "has lapsed");
  }
}

/** Without the keys that are undefined. */
function clean<T>(value: T): T {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, clean(part)]]));
  return Object.fromEntries(kept) as T;
}
