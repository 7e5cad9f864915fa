/**
 * What is dealt over, by name: offers and concessions, each with the moves and clocks that end it one way or another,
 * and the variables in which its state and its traces stand. Expressions, occurrences and questions name these ends:
 * `the paper accepted as interim text`, `the paper refused`, `wage talks settled`. The names that the expansion gives
 * to what it makes stand here too.
 */
import type { Expression } from "./expression/expression.ts";
import type { ScopeParts } from "./expression/scope.ts";
import type { ScenarioDocument } from "./file/shapes.ts";
import type { Deal, DealEnd, Outcome, Scenario, Trigger } from "./scenario.ts";

export const acceptMove = (offer: string) => `accept ${offer}`;
export const refuseMove = (offer: string) => `refuse ${offer}`;
export const settleMove = (talks: string) => `settle ${talks}`;
/** The trace of what was accepted: the package, `nothing` before. */
export const agreedIn = (offer: string) => `agreed in ${offer}`;
/** The trace of a refusal or a lapse. */
export const endOf = (offer: string) => `end of ${offer}`;
export const positionOf = (desk: string, issue: string) => `${desk} on ${issue}`;
/** The clock that an answer has; where either side may table, one for each desk that is asked. */
export const answerClock = (offer: string, desk?: string) =>
  desk === undefined ? `answer to ${offer}` : `answer of ${desk} to ${offer}`;

/** The level of `agreed in ...` that stands for nothing yet, and for packages that nobody asks about by name. */
export const nothingAgreed = "nothing";
export const otherAgreed = "some package";

type Names = Pick<ScopeParts, "variables" | "clocks" | "desks">;

/** The deals of a document whose richer constructs are written out. What has faults has no ends. */
export function dealsOf(document: ScenarioDocument, { variables, clocks, desks }: Names): Deal[] {
  const variable = (name: string) => variables.findIndex((one) => one.name === name);
  const moves = (name: string) =>
    desks.flatMap((desk, index) => {
      const move = desk.moves.findIndex((one) => one.name === name);
      return move === -1 ? [] : [{ desk: index, move }];
    });
  const offers = Object.entries(document.offers ?? {}).map(([name, offer]): Deal => {
    const lapsing = [answerClock(name), ...desks.map((desk) => answerClock(name, desk.name))];
    const found = clocks.flatMap((clock, index) => (lapsing.includes(clock.name) ? [index] : []));
    const ends = { accepted: moves(acceptMove(name)), refused: moves(refuseMove(name)), settled: [] };
    const traces = { agreed: variable(agreedIn(name)), ended: variable(endOf(name)), positions: [] };
    const packages = [
      ...new Set(Array.isArray(offer.packages) ? offer.packages : Object.values(offer.packages).flat()),
    ];
    const lasting = offer["answer within"] === undefined ? [] : found;
    return { name, kind: "offer", variable: variable(name), packages, ...ends, clocks: lasting, ...traces };
  });
  const talks = Object.entries(document.concessions ?? {}).map(([name, { over, between }]): Deal => {
    const positions = [over].flat().map((issue) => between.map((desk) => variable(positionOf(desk, issue))));
    const settled = moves(settleMove(name));
    const nothing = { variable: -1, packages: [], accepted: [], refused: [], clocks: [], agreed: -1, ended: -1 };
    return { name, kind: "concessions", settled, ...nothing, positions };
  });
  return [...offers, ...talks];
}

/** Has what it stands for faults of its own? */
export function isFaulty(deal: Deal): boolean {
  return deal.accepted.length + deal.settled.length === 0;
}

/** The ends that a deal can have. */
export function endsOf(deal: Deal): DealEnd[] {
  if (isFaulty(deal)) return [];
  if (deal.kind === "concessions") return ["settled"];
  return deal.clocks.length > 0 ? ["accepted", "refused", "lapsed"] : ["accepted", "refused"];
}

/** A deal's end as an occurrence; `given`: the condition on what was on the table. */
export function dealTrigger(deal: Deal, index: number, end: DealEnd, given: Expression | null): Trigger {
  const moves = end === "lapsed" ? [] : deal[end];
  return { kind: "deal", deal: index, end, moves, clocks: end === "lapsed" ? deal.clocks : [], given };
}

/** Is one of these packages on the table? A condition on the state before it was accepted. */
export function onTheTable(deal: Deal, places: readonly number[], span: Expression["span"]): Expression {
  const type = { kind: "level", variable: deal.variable } as const;
  const of: Expression = { kind: "variable", variable: deal.variable, type, span };
  return { kind: "one of", of, values: places.map((place) => 1 + place), type: { kind: "truth" }, span };
}

/**
 * What questions may ask about without its being declared: every end of every deal, by its name, the forecast does not
 * list it.
 */
export function impliedOutcomes(
  deals: readonly Deal[],
  spanOf: (deal: Deal) => Expression["span"],
  taken: readonly string[],
): Outcome[] {
  return deals
    .flatMap((deal, index) => {
      const span = spanOf(deal);
      const outcome = (name: string, end: DealEnd, given: Expression | null): Outcome => {
        const trigger = dealTrigger(deal, index, end, given);
        return { name, span, how: "on", condition: given, trigger, resolvable: true, resolves: "", unlisted: true };
      };
      const named = isFaulty(deal) ? [] : deal.packages;
      const packages = named.map((one, place) =>
        outcome(`${deal.name} accepted as ${one}`, "accepted", onTheTable(deal, [place], span)),
      );
      return [...endsOf(deal).map((end) => outcome(`${deal.name} ${end}`, end, null)), ...packages];
    })
    .filter(({ name }) => !taken.includes(name));
}

/** The outcomes that a forecast lists. */
export function listedOutcomes(scenario: Pick<Scenario, "outcomes">): readonly Outcome[] {
  return scenario.outcomes.filter(({ unlisted }) => unlisted !== true);
}
