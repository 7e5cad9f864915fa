/** The form of a catalogue entry, and the types that tie a message's parameters to its template. */
import type { Severity } from "../../text/diagnostic.ts";

/**
 * Wording of one code. `message`, `expected` and `hint` are templates: `{name}` is replaced by the parameter `name`.
 * `explains` is the docs page's prose; `wrong` and `right` are fragments of a scenario file that show it.
 */
export interface CatalogueEntry {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly expected?: string;
  readonly hint?: string;
  readonly explains: string;
  readonly wrong: string;
  readonly right: string;
}

/** One file of the catalogue: entries by code. Codes are words with hyphens and unique over all files. */
export type Family = Readonly<Record<string, CatalogueEntry>>;

/** The names between braces in a template. */
export type Holes<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

type TextOf<E, K extends string> = E extends { readonly [P in K]: infer T } ? T : "";

/** The parameters that an entry's templates need. */
export type Parameters<E> = {
  readonly [Name in Holes<TextOf<E, "message">> | Holes<TextOf<E, "expected">> | Holes<TextOf<E, "hint">>]:
    | string
    | number;
};

/** No parameter takes more room in a message: it may hold anything that a file holds. */
const longestParameter = 160;

/** A template with its holes filled, long parameters cut. A hole without a parameter is a bug. */
export function fill(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) throw new Error(`a message template has no parameter "${name}": ${template}`);
    const text = String(value);
    return text.length > longestParameter ? `${text.slice(0, longestParameter - 1)}…` : text;
  });
}
