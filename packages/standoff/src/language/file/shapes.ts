/**
 * The form of a scenario file, as zod shapes: one place that validates a file, gives the type `ScenarioDocument`, and
 * makes the JSON Schema. Every scalar reaches the shapes as its text as written (`40`, `yes`, `now >= ultimatum`): what
 * it means is for the expression parser. A shape's own error text says what is expected, in words; `shape-problems.ts`
 * turns zod's issues into diagnostics. Nothing here transforms or fills in defaults: the document stays as the user
 * wrote it.
 */
import { z } from "zod";
import {
  branches,
  chances,
  choice,
  countedRate,
  date,
  effects,
  evidenceList,
  expression,
  fixed,
  label,
  list,
  name,
  namedBy,
  oneOrMore,
  pattern,
  seenBy,
  withNeed,
  withOneOf,
  words,
  yesOrNo,
} from "./shape-parts.ts";
import { order, plausibilityCheck } from "./shapes-checks.ts";
import { agreement, concessions, dealPackage, issue, offer, signal } from "./shapes-dealing.ts";

// ---------------------------------------------------------------- parts that several sections share

const steadiness = withOneOf(
  withNeed(
    fixed(
      {
        "better by": expression(
          "By how much one option is better than the other: `half a stake` (of the actor's), or points, such as `10 points`.",
        ).optional(),
        "is chosen": expression("How often the better of the two is then chosen, such as `9 in 10`.").optional(),
        lambda: expression("The steadiness itself, per point; used with published games.").optional(),
        "give or take": words("Within which factor of it nine in ten lie: `a factor of 2` by default.").optional(),
      },
      "How reliably better options are chosen; by default `{ better by: half a stake, is chosen: 9 in 10 }`.",
    ),
    { "better by": "is chosen", "is chosen": "better by" },
  ),
  ["better by", "lambda"],
  true,
);

const noise = choice(
  ["tastes", "mistakes"],
  "What makes choices uncertain: private tastes of the moment, which count in what a decision is worth, or mistakes.",
);

// ---------------------------------------------------------------- sections

const actor = fixed(
  {
    name: words("The office or body, as outputs call it."),
    patience: expression("Yearly discount factor, such as `0.9 per year`; 1 by default.").optional(),
    steadiness: steadiness.optional(),
    noise: noise.optional(),
    factions: namedBy(
      name,
      expression("The faction's weight, over what the actor sees."),
      "Factions by the policy that they prefer, each with its weight.",
    ).optional(),
  },
  "An actor: an office or a body, not a person.",
);

const variable = z
  .union([
    choice(["yes or no"], "A truth that starts as no."),
    fixed(
      {
        is: z
          .union([
            pattern(
              /^(yes or no|-?\d+\s*\.\.\s*-?\d+)$/,
              "yes or no, or a range such as 0..4",
              "`yes or no`, or a range such as `0..4`.",
            ),
            z
              .array(name, { error: "a list of levels" })
              .min(1, { error: "a list of levels" })
              .meta({ description: "Named levels, in order." }),
          ])
          .meta({
            description: "Its values: a list of named levels in order, a range such as `0..4`, or `yes or no`.",
          }),
        starts: z
          .union([
            expression("The value on the first day."),
            chances(z.string(), "The chance of each value on the first day."),
          ])
          .meta({ description: "The value on the first day, or chances over values; by default the first level." })
          .optional(),
        "seen by": seenBy.optional(),
        announced: date("The day from which everyone sees it.").optional(),
        "forget when": expression("When this holds, the value returns to the first level.").optional(),
        "at once": choice(
          ["in order", "highest", "lowest", "sum"],
          "How several desks that move at once may both write it; otherwise that is an error.",
        ).optional(),
        reported: choice(["fully"], "In the history, silence means no change.").optional(),
      },
      "A variable: its values, where it starts and who sees it.",
    ),
  ])
  .meta({ description: "A variable: `yes or no` for short, or a map that says what it `is`." });

const clock = withOneOf(
  withNeed(
    fixed(
      {
        owner: words("The actor whose clock it is, or everyone."),
        at: z
          .union([
            expression("A date, or a duration before or after another fixed clock."),
            namedBy(
              z.string(),
              expression("The anchor's chance."),
              "Anchors with chances: dates, `30 days after OCCURRENCE`, `never`.",
            ),
          ])
          .meta({ description: "A date, or a map of anchors with chances: a hidden draw on the first day." })
          .optional(),
        starts: expression("The occurrence, or the condition becoming true, that starts the timer.").optional(),
        takes: expression("How long it runs: `14 days`, or `about 2 months` for a random time.").optional(),
        stages: pattern(
          /^[1-9]\d?$/,
          "a whole number from 1 to 99",
          "The equal stages of a random time; 1 by default.",
        ).optional(),
        "stops when": expression("Stops it, back to not started, when this holds.").optional(),
        again: yesOrNo(
          "yes: a timer that goes back to not started when it lapses, and forgets that it did.",
        ).optional(),
        "seen by": seenBy.optional(),
        // biome-ignore lint/suspicious/noThenProperty: a word of the language
        then: effects.optional(),
        "when it lapses": words("The event that runs when it falls due.").optional(),
        lapses: words("In words: what lapses.").optional(),
      },
      "A clock: a fixed date, an uncertain date, or a timer.",
    ),
    { starts: "takes", takes: "starts", stages: "takes", again: "starts", "stops when": "starts" },
  ),
  ["at", "starts"],
  true,
);

const move = fixed(
  {
    when: expression("The guard, over what the actor sees.").optional(),
    family: words("Variants of one option share a family.").optional(),
    usual: countedRate("How often it is made at steadiness 0, such as `2 % per month`.").optional(),
    "unknown to": oneOrMore(
      "an actor, or a list of actors",
      "Actors that do not know of the move until they see it made.",
    ).optional(),
    does: effects.optional(),
    chance: branches("Uncertain results: branches with chances.").optional(),
    says: words("How stories tell it.").optional(),
  },
  "A move of the desk's menu.",
);

const policyRule = fixed(
  {
    when: expression("The rule applies when this holds; always by default.").optional(),
    chances: chances(z.string(), "The chance of each move, `hold` among them."),
  },
  "A rule of a stated policy.",
);

const desk = fixed(
  {
    of: words("The actor that the desk belongs to."),
    tempo: oneOrMore(
      "a rate such as monthly",
      "How often it convenes: a rate, and exceptions after commas; every period by default.",
    ).optional(),
    "meets also when": oneOrMore(
      "an occurrence or a condition, or a list of these",
      "Something that its actor sees: the desk then surely meets at its next turn too.",
    ).optional(),
    "must move": yesOrNo("No `hold` on the menu.").optional(),
    plain: yesOrNo("Ordinary logit: all weights one.").optional(),
    for: words("A ratification desk decides by this faction's payoffs alone.").optional(),
    usual: namedBy(
      name,
      countedRate("How often one of the family is made at steadiness 0."),
      "Usual frequencies of families, shared by their variants on the menu.",
    ).optional(),
    moves: namedBy(name, move, "The menu; offers and concessions add to it.").optional(),
    policy: list(policyRule, "A stated policy instead of strategy: the first rule that holds.").optional(),
  },
  "A desk of an actor, with its menu.",
);

const veto = fixed(
  {
    faction: words("The faction that holds the veto."),
    over: oneOrMore("a move, or a list of moves", "The moves that it stops."),
    unless: expression("The moves need this condition too."),
  },
  "A veto: moves that need a further condition.",
);

const event = withOneOf(
  fixed(
    {
      when: expression("When it can happen.").optional(),
      chance: expression("Its chance per step of the calendar.").optional(),
      rate: countedRate("Its rate per time; rates of one group compete.").optional(),
      on: expression("It happens surely when this does, such as `CLOCK lapses`.").optional(),
      does: effects.optional(),
      "chance of": branches("Uncertain results: branches with chances.").optional(),
      says: words("How stories tell it.").optional(),
    },
    "An event of nature.",
  ),
  ["chance", "rate", "on"],
  false,
);

const turn = z
  .union([
    z.string({ error: "a desk or a group of events" }),
    z.array(z.string({ error: "a desk" }), { error: "a list of desks" }),
  ])
  .meta({ description: "A desk, a group of events, or a list of desks that move at once." });

const payoff = withOneOf(
  fixed(
    {
      on: expression("A lump when this happens.").optional(),
      while: expression("A flow while this holds.").optional(),
      "at end": expression("Paid on the last day if this holds; `yes` for always.").optional(),
      when: expression("Only if this holds too.").optional(),
      value: expression("Points, or points per time for a flow."),
      read: choice(
        ["before", "after"],
        "Whether a lump reads the state before the change (default) or after.",
      ).optional(),
    },
    "A payoff: a value that we attribute, not endorse.",
  ),
  ["on", "while", "at end"],
  true,
);

const ending = fixed(
  {
    when: expression("The state freezes as soon as this holds."),
    worth: namedBy(
      name,
      expression("Points from then on."),
      "Its own value for each actor or faction, instead of flows and final values.",
    ).optional(),
  },
  "An ending.",
);

const outcome = withOneOf(
  fixed(
    {
      when: expression(
        "The first time that this holds; beside `on`: what must hold just before it happens.",
      ).optional(),
      on: expression("The first time that this happens.").optional(),
      "at end": expression("Whether this holds on the last day.").optional(),
      resolvable: yesOrNo("no: the world will not show whether it happened.").optional(),
      resolves: words("How it would be judged.").optional(),
    },
    "A named outcome.",
  ),
  ["when", "on", "at end"],
  true,
  { when: "on" },
);

const exclusive = fixed(
  {
    of: list(z.string({ error: "an outcome's name" }), "Outcomes of which at most one can hold by the last day."),
    else: name.meta({ description: "An outcome made of what is left." }).optional(),
    above: list(
      z.string({ error: "an outcome's name" }),
      "In pictures: those of them that come down from the ceiling, as agreements do; the others rise from the floor.",
    ).optional(),
  },
  "Outcomes that exclude each other.",
);

const assumption = withOneOf(
  withNeed(
    fixed(
      {
        value: expression("The number used.").optional(),
        prior: expression("A chance before the evidence: the value is what the evidence's odds make of it.").optional(),
        range: pattern(
          /\bto\b/,
          "a range such as 0.05 to 0.4",
          "Between which values it may lie, such as `0.05 to 0.4`.",
        ).optional(),
        "prior range": pattern(
          /\bto\b/,
          "a range of chances such as 0.3 to 0.6",
          "Between which chances the prior may lie; draws move each by the odds.",
        ).optional(),
        distribution: z
          .union([
            pattern(
              /^(uniform|triangular|pert|beta|gamma|normal|lognormal)(\s|$)/i,
              "a distribution such as uniform, triangular 1 2 4, pert 1 2 4, beta 2 5, gamma 3.5 40, normal 0.2 0.05 or lognormal 1 0.3",
              "`uniform`, `triangular` or `pert` over the range; or with numbers: `uniform 1 4`, `triangular 1 2 4`, `pert 1 2 4`, `beta 2 5`, `gamma 3.5 40` (shape and rate), `normal 0.2 0.05`, `lognormal 1 0.3`.",
            ),
            chances(z.string(), "Values with their chances; `rest` takes what is left."),
          ])
          .meta({
            description:
              "What draws are taken from; a bare range is triangular with its mode at the value. A family with its numbers, or a map of values with chances.",
          })
          .optional(),
        analysts: namedBy(
          name,
          fixed(
            {
              value: expression("The number that this analyst would use."),
              range: pattern(/\bto\b/, "a range such as 0.05 to 0.4", "Between which values it may lie.").optional(),
              because: words("Why.").optional(),
            },
            "What one analyst holds it to be.",
          ),
          "Values of several analysts, by role, instead of one: draws are taken from their mixture.",
        ).optional(),
        unit: words("Its unit, in words.").optional(),
        basis: choice(["measured", "base rate", "estimated", "judgement", "convention"], "What kind of ground it has."),
        evidence: evidenceList.optional(),
        "review by": date("A day by which to look at it again.").optional(),
        note: words("Why this value.").optional(),
      },
      "A named number.",
    ),
    { "prior range": "prior" },
  ),
  ["value", "prior", "analysts"],
  true,
);

const correlation = fixed(
  {
    between: list(name, "Two assumptions that are drawn.").length(2, { error: "two assumptions" }),
    rank: pattern(
      /^-?(0|1|0?\.\d+)$/,
      "a rank correlation between -1 and 1, such as 0.6",
      "Spearman's rank correlation, between -1 and 1.",
    ),
    evidence: evidenceList.optional(),
    note: words("Why they go together.").optional(),
  },
  "Two assumptions that go together in draws.",
);

const evidence = fixed(
  {
    source: words("Who says it, and where it was published."),
    where: words("The place in the source.").optional(),
    shows: words("What it shows, in our words."),
    points: oneOrMore("`ASSUMPTION up`, `ASSUMPTION down`, or a list of these", "Which way it points.").optional(),
    grade: pattern(/^[A-F][1-6]$/, "a grade from A1 to F6", "Admiralty grade: reliability A to F, credibility 1 to 6."),
    of: date("The day of what it reports.").optional(),
    "same origin as": oneOrMore(
      "an evidence entry, or a list of them",
      "Entries that go back to the same origin.",
    ).optional(),
    odds: namedBy(
      name,
      pattern(
        /^\d+(\.\d+)?(\s+to\s+\d+(\.\d+)?)?(\s+give\s+or\s+take\s+a\s+factor\s+of\s+\d+(\.\d+)?)?$/,
        "odds such as 2 to 1, or 2 to 1 give or take a factor of 1.5",
        "How much likelier it is if the assumption's event holds than if not: `2 to 1`. With `give or take a factor of 1.5` draws lie within it nine times in ten.",
      ),
      "Odds on assumptions that have a `prior`.",
    ).optional(),
    mechanisms: oneOrMore("a mark such as M3, or a list of them", "Marks that link it to other texts.").optional(),
  },
  "An item of evidence.",
);

const question = fixed(
  {
    ask: words("The question: `P(OUTCOME by DATE)`, `median days until OUTCOME`, ..."),
    resolves: words("How it would be judged.").optional(),
  },
  "A question to answer.",
);

const historyItem = withOneOf(
  fixed(
    {
      on: date("The day of the observation."),
      happened: words("An occurrence that was seen.").optional(),
      "did not happen": words("An occurrence that was seen not to happen in the period that holds the day.").optional(),
      seen: expression("A condition that was seen to hold.").optional(),
      evidence: evidenceList.optional(),
    },
    "A dated observation.",
  ),
  ["happened", "did not happen", "seen"],
  true,
);

const rolled = fixed(
  {
    to: date("The last day of the history that all know: the day after its period begins a new game."),
    through: list(date("An earlier day."), "Earlier days to which it was rolled on, oldest first.").optional(),
    forecasts: list(
      fixed(
        {
          "as of": date("The day as of which it was made."),
          made: date("The day on which it was made.").optional(),
          chances: namedBy(
            z.string(),
            pattern(/^(0(\.\d+)?|1(\.0+)?)$/, "a number from 0 to 1, such as 0.35", "The probability, from 0 to 1."),
            "Probability of each outcome by the last day.",
          ),
        },
        "An earlier forecast.",
      ),
      "Earlier forecasts, oldest first.",
    ).optional(),
  },
  "From the history up to a day a new game, in which everyone decides anew (`standoff roll`).",
);

// ---------------------------------------------------------------- the whole

export const scenarioShape = fixed(
  {
    standoff: choice(["1"], "The version of the language: 1."),
    title: words("The scenario's title."),
    "as of": fixed(
      {
        day: date("The day whose knowledge the scenario rests on."),
        zone: pattern(
          /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/,
          "a time zone such as Europe/Paris",
          "The zone of its dates; UTC by default.",
        ).optional(),
      },
      "The day whose knowledge the scenario rests on.",
    ),
    caveat: words("Text printed with every output.").optional(),
    calendar: fixed(
      {
        from: date("The first day."),
        to: date("The last day."),
        step: pattern(
          /^[1-9]\d{0,3} (day|week|fortnight|month)s?$/,
          "a step such as 1 week",
          "The length of a period: `1 day`, `1 week`, `1 fortnight`, `1 month`.",
        ),
      },
      "The first day, the last day and the step.",
    ),
    scale: namedBy(
      pattern(/^-?\d+(\.\d+)?$/, "a number of points", "Points."),
      words("What so many points mean."),
      "What points mean: the ends of the scale in words.",
    ),
    steadiness: steadiness.optional(),
    noise: noise.optional(),
    plain: yesOrNo("Ordinary logit at every desk: all weights one.").optional(),
    afterwards: pattern(
      /^(none|[1-9]\d{0,3} (day|week|fortnight|month|year)s?)$/,
      "a time such as 1 year, or none",
      "How long play goes on, unasked, after the last day; by default as long as the calendar. `none`: it truly ends.",
    ).optional(),
    order: choice(
      ["alternating", "fixed"],
      "Whether the turns' order is reversed in every other step of the grid (default) or fixed.",
    ).optional(),
    "error stake": expression(
      "Moves worse than the best by more than this count as errors; by default the `better by` points.",
    ).optional(),
    actors: namedBy(name, actor, "The actors, by a short name."),
    state: namedBy(name, variable, "The variables."),
    define: namedBy(name, expression("The expression that the name stands for."), "Named expressions.").optional(),
    clocks: namedBy(name, clock, "Deadlines, timers and windows.").optional(),
    desks: namedBy(name, desk, "The desks, with their menus.").optional(),
    vetoes: namedBy(label, veto, "Vetoes of factions.").optional(),
    events: namedBy(
      label,
      namedBy(name, event, "A group of events: one chance turn."),
      "Nature's events, in groups.",
    ).optional(),
    turns: list(turn, "The turns of a period; by default event groups, then desks, in file order.").optional(),
    issues: namedBy(name, issue, "Matters to settle, each with levels in order.").optional(),
    packages: namedBy(name, dealPackage, "Packages: one level of each issue.").optional(),
    offers: namedBy(name, offer, "Packages that one desk may put to another.").optional(),
    concessions: namedBy(name, concessions, "Positions that move towards each other, level by level.").optional(),
    agreements: namedBy(
      name,
      agreement,
      "What could be agreed, beside the packages of offers: `standoff deal` weighs it. It changes no forecast.",
    ).optional(),
    signals: namedBy(name, signal, "Signals that depend on what is hidden, and what is kept of them.").optional(),
    payoffs: namedBy(
      name,
      namedBy(label, payoff, "The payoffs of one actor or faction."),
      "Values that we attribute, not endorse.",
    ).optional(),
    endings: namedBy(name, ending, "Where the story ends.").optional(),
    outcomes: namedBy(name, outcome, "What the forecast speaks of.").optional(),
    exclusive: namedBy(label, exclusive, "Groups of outcomes that exclude each other.").optional(),
    assumptions: namedBy(name, assumption, "Every number that matters.").optional(),
    evidence: namedBy(label, evidence, "What the assumptions rest on.").optional(),
    "in the eyes of": namedBy(
      name,
      namedBy(name, expression("What the actor holds it to be."), "Assumptions that the actor sees otherwise."),
      "Other values of assumptions in one actor's view.",
    ).optional(),
    orders: namedBy(label, order, "Orders of preference that hold in every draw.").optional(),
    analysts: namedBy(
      name,
      expression("The analyst's weight, beside the others'."),
      "Whose values assumptions may have, by role, with weights; alike where this is left out.",
    ).optional(),
    correlations: list(correlation, "Assumptions that go together in draws.").optional(),
    checks: namedBy(label, plausibilityCheck, "Base rates and stated beliefs to hold the forecast against.").optional(),
    questions: namedBy(label, question, "Questions to answer.").optional(),
    rivals: namedBy(
      label,
      withOneOf(
        fixed(
          {
            changes: namedBy(
              z.string(),
              z.unknown(),
              "What it has otherwise, as in a file that extends this one.",
            ).optional(),
            file: words("The scenario file that it is, as a file that extends this one names it.").optional(),
            weight: expression(
              "How likely it is the right form, such as `30 %`; the rest is this file's own.",
            ).optional(),
            because: words("What speaks for it.").optional(),
          },
          "Another form that the standoff may have.",
        ),
        ["changes", "file"],
        true,
      ),
      "Rival forms: other structures that may be right, listed beside every answer and, where weighted, in the mean.",
    ).optional(),
    confidence: namedBy(
      label,
      fixed(
        {
          is: choice(["low", "moderate", "high"], "The confidence."),
          because: words("Why it is not what the rule says."),
        },
        "The analyst's own confidence in one answer, with the reason.",
      ),
      "Confidence in answers, an outcome or a question each, in place of the rule's; every report says so.",
    ).optional(),
    history: list(historyItem, "What has been observed, in order of date.").optional(),
    rolled: rolled.optional(),
  },
  "A Standoff scenario.",
);

/** The merged document, after `extends` and `--set`: plain data, every scalar as its text. Maps have no prototype. */
export type ScenarioDocument = z.infer<typeof scenarioShape>;

/** Keys that later versions of the language will read: in the file itself, and in every entry of some sections. */
export const laterKeys = {
  file: [],
  sections: { evidence: ["stages"], assumptions: ["in the eyes of"], clocks: ["in the eyes of"] },
} as const;
