/**
 * The JSON Schema (2020-12) of scenario files, from the same shapes that check them: for editors, which complete keys
 * and show their descriptions. It is looser than our own reading where JSON Schema has no word for a rule.
 */
import { z } from "zod";
import { laterKeys, scenarioShape } from "./shapes.ts";

type Schema = Record<string, unknown>;

/** The schema as plain data. A file with `extends` may leave anything out, and take keys away with `removed`. */
export function scenarioSchema(): Schema {
  const whole = z.toJSONSchema(scenarioShape, { target: "draft-2020-12", io: "input", override: rewrite }) as Schema;
  const { $schema, description, ...full } = whole;
  addSection(full, "extends", extendsKey);
  for (const key of laterKeys.file) addSection(full, key, laterKey);
  const partial = loosen(full) as Schema;
  return {
    $schema,
    title: "Standoff scenario",
    description,
    type: "object",
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    ...{ if: { required: ["extends"] }, then: { $ref: "#/$defs/extension" }, else: { $ref: "#/$defs/scenario" } },
    $defs: { scenario: full, extension: partial },
  };
}

const extendsKey: Schema = {
  type: "string",
  description:
    "The folder or file of the scenario that this one starts from. Maps merge key by key; `removed` takes a key away.",
};

const laterKey: Schema = { not: {}, description: "Kept for a later version of the language: not yet read." };

function addSection(schema: Schema, key: string, section: Schema): void {
  schema.properties = { ...(schema.properties as Schema), [key]: section };
}

/**
 * Fits zod's output to YAML as editors read it: plain scalars are numbers and truths there, where we read their text.
 */
function rewrite({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const schema = jsonSchema as Schema;
  if (schema.type === "string") admitNumbers(schema);
  if (schema.oneKeyOf !== undefined) demandOneKey(schema);
  if (schema.propertyNames !== undefined) schema.propertyNames = { minLength: 1 };
  for (const key of ["holds", "oneKeyOf", "oneKeyNeeded", "keyAddsTo"]) delete schema[key];
}

/** A pattern applies to texts only, so that numbers pass it: they are let in where the pattern takes digits. */
function admitNumbers(schema: Schema): void {
  if (Array.isArray(schema.enum)) {
    if (!schema.enum.includes("1")) return;
    delete schema.type;
    schema.enum = [1, "1"];
  } else if (schema.pattern === undefined || new RegExp(schema.pattern as string).test("1")) {
    schema.type = schema.holds === "expression" ? ["string", "number", "boolean"] : ["string", "number"];
  }
}

function demandOneKey(schema: Schema): void {
  const addsTo = schema.keyAddsTo as Record<string, string>;
  const required = (schema.oneKeyOf as string[]).map((key) =>
    key in addsTo ? { required: [key], not: { required: [addsTo[key]] } } : { required: [key] },
  );
  const none = { not: { anyOf: required } };
  schema.oneOf = schema.oneKeyNeeded === true ? required : [...required, none];
}

/** The form of a part of a file that extends another: nothing is required, and any entry may be `removed`. */
function loosen(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(loosen);
  if (typeof schema !== "object" || schema === null) return schema;
  const { required: _, oneOf: __, ...rest } = schema as Schema;
  const loose: Schema = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === "properties") loose[key] = mapValues(value as Schema, removable);
    else if (key === "additionalProperties" && typeof value === "object") loose[key] = removable(value);
    else if (key === "items") loose[key] = value;
    else loose[key] = loosen(value);
  }
  return loose;
}

function removable(schema: unknown): Schema {
  const loose = loosen(schema) as Schema;
  const anyText = Array.isArray(loose.type) && loose.pattern === undefined;
  if (anyText || loose.not !== undefined) return loose;
  const { description, ...rest } = loose;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, { const: "removed" }] };
}

function mapValues(object: Schema, change: (value: unknown) => Schema): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
