/**
 * A whole checked scenario as short text, one line a thing, indices and all: for tests, and to see what was understood.
 */
import { printDay } from "../text/dates.ts";
import { listedOutcomes } from "./deals.ts";
import type { Expression } from "./expression/expression.ts";
import { type AmountText, printExpression } from "./expression/print.ts";
import type { Branch, Clock, Desk, Effect, Move, Payoff, Scenario, Trigger, Variable } from "./scenario.ts";

/**
 * A checked scenario as short text, one line a thing: what was understood of a file. For people; its form may change.
 * Numbers of expressions stand exactly, unless another way to write them is given.
 *
 * @example
 * ```ts
 * const { scenario } = loadScenario(strike, read);
 * printScenario(scenario).split("\n").slice(0, 2) // => ["A new contract at the harbour bakery", "calendar"]
 * ```
 */
export function printScenario(scenario: Scenario, amountText?: AmountText): string {
  const s: Printed = { ...scenario, amountText };
  const sections: [string, string[]][] = [
    ["calendar", [calendarLine(s)]],
    ["actors", s.actors.map((actor) => actorLine(s, actor))],
    ["state", s.variables.map((variable) => variableLine(s, variable))],
    ["define", s.definitions.map(({ name, body }) => `${name} = ${text(s, body)}`)],
    ["clocks", s.clocks.map((clock) => clockLine(s, clock))],
    ["turns", [s.turns.map((turn) => turnText(s, turn)).join(", ") + (s.fixedOrder ? ", in fixed order" : "")]],
    ["desks", s.desks.flatMap((desk) => deskLines(s, desk))],
    ["events", s.eventGroups.flatMap((group) => eventLines(s, group))],
    ["agreements", s.agreements.map((agreement) => agreementLine(s, agreement))],
    ["payoffs", s.payoffs.map((payoff) => payoffLine(s, payoff))],
    ["endings", s.endings.map(({ name, when }) => `${name} when ${text(s, when)}`)],
    ["outcomes", listedOutcomes(s).map((outcome) => outcomeLine(s, outcome))],
    ["assumptions", s.assumptions.map(({ name, text: written, basis }) => `${name} = ${written} (${basis})`)],
    ["rivals", s.rivals.map(({ name, weight }) => `${name}${weight === null ? "" : `, weight ${short(weight)}`}`)],
    ["rolled", s.rolled === null ? [] : [`to ${printDay(s.rolled.to)}`]],
    ["in the eyes of", s.views.map((view) => viewLine(s, view))],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  return [s.title, ...shown.flatMap(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)])].join("\n");
}

/** The scenario, and how its amounts are written. */
type Printed = Scenario & { readonly amountText?: AmountText | undefined };

const text = (s: Printed, expression: Expression) => printExpression(expression, s);

function calendarLine({ calendar, asOf }: Printed): string {
  const { count, unit } = calendar.step;
  const days = `${printDay(calendar.from)} to ${printDay(calendar.to)}`;
  const after = calendar.played.length - calendar.periods.length;
  const goesOn = after === 0 ? "" : `, then ${after} unasked to ${printDay(calendar.end)}`;
  return `${days}, ${calendar.periods.length} periods of ${count} ${unit}${goesOn}, as of ${printDay(asOf.day)}`;
}

function actorLine(s: Printed, actor: Scenario["actors"][number]): string {
  const weights = actor.columns.map((column, index) => `${s.columns[column].id} ${text(s, actor.weights[index])}`);
  return `${actor.id}: lambda ${short(actor.lambda)}${actor.relative ? " per stake" : ""}, patience ${text(s, actor.patience)}, weighs ${weights.join(", ")}`;
}

function variableLine(s: Printed, variable: Variable): string {
  const starts = variable.levels.flatMap((level, index) => {
    const chance = variable.starts[index];
    if (chance.kind === "constant" && chance.value === 0) return [];
    return [chance.kind === "constant" && chance.value === 1 ? level : `${level} ${text(s, chance)}`];
  });
  const seen = s.actors.filter((_, index) => (variable.seenBy >>> index) & 1).map(({ id }) => id);
  const who = seen.length === s.actors.length ? "everyone" : seen.length === 0 ? "no one" : seen.join(", ");
  const forgotten = variable.forgetWhen === null ? "" : `, forgotten when ${text(s, variable.forgetWhen)}`;
  const size = variable.kind === "clock" ? `${variable.size} values` : variable.levels.join(" | ");
  return `${variable.name}: ${size}; starts ${starts.join(", ")}; seen by ${who}${forgotten}`;
}

function clockLine(s: Printed, clock: Clock): string {
  const effects = clock.effects.length === 0 ? "" : `; then ${effectsText(s, clock.effects)}`;
  const stops = clock.stopWhen === null ? "" : `; stops when ${text(s, clock.stopWhen)}`;
  return `${clock.name}: ${clockText(s, clock)}${stops}${effects}`;
}

function clockText(s: Printed, clock: Clock): string {
  if (clock.kind === "fixed") return printDay(clock.date);
  const from = clock.starts === null ? "" : ` after ${triggerText(s, clock.starts)}`;
  if (clock.kind !== "draw") {
    const takes = clock.takes === null ? "?" : text(s, clock.takes);
    return clock.kind === "timer" ? `${takes}${from}` : `about ${takes} in ${clock.stages} stages${from}`;
  }
  const anchors = clock.anchors.map(({ date, offset }) =>
    Number.isNaN(date) ? `${short(offset)} days${from}` : printDay(date),
  );
  return `one of ${anchors.join(", ")}`;
}

/** A trigger as it would be written. */
function triggerText(s: Printed, trigger: Trigger): string {
  const branch = (branches: readonly Branch[], index: number) => (index === -1 ? "" : ` -> ${branches[index].name}`);
  switch (trigger.kind) {
    case "move": {
      const move = s.desks[trigger.desk].moves[trigger.move];
      return move.name + branch(move.branches, trigger.branch);
    }
    case "event": {
      const event = s.eventGroups[trigger.group].events[trigger.event];
      return event.name + branch(event.branches, trigger.branch);
    }
    case "hold":
      return `${s.desks[trigger.desk].name} holds`;
    case "lapse":
      return `${s.clocks[trigger.clock].name} lapses`;
    case "ending":
      return s.endings[trigger.ending].name;
    case "deal": {
      const given = trigger.given === null ? "" : ` (${text(s, trigger.given)})`;
      return `${s.deals[trigger.deal].name} ${trigger.end}${given}`;
    }
    case "becomes":
      return `(${text(s, trigger.condition)}) becomes true`;
  }
}

function effectsText(s: Printed, effects: readonly Effect[]): string {
  return effects.map((effect) => `${s.variables[effect.variable].name} ${effectText(s, effect)}`).join(", ");
}

function effectText(s: Printed, { variable, to }: Effect): string {
  if (to.kind === "value") return `= ${text(s, to.value)}`;
  if (to.kind === "copy") return `becomes ${s.variables[to.from].name}`;
  if (to.kind === "step") return to.by < 0 ? `down ${-to.by}` : `up ${to.by}`;
  const { levels } = s.variables[variable];
  const changes = to.values.flatMap((value, index) => (value === index ? [] : [`${levels[index]}: ${levels[value]}`]));
  return `becomes { ${changes.join(", ")} }`;
}

function branchTexts(s: Printed, branches: readonly Branch[]): string[] {
  if (branches.length === 1 && branches[0].name === "") return [];
  return branches.map((branch) => {
    const effects = branch.effects.length === 0 ? "" : ` then ${effectsText(s, branch.effects)}`;
    return `-> ${branch.name} ${text(s, branch.chance)}${effects}`;
  });
}

function turnText(s: Printed, turn: Scenario["turns"][number]): string {
  if (turn.kind === "events") return s.eventGroups[turn.group].name;
  const names = turn.desks.map((desk) => s.desks[desk].name);
  return names.length === 1 ? names[0] : `[${names.join(", ")}]`;
}

/** What noise is where nothing is said. */
function usualNoise({ plain }: Desk): Desk["noise"] {
  return plain ? "mistakes" : "tastes";
}

function deskLines(s: Printed, desk: Desk): string[] {
  const tempo = desk.tempo === null ? "every period" : text(s, desk.tempo);
  const marks = [
    desk.mustMove ? ", must move" : "",
    desk.plain ? ", plain" : "",
    desk.policy === null && desk.noise !== usualNoise(desk) ? `, noise is ${desk.noise}` : "",
    desk.policy ? ", by policy" : "",
    desk.meetsAlso
      ? `, also when ${desk.meetsAlso.triggers.map((trigger) => triggerText(s, trigger)).join(" or ")}`
      : "",
  ].join("");
  const decides = desk.column === -1 ? s.actors[desk.actor].id : s.columns[desk.column].id;
  const rules = (desk.policy ?? []).map((rule) => `  policy when ${text(s, rule.when)}: hold ${text(s, rule.hold)}`);
  return [
    `${desk.name} of ${decides}: ${tempo}${marks}`,
    ...desk.moves.flatMap((move) => moveLines(s, move)),
    ...desk.familyUsual.map(({ family, usual }) => `  family ${family} usual ${text(s, usual)}`),
    ...rules,
  ];
}

function moveLines(s: Printed, move: Move): string[] {
  const usual = move.usual === null ? "" : `; usual ${text(s, move.usual)}`;
  const family = move.family === move.name ? "" : `; family ${move.family}`;
  const effects = move.effects.length === 0 ? "" : `; then ${effectsText(s, move.effects)}`;
  const strangers = move.unknownTo.map(({ actor }) => s.actors[actor].id);
  const unknown = strangers.length === 0 ? "" : `; unknown to ${strangers.join(", ")}`;
  const line = `  ${move.name} when ${text(s, move.guard)}${family}${usual}${unknown}${effects}`;
  return [line, ...branchTexts(s, move.branches).map((branch) => `    ${branch}`)];
}

function eventLines(s: Printed, group: Scenario["eventGroups"][number]): string[] {
  const events = group.events.flatMap((event) => {
    const cause = event.how === "lapse" ? `on ${s.clocks[event.clock]?.name} lapses` : event.how;
    const amount = event.amount === null ? "" : ` ${text(s, event.amount)}`;
    const effects = event.effects.length === 0 ? "" : `; then ${effectsText(s, event.effects)}`;
    const line = `  ${event.name} ${cause}${amount} when ${text(s, event.guard)}${effects}`;
    return [line, ...branchTexts(s, event.branches).map((branch) => `    ${branch}`)];
  });
  return [`${group.name}:`, ...events];
}

function agreementLine(s: Printed, { name, by, terms, when, between }: Scenario["agreements"][number]): string {
  const [{ desk, move }] = by;
  const set = terms.length === 0 ? "" : ` with ${effectsText(s, terms)}`;
  const among = between.map((actor) => s.actors[actor].id).join(", ");
  return `${name}: ${s.desks[desk].moves[move].name}${set} when ${text(s, when)}, between ${among}`;
}

function payoffLine(s: Printed, payoff: Payoff): string {
  const when = payoff.when === null ? "" : text(s, payoff.when);
  const cause = payoff.trigger === null ? "" : ` ${triggerText(s, payoff.trigger)}`;
  const condition = payoff.how === "on" ? (when === "" ? "" : ` when ${when}`) : ` ${when}`;
  const after = payoff.readAfter ? ", read after" : "";
  return `${s.columns[payoff.column].id}, ${payoff.name}: ${text(s, payoff.value)} ${payoff.how}${cause}${condition}${after}`;
}

function outcomeLine(s: Printed, outcome: Scenario["outcomes"][number]): string {
  const cause = outcome.trigger === null ? "" : ` ${triggerText(s, outcome.trigger)}`;
  const beside = outcome.trigger === null ? "" : " when";
  const what = outcome.condition === null ? "" : `${beside} ${text(s, outcome.condition)}`;
  return `${outcome.name} ${outcome.how}${cause}${what}`;
}

function viewLine(s: Printed, { actor, values }: Scenario["views"][number]): string {
  const held = values.map(({ assumption, text: written }) => `${s.assumptions[assumption].name} = ${written}`);
  return `${s.actors[actor].id}: ${held.join(", ")}`;
}

/** A number with six digits at most. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
