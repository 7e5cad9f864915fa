/** The keys of scenario files, with what they mean, from the same schema that checks them. */
import type { Path } from "../language/file/located.ts";
import { scenarioSchema } from "../language/file/schema.ts";

export interface KeySaid {
  readonly name: string;
  readonly says: string;
  readonly needed: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

let whole: Schema | undefined;
const root = (): Schema => {
  whole ??= (scenarioSchema().$defs as Record<string, Schema>).scenario;
  return whole;
};

/** Ways to read a schema: itself, or each of its alternatives. */
function ways(schema: Schema | undefined): Schema[] {
  if (schema === undefined) return [];
  const any = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  const own =
    schema.properties !== undefined || schema.items !== undefined || schema.additionalProperties !== undefined;
  return own || any === undefined || any.every(({ required, not }) => required !== undefined || not !== undefined)
    ? [schema]
    : any.flatMap(ways);
}

function stepInto(schema: Schema, step: string | number): Schema[] {
  if (typeof step === "number") return ways(schema.items as Schema | undefined);
  const known = (schema.properties as Record<string, Schema> | undefined)?.[step];
  const others = schema.additionalProperties;
  return ways(known ?? (typeof others === "object" ? (others as Schema) : undefined));
}

function schemasAt(path: Path): Schema[] {
  let here = [root()];
  for (const step of path) here = here.flatMap((schema) => stepInto(schema, step));
  return here;
}

/** The keys that a map at a path may have, where these are fixed. */
export function keysAt(path: Path): KeySaid[] {
  return schemasAt(path).flatMap((schema) => {
    const needed = new Set((schema.required as readonly string[] | undefined) ?? []);
    const known = Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {});
    return known.map(([name, { description }]) => ({
      name,
      says: String(description ?? ""),
      needed: needed.has(name),
    }));
  });
}

/** The texts that a part may be, where these are few. */
export function textsAt(path: Path): string[] {
  return schemasAt(path).flatMap((schema) =>
    ((schema.enum ?? (schema.const === undefined ? [] : [schema.const])) as unknown[]).map(String),
  );
}

/** What the part at a path is, in words; undefined where the schema does not say. */
export function saidOf(path: Path): string | undefined {
  const parent = schemasAt(path.slice(0, -1));
  const last = path.at(-1);
  for (const schema of parent) {
    const known =
      typeof last === "string" ? (schema.properties as Record<string, Schema> | undefined)?.[last] : undefined;
    if (typeof known?.description === "string") return known.description;
  }
  const own = schemasAt(path).find(({ description }) => typeof description === "string");
  return own?.description as string | undefined;
}
