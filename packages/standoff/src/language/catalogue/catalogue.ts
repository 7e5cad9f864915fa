/**
 * Every code that a diagnostic can have, gathered from the catalogue's files, one per family. The same entries make the
 * messages and the docs (`scripts/make-diagnostics-docs.ts`). To add a code, add an entry to the family's file.
 */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { checkEntries } from "./catalogue-checks.ts";
import { dealingEntries } from "./catalogue-dealing.ts";
import { drawEntries } from "./catalogue-draws.ts";
import { type CatalogueEntry, fill, type Parameters } from "./catalogue-entry.ts";
import { meaningEntries } from "./catalogue-meaning.ts";
import { nameEntries } from "./catalogue-names.ts";
import { questionEntries } from "./catalogue-questions.ts";
import { worldEntries } from "./catalogue-world.ts";
import { yamlEntries } from "./catalogue-yaml.ts";

export const catalogue = {
  ...yamlEntries,
  ...nameEntries,
  ...meaningEntries,
  ...dealingEntries,
  ...drawEntries,
  ...checkEntries,
  ...worldEntries,
  ...questionEntries,
} as const;

/** The families by title, in the order of the docs. */
export const families: readonly {
  readonly title: string;
  readonly entries: Readonly<Record<string, CatalogueEntry>>;
}[] = [
  { title: "The file and its form", entries: yamlEntries },
  { title: "Names and types", entries: nameEntries },
  { title: "Meaning", entries: meaningEntries },
  { title: "Offers and signals", entries: dealingEntries },
  { title: "Distributions and correlations", entries: drawEntries },
  { title: "Orders and checks", entries: checkEntries },
  { title: "The world", entries: worldEntries },
  { title: "Questions and history", entries: questionEntries },
];

export type Code = keyof typeof catalogue;

/** What a single diagnostic adds to, or puts in place of, its entry's wording. */
export type Extra = Partial<Pick<Diagnostic, "severity" | "expected" | "related" | "example">> & {
  readonly hint?: string | undefined;
};

/**
 * Makes a diagnostic: the entry's templates filled with `parameters`; `extra` wins over the entry's own fields.
 * `diagnostic("unknown-name", span, { name }, { hint: didYouMean(name, known) })`
 */
export function diagnostic<C extends Code>(
  code: C,
  span: Span,
  parameters: Parameters<(typeof catalogue)[C]>,
  extra: Extra = {},
): Diagnostic {
  const entry: CatalogueEntry = catalogue[code];
  const values = parameters as Readonly<Record<string, string | number>>;
  const filled = (own: string | undefined, template: string | undefined) =>
    own ?? (template === undefined ? undefined : fill(template, values));
  const expected = filled(extra.expected, entry.expected);
  const hint = filled(extra.hint, entry.hint);
  return {
    code,
    severity: extra.severity ?? entry.severity,
    span,
    message: fill(entry.message, values),
    ...(expected === undefined ? {} : { expected }),
    ...(hint === undefined ? {} : { hint }),
    ...(extra.related === undefined ? {} : { related: extra.related }),
    ...(extra.example === undefined ? {} : { example: extra.example }),
  };
}
