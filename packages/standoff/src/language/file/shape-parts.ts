/**
 * What the shapes of `shapes.ts` and its sisters are made of: words, expressions, dates, maps with fixed keys, and
 * parts in common.
 */
import { z } from "zod";
import { countedTimeForm, countForm } from "./counts.ts";
import { isDate, isName } from "./shape-words.ts";

/** For lengths of texts: a map with an entry `length` is none, and is refused as a map. */
const notEmpty = (error: string) => ({ error, when: ({ value }: { value: unknown }) => typeof value === "string" });

/** Any words. */
export const words = (description: string) =>
  z.string({ error: "words" }).min(1, notEmpty("words")).meta({ description });

/** An expression, in the language of `docs/language.md`. */
export const expression = (description: string) =>
  z.string({ error: "an expression" }).min(1, notEmpty("an expression")).meta({ description, holds: "expression" });

/** A rate, or how often something was seen in a time. */
export const countedRate = (description: string) =>
  z
    .union([
      expression(description),
      fixed(
        {
          seen: pattern(countForm, "a whole number", "How often it was seen."),
          in: pattern(countedTimeForm, "a time such as 40 years", "In what time: `40 years`."),
          evidence: oneOrMore("an evidence entry, or a list of them", "The evidence that it rests on.").optional(),
        },
        "A count: the rate becomes an assumption with a range of its own.",
      ),
    ])
    .meta({ description: `${description} Or a count: \`{ seen: 3, in: 40 years }\`.` });

export const date = (description: string) =>
  z
    .string({ error: "a date such as 2025-05-01" })
    .refine(isDate, { error: "a day that exists, written such as 2025-05-01" })
    .meta({ description, pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

export const choice = <const Values extends readonly string[]>(values: Values, description: string) =>
  z
    .enum(values, { error: values.length <= 2 ? values.join(" or ") : `one of ${values.join(", ")}` })
    .meta({ description });

export const yesOrNo = (description: string) => choice(["yes", "no"], description);

export const pattern = (regex: RegExp, expected: string, description: string) =>
  z.string({ error: expected }).regex(regex, { error: expected }).meta({ description });

/** A name that expressions may use: see `isName`. */
export const name = z.string().refine(isName, { error: "name" });

/** A name that only people read, such as a question's. */
export const label = z.string().min(1, notEmpty("name"));

export const namedBy = <Key extends z.core.$ZodRecordKey, Value extends z.core.SomeType>(
  key: Key,
  value: Value,
  description: string,
) => z.record(key, value, { error: "a map of names" }).meta({ description });

export const list = <Item extends z.core.SomeType>(item: Item, description: string) =>
  z.array(item, { error: "a list" }).meta({ description });

export const oneOrMore = (what: string, description: string) =>
  z
    .union([z.string({ error: what }).min(1, notEmpty(what)), z.array(z.string({ error: what }), { error: what })])
    .meta({ description });

/** A map with fixed keys. The error texts carry the keys that it knows: for a suggestion, one a line. */
export const fixed = <Shape extends z.core.$ZodLooseShape>(shape: Shape, description: string) =>
  z
    .strictObject(shape, {
      error: (issue) => {
        const keys = Object.keys(shape);
        if (issue.code === "unrecognized_keys") return keys.join("\n");
        return `a map with ${keys.length > 6 ? `keys such as ${keys.slice(0, 6).join(", ")}` : `the keys ${keys.join(", ")}`}`;
      },
    })
    .meta({ description });

/** Demands exactly one, or at most one, of some keys: those that distinguish the kinds of an entry. */
export const withOneOf = <Shape extends z.ZodObject>(
  shape: Shape,
  keys: readonly string[],
  needed: boolean,
  addsTo: Readonly<Record<string, string>> = {},
) =>
  shape
    .superRefine((value, context) => {
      const given = (key: string) => (value as Record<string, unknown>)[key] !== undefined;
      const present = keys.filter((key) => given(key) && !(key in addsTo && given(addsTo[key])));
      if (present.length === 1 || (present.length === 0 && !needed)) return;
      const params = { rule: present.length === 0 ? "one of" : "only one of", keys, present };
      context.addIssue({ code: "custom", message: "", params });
    })
    .meta({ ...shape.meta(), oneKeyOf: keys, oneKeyNeeded: needed, keyAddsTo: addsTo });

/** Demands that a key stands only beside another. */
export const withNeed = <Shape extends z.ZodObject>(shape: Shape, needs: Readonly<Record<string, string>>) =>
  shape.superRefine((value, context) => {
    const given = value as Record<string, unknown>;
    for (const [key, need] of Object.entries(needs)) {
      if (given[key] === undefined || given[need] !== undefined) continue;
      context.addIssue({ code: "custom", message: "", params: { rule: "needs", key, need } });
    }
  });

// ---------------------------------------------------------------- parts that several sections share

export const chances = (key: z.core.$ZodRecordKey, description: string) =>
  namedBy(key, expression("A chance; `rest` takes what is left."), description);

const effect = z
  .union([
    expression("A level, an expression, `up 1`, `down 2`, or `becomes OTHER` for the value of another variable."),
    fixed(
      {
        becomes: z
          .record(z.string(), words("The new level."), {
            error: "a map from old levels to new ones (to copy another variable: `becomes NAME`, without braces)",
          })
          .meta({ description: "From each level to another; others stay." }),
      },
      "A map from old levels to new ones.",
    ),
  ])
  .meta({
    description:
      "What the variable becomes: a level, an expression, `up 1`, `down 2`, `becomes OTHER`, or `{ becomes: { from: to } }`.",
  });

export const effects = namedBy(name, effect, "What changes: variables by name.");

export const branches = (description: string) =>
  namedBy(
    name,
    z.union([
      expression("The branch's chance; `rest` takes what is left."),
      fixed(
        { chance: expression("The branch's chance; `rest` takes what is left."), does: effects.optional() },
        "A branch with its own effects.",
      ),
    ]),
    description,
  );

export const seenBy = oneOrMore(
  "everyone, no one, an actor or a list of actors",
  "Who sees it: everyone (default), no one, an actor, or a list.",
);

export const evidenceList = oneOrMore(
  "the name of an evidence entry, or a list of them",
  "The evidence that it rests on.",
);
