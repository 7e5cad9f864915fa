/** Shapes of what actors say and put to each other: issues, packages, offers, concessions, signals. See `shapes.ts`. */
import { z } from "zod";
import {
  branches,
  chances,
  choice,
  countedRate,
  effects,
  expression,
  fixed,
  list,
  name,
  namedBy,
  oneOrMore,
  pattern,
  seenBy,
  withNeed,
  withOneOf,
  words,
} from "./shape-parts.ts";

export const issue = fixed(
  {
    levels: list(name, "The levels of the issue, in order."),
    worth: namedBy(
      name,
      list(expression("Points of this level."), "Points for each level, in the order of the levels."),
      "What each level is worth, on acceptance, to an actor or a faction.",
    ).optional(),
  },
  "A matter to settle: its levels, in order, and what they are worth.",
);

export const dealPackage = namedBy(name, words("The level of the issue."), "One level of each issue.");

const answer = (what: string) =>
  fixed(
    {
      when: expression("A further condition, over what the answering actor sees.").optional(),
      does: effects.optional(),
      chance: branches("Uncertain results: branches with chances.").optional(),
      says: words("How stories tell it.").optional(),
    },
    what,
  );

const packages = list(z.string({ error: "a package" }), "The packages that it may hold.");

const twoDesks = z
  .array(z.string({ error: "a desk" }), { error: "a list of two desks, such as [one desk, other desk]" })
  .length(2, { error: "a list of two desks, such as [one desk, other desk]" });

const plainOffer = withNeed(
  fixed(
    {
      from: words("The desk that tables.").optional(),
      to: oneOrMore(
        "a desk, or a list of desks",
        "The desk that answers, or a list of desks that must all accept.",
      ).optional(),
      between: twoDesks
        .meta({ description: "Two desks: either may table, and the one that is asked may counter." })
        .optional(),
      answers: choice(
        ["in any order", "in turn"],
        "Where several must accept: in any order (default), or one after the other as they are listed.",
      ).optional(),
      packages: z
        .union([packages, namedBy(name, packages, "The packages that each of the two desks may table.")])
        .meta({ description: "The packages that it may hold: a list, or with `between` a list for each desk." }),
      "opened by": words("With `between`: the one desk that may table first; both by default.").optional(),
      when: expression("When it may be tabled (and countered), over what the tabling actor sees.").optional(),
      usual: countedRate("How often each package is tabled at steadiness 0.").optional(),
      does: effects.optional(),
      "seen by": seenBy.optional(),
      "answer within": expression("After this time it lapses: `4 weeks`, or `about 4 weeks`.").optional(),
      "usual to accept": countedRate("How often it is accepted at steadiness 0.").optional(),
      "usual to refuse": countedRate("How often it is refused at steadiness 0.").optional(),
      accept: answer("Acceptance: its condition, its effects, its branches.").optional(),
      refuse: answer("Refusal: its condition, its effects, its branches.").optional(),
      counter: fixed(
        {
          when: expression("A further condition, over what the answering actor sees.").optional(),
          does: effects.optional(),
          says: words("How stories tell it.").optional(),
        },
        "A counter-offer: its condition, its effects.",
      ).optional(),
      "usual to counter": countedRate("How often each package is put against another at steadiness 0.").optional(),
      lapse: fixed({ does: effects.optional() }, "What else changes when it lapses unanswered.").optional(),
      worth: namedBy(
        name,
        namedBy(name, expression("Points on acceptance, read in the state before it."), "Points for each package."),
        "What acceptance is worth to an actor or a faction, beside the worth of the issues' levels.",
      ).optional(),
    },
    "An offer: packages that one desk may put to another, or to several, or two to each other, and the answer.",
  ),
  {
    lapse: "answer within",
    from: "to",
    to: "from",
    "opened by": "between",
    counter: "between",
    "usual to counter": "between",
    answers: "to",
  },
);

export const offer = withOneOf(plainOffer, ["from", "between"], true);

export const agreement = fixed(
  {
    by: words("The move that signs it; `DESK: MOVE` where two desks have moves of one name."),
    with: effects.optional(),
    when: expression("Where it can be signed; by default wherever play has not ended.").optional(),
    between: list(
      z.string({ error: "an actor" }),
      "Whose consent it needs; by default every actor that has a desk.",
    ).optional(),
  },
  "Something that could be agreed, for `standoff deal`: its terms and the move that signs it.",
);

export const concessions = fixed(
  {
    over: oneOrMore("an issue, or a list of issues", "The issue, or the issues, on which positions must meet."),
    between: twoDesks.meta({ description: "The two desks." }),
    starts: namedBy(
      name,
      z.union([words("The level."), namedBy(name, words("The level of the issue."), "The level of each issue.")]),
      "Where each desk stands at first: a level of the issue, or one for each issue.",
    ),
    when: expression("When concessions may be made, over what both actors see.").optional(),
    usual: expression("How often each concession is made at steadiness 0.").optional(),
    does: effects.optional(),
    "seen by": seenBy.optional(),
    settle: answer(
      "The last concession, by which all positions meet: its condition, its effects, its branches.",
    ).optional(),
    worth: namedBy(
      name,
      expression("Points on settling, read in the state before it."),
      "What settling is worth to an actor or a faction, beside the worth of the issues' levels.",
    ).optional(),
  },
  "Concessions: two sides whose positions move towards each other, a level at a time, until they meet.",
);

export const signal = withOneOf(
  fixed(
    {
      says: chances(name, "What may be heard, each with its chance; it may depend on what is hidden."),
      when: expression("When it can be heard.").optional(),
      chance: expression("Its chance per step of the calendar.").optional(),
      rate: countedRate("Its rate per time.").optional(),
      on: expression("It is heard when this happens: a clock that lapses, a move, an event.").optional(),
      in: words("The group of events that it belongs to; by default one of its own.").optional(),
      "heard by": oneOrMore(
        "everyone, no one, an actor or a list of actors",
        "Who hears it: everyone (default), an actor, or a list.",
      ).optional(),
      "kept as": pattern(
        /^(last|nothing|tally up to [1-9]\d?)$/,
        "last, tally up to 3, or nothing",
        "What is kept of it: the `last` thing heard, or a `tally up to 3` of the first less the second.",
      ).optional(),
      "forget when": expression("When this holds, what was kept is forgotten.").optional(),
      reported: choice(["fully"], "In the history, silence means no change.").optional(),
    },
    "A signal: something heard whose chance depends on what is hidden, and what is kept of it.",
  ),
  ["chance", "rate", "on"],
  true,
);
