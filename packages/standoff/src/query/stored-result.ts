/**
 * A solved scenario in a file: the policy with its certificate and forecast, and the scenario's hash and settings, so
 * that anyone can check it later. `verifyResult` trusts none of it: it sweeps the world anew with the plain kernels.
 *
 * One JSON text; the policy as base64 of little-endian doubles (logarithms of chances, one per slot); `checksum` is the
 * SHA-256 of the text of everything before it. A result has one text: any changed byte is an error, never another
 * answer.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import type { Scenario } from "../language/scenario.ts";
import { residualOf } from "../solve/residual.ts";
import type { Solved } from "../solve/solution.ts";
import { sweepBackward } from "../sweep/backward.ts";
import { sweepForward } from "../sweep/forward.ts";
import { decodeBase64, encodeBase64 } from "../text/base64.ts";
import { validateWorld } from "../world/validate.ts";
import { type World, wholeWorld } from "../world/world.ts";
import { forecastSolutions } from "./forecast.ts";
import type { Solution } from "./told/given-news.ts";

const RESULT_FORMAT = "standoff result 1";

/** A solved scenario as it is stored. */
export interface StoredResult {
  readonly format: typeof RESULT_FORMAT;
  /** The version of the engine that wrote it. */
  readonly engine: string;
  readonly scenario: { readonly title: string; readonly hash: string };
  /** What the scenario was loaded with. */
  readonly settings: {
    readonly set: Readonly<Record<string, string>>;
    readonly step: string | null;
    readonly reversed: boolean;
  };
  readonly world: { readonly nodes: number; readonly edges: number; readonly slots: number };
  readonly certificate: { readonly residual: number; readonly largestGain: number; readonly massLost: number };
  /** Chances by the last day, by name. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Logarithms of chances, one per slot: little-endian doubles in base64. */
  readonly policy: string;
}

const shape: z.ZodType<StoredResult> = z.strictObject({
  format: z.literal(RESULT_FORMAT),
  engine: z.string(),
  scenario: z.object({ title: z.string(), hash: z.string() }),
  settings: z.object({ set: z.record(z.string(), z.string()), step: z.string().nullable(), reversed: z.boolean() }),
  world: z.object({ nodes: z.number(), edges: z.number(), slots: z.number() }),
  certificate: z.object({ residual: z.number(), largestGain: z.number(), massLost: z.number() }),
  outcomes: z.record(z.string(), z.number()),
  policy: z.string(),
});

/**
 * The text of a result; `settings` are those that the scenario was loaded with.
 *
 * @example
 * ```ts
 * storeResult(solved, "0.1.0", { set: {}, step: null, reversed: false }).slice(0, 29) // => "{\"format\":\"standoff result 1\""
 * ```
 */
export function storeResult(
  { scenario, world, base: solved }: Pick<Solution, "scenario" | "world" | "base">,
  engine: string,
  settings: StoredResult["settings"],
): string {
  const { residual, largestGain, massLost } = solved.certificate;
  const result: StoredResult = {
    format: RESULT_FORMAT,
    engine,
    scenario: { title: scenario.title, hash: scenario.hash },
    settings,
    world: sizesOf(world),
    certificate: { residual, largestGain, massLost },
    outcomes: outcomesOf(scenario, world, solved),
    policy: encodeBase64(bytesOf(solved.logPolicy)),
  };
  return write(result);
}

function write(result: StoredResult): string {
  return `${JSON.stringify({ ...result, checksum: checksum(JSON.stringify(result)) })}\n`;
}

function sizesOf(world: World): StoredResult["world"] {
  const { nodes, edges, slots } = wholeWorld(world).header;
  return { nodes, edges, slots };
}

function outcomesOf(scenario: Scenario, world: World, solved: Solved): Record<string, number> {
  return Object.fromEntries(
    forecastSolutions(scenario, world, [solved]).outcomes.map(({ name, byEnd }) => [name, byEnd]),
  );
}

function checksum(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Doubles, little-endian whatever the machine. */
function bytesOf(numbers: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(numbers.length * 8));
  numbers.forEach((value, i) => {
    view.setFloat64(i * 8, value, true);
  });
  return new Uint8Array(view.buffer);
}

function numbersOf(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getFloat64(i * 8, true));
}

export type ReadResult =
  | { readonly status: "read"; readonly result: StoredResult; readonly logPolicy: Float64Array }
  | { readonly status: "damaged"; readonly why: string };

/**
 * Reads a stored result, or says why it is none.
 *
 * @example
 * ```ts
 * readResult(storeResult(solved, "0.1.0", { set: {}, step: null, reversed: false })).status // => "read"
 * readResult("{}").status // => "damaged"
 * ```
 */
export function readResult(text: string): ReadResult {
  const damaged = (why: string): ReadResult => ({ status: "damaged", why });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged("it is no JSON");
  }
  const { checksum: sum, ...rest } = (value ?? {}) as Record<string, unknown>;
  const parsed = shape.safeParse(rest);
  if (!parsed.success)
    return damaged(`it has not the form of a result (${parsed.error.issues[0]?.path.join(".") ?? ""})`);
  if (sum !== checksum(JSON.stringify(parsed.data)))
    return damaged("its checksum is wrong: something in it was changed");
  // What reads the same is not enough: one text a result, so that a changed byte is always told.
  if (text !== write(parsed.data)) return damaged("it is not written as this program writes it");
  const logPolicy = policyOf(parsed.data.policy);
  return logPolicy === null
    ? damaged("its policy is not the base64 of numbers")
    : { status: "read", result: parsed.data, logPolicy };
}

function policyOf(text: string): Float64Array | null {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64(text);
  } catch {
    return null;
  }
  return bytes.length % 8 === 0 && encodeBase64(bytes) === text ? numbersOf(bytes) : null;
}

export interface Verification {
  readonly holds: boolean;
  /** What was compared, in words, with the numbers; the first that does not hold is why. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly what: string;
  readonly stored: number | string;
  readonly found: number | string;
  readonly holds: boolean;
}

/** The stored residual was measured by other loops in another order: both are far below this. */
const RESIDUAL_ABOVE = 1e-9;
const PROBABILITY_APART = 1e-12;

/**
 * Re-derives certificate and forecast from the scenario's world and the stored policy, by the plain kernels alone.
 *
 * @example
 * ```ts
 * const stored = readResult(storeResult(solved, "0.1.0", { set: {}, step: null, reversed: false }));
 * verifyResult(buildScenario(strike, read, { kernel: false }), stored, "0.1.0").holds // => true
 * ```
 */
export function verifyResult(
  { scenario, world }: Pick<Solution, "scenario" | "world">,
  { result: stored, logPolicy }: Pick<Extract<ReadResult, { status: "read" }>, "result" | "logPolicy">,
  engine: string,
): Verification {
  const same = (what: string, a: number | string, b: number | string): Finding => ({
    what,
    stored: a,
    found: b,
    holds: a === b,
  });
  const sizes = sizesOf(world);
  const findings: Finding[] = [
    same("broken invariants of the world", 0, validateWorld(world).length),
    same("engine", stored.engine, engine),
    same("title of the scenario", stored.scenario.title, scenario.title),
    same("hash of the scenario", stored.scenario.hash, scenario.hash),
    same("states", stored.world.nodes, sizes.nodes),
    same("edges", stored.world.edges, sizes.edges),
    same("action slots", stored.world.slots, sizes.slots),
    same("length of the policy", stored.world.slots, logPolicy.length),
  ];
  // Another engine or title is told, but says nothing of whether the numbers can be measured again.
  const [broken, , , ...comparable] = findings;
  if ([broken, ...comparable].every(({ holds }) => holds))
    findings.push(...remeasure(scenario, world, stored, logPolicy));
  return { holds: findings.every(({ holds }) => holds), findings };
}

function remeasure(scenario: Scenario, world: World, stored: StoredResult, logPolicy: Float64Array): Finding[] {
  const { residual, largestGain, massLost } = residualOf(world, logPolicy);
  const below = (what: string, before: number, now: number, most: number): Finding => ({
    what: `${what} at most ${most}`,
    stored: before,
    found: now,
    holds: now >= 0 && now <= most && before >= 0 && before <= most,
  });
  const found = outcomesOf(scenario, world, plainSolution(world, logPolicy, stored));
  const names = new Set([...Object.keys(found), ...Object.keys(stored.outcomes)]);
  const apart = [...names].map((name) => Math.abs((found[name] ?? Number.NaN) - (stored.outcomes[name] ?? Number.NaN)));
  const most = apart.reduce((a, b) => (Number.isNaN(b) || b > a ? b : a), 0);
  const gain: Finding = {
    what: "largest gain from one changed decision, points",
    stored: stored.certificate.largestGain,
    found: largestGain,
    holds: Math.abs(largestGain - stored.certificate.largestGain) <= 1e-6,
  };
  return [
    below("residual", stored.certificate.residual, residual, RESIDUAL_ABOVE),
    below("mass lost", stored.certificate.massLost, massLost, PROBABILITY_APART),
    gain,
    { what: "largest change of an outcome's probability", stored: 0, found: most, holds: most <= PROBABILITY_APART },
  ];
}

/** A solution from the policy alone: reach and values by the plain sweeps. */
function plainSolution(given: World, logPolicy: Float64Array, stored: StoredResult): Solved {
  const world = wholeWorld(given);
  const { nodes, columns, slots } = world.header;
  const policy = logPolicy.map(Math.exp);
  policy[0] = 1;
  const reach = new Float64Array(nodes);
  const values = new Float64Array(nodes * columns);
  sweepForward(world, policy, reach);
  sweepBackward(world, policy, values);
  const certificate = { ...stored.certificate, iterations: 0, branch: "warm start" as const, steps: [], says: "" };
  return { scale: 1, policy, logPolicy, reach, values, q: new Float64Array(slots), certificate };
}
