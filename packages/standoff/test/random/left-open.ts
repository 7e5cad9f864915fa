/**
 * Scenarios whose numbers are assumptions: every plain number of what says how likely or how much worth something is
 * becomes an assumption of its own, and some of those that decide what can happen do; and other values for them, zeros
 * and ones among these.
 */
import { numberConstant } from "../../src/language/elaborate/elaboration.ts";
import { children, type Expression } from "../../src/language/expression/expression.ts";
import { atValues } from "../../src/language/expression/static-value.ts";
import type { Assumption, Branch, Scenario } from "../../src/language/scenario.ts";
import { nowhere } from "../../src/text/source.ts";

type Kind = "chance" | "rate" | "points" | "duration" | "deciding" | "patience" | "steadiness";

/** Of these zero and one are numbers as any others. */
const POSITIVE: ReadonlySet<Kind> = new Set(["patience", "steadiness"]);

export interface LeftOpen {
  readonly scenario: Scenario;
  /** What each assumption is for; null for those that the scenario had. */
  readonly kinds: readonly (Kind | null)[];
}

export function leaveOpen(scenario: Scenario): LeftOpen {
  return new Opener(scenario).open();
}

/** The scenario with other values of its assumptions. */
export function withValues(scenario: Scenario, values: ReadonlyMap<string, number>): Scenario {
  return atValues(
    scenario,
    scenario.assumptions.map(({ name, value }) => values.get(name) ?? value),
  );
}

/** Another value for an assumption; `random` in 0 to 1. */
export function otherValue(kind: Kind | null, value: number, random: () => number): number {
  const draw = random();
  switch (kind) {
    case "chance":
      return draw < 0.25 ? 0 : draw < 0.5 ? 1 : draw < 0.95 ? random() : 1.5;
    case "rate":
    case "steadiness":
      return draw < 0.15 ? 0 : draw < 0.95 ? value * (0.5 + random()) : -value;
    case "duration":
      return draw < 0.1 ? 0 : value * (0.5 + random());
    case "patience":
      return draw < 0.1 ? 0 : draw < 0.4 ? 1 : draw < 0.95 ? random() : 1.5;
    case "deciding":
      return value + (draw < 0.5 ? 1 : -1);
    default:
      return draw < 0.2 ? 0 : draw < 0.4 ? 1 : value + 10 * (random() - 0.5);
  }
}

class Opener {
  private readonly scenario: Scenario;
  private readonly assumptions: Assumption[];
  private readonly kinds: (Kind | null)[];
  private readonly known = new Map<Expression, Expression>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.assumptions = [...scenario.assumptions];
    this.kinds = scenario.assumptions.map(() => null);
  }

  open(): LeftOpen {
    const { scenario } = this;
    const all = (list: readonly Expression[], kind: Kind) => list.map((e) => this.of(e, kind));
    const maybe = (e: Expression | null, kind: Kind) => (e === null ? null : this.of(e, kind));
    const branches = (list: readonly Branch[]) => {
      const chances = this.chances(list.map(({ chance }) => chance));
      return list.map((branch, place) => ({ ...branch, chance: chances[place] }));
    };
    const opened: Scenario = {
      ...scenario,
      variables: scenario.variables.map((v) => ({ ...v, starts: this.chances(v.starts) })),
      actors: scenario.actors.map((actor) => ({
        ...actor,
        patience: this.of(actor.patience, "patience"),
        lambdaBy: this.of(numberConstant(actor.lambda, actor.span), "steadiness"),
        weights: all(actor.weights, "points"),
      })),
      views: scenario.views.map((view) => ({
        ...view,
        values: view.values.map((held) => ({ ...held, value: this.of(held.value, heldKind(held.value)) })),
      })),
      clocks: scenario.clocks.map((clock) => ({ ...clock, takes: maybe(clock.takes, "duration") })),
      desks: scenario.desks.map((desk) => ({
        ...desk,
        tempo: maybe(desk.tempo, "rate"),
        familyUsual: desk.familyUsual.map((entry) => ({ ...entry, usual: this.of(entry.usual, "rate") })),
        moves: desk.moves.map((move) => ({
          ...move,
          guard: this.of(move.guard, "deciding"),
          usual: maybe(move.usual, "rate"),
          branches: branches(move.branches),
        })),
      })),
      eventGroups: scenario.eventGroups.map((group) => ({
        ...group,
        events: group.events.map((event) => ({
          ...event,
          amount: maybe(event.amount, event.how === "rate" ? "rate" : "chance"),
          branches: branches(event.branches),
        })),
      })),
      payoffs: scenario.payoffs.map((payoff) => ({ ...payoff, value: this.of(payoff.value, "points") })),
      endings: scenario.endings.map((ending) => ({
        ...ending,
        worth: ending.worth?.map((value) => maybe(value, "points")) ?? null,
      })),
    };
    return { scenario: { ...opened, assumptions: this.assumptions }, kinds: this.kinds };
  }

  /** Of chances that all are numbers, the last one becomes the rest. */
  private chances(list: readonly Expression[]): Expression[] {
    const given = list.flatMap((e, place) => (e.kind === "constant" && e.value !== 0 ? [place] : []));
    const opened = list.map((e) => this.of(e, "chance"));
    const known = list.every(({ kind }) => kind === "constant") && given.length > 1;
    const last = given.at(-1);
    if (!known || last === undefined) return opened;
    const { span, type } = list[last];
    const one: Expression = { kind: "constant", value: 1, span, type };
    opened[last] = given
      .slice(0, -1)
      .reduce<Expression>(
        (left, place) => ({ kind: "binary", operator: "-", left, right: opened[place], span, type }),
        one,
      );
    return opened;
  }

  /** Equal expressions stay equal, so that what is left of one stays the rest. */
  private of(e: Expression, kind: Kind): Expression {
    const known = this.known.get(e);
    if (known) return known;
    const made = this.make(e, kind);
    this.known.set(e, made);
    return made;
  }

  private make(e: Expression, kind: Kind): Expression {
    const sure = e.kind === "constant" && (e.value === 0 || e.value === 1) && !POSITIVE.has(kind);
    const stays = e.kind !== "constant" || sure || !Number.isFinite(e.value);
    if (stays) return this.rebuilt(e, kind);
    if (kind === "deciding" ? e.type.kind !== "number" : e.type.kind === "date" || e.type.kind === "level") return e;
    const assumption = this.assumptions.push(assumed(`open ${this.assumptions.length}`, e.value)) - 1;
    this.kinds.push(kind);
    return { kind: "assumption", assumption, span: e.span, type: e.type };
  }

  private rebuilt(e: Expression, kind: Kind): Expression {
    if (children(e).length === 0) return e;
    const part = (of: Expression) => this.of(of, kind);
    switch (e.kind) {
      case "definition":
        return part(e.body);
      case "not":
      case "negative":
      case "call":
      case "one of":
        return { ...e, of: part(e.of) };
      case "if": {
        const [test, then, otherwise] = [e.test, part(e.then), part(e.otherwise)];
        return { ...e, test, then, otherwise };
      }
      case "binary":
        return { ...e, left: part(e.left), right: part(e.right) };
      default:
        return e;
    }
  }
}

/** What a number in an actor's eyes is for, as far as it shows. */
function heldKind({ type, ...e }: Expression): Kind {
  if (type.kind === "rate" || type.kind === "duration") return type.kind;
  return e.kind === "constant" && e.value >= 0 && e.value <= 1 ? "chance" : "points";
}

function assumed(name: string, value: number): Assumption {
  const nothing = { text: String(value), unit: "", range: null, distribution: null, basis: "", evidence: [] };
  return { name, span: nowhere, value, type: "number", ...nothing, reviewBy: null, note: "" };
}
