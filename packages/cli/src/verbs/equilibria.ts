/**
 * `standoff equilibria`: are there others? Searches from seeded random starts beside the principal branch, groups what
 * is found, and gives each one's forecast. "Found", never "all", unless nothing is hidden.
 */
import {
  type Attempt,
  type FoundEquilibrium,
  findEquilibria,
  forecast,
  type Scenario,
  type Search,
  startsFor,
  tryStarts,
  type World,
} from "standoff";
import { percent } from "standoff/words";
import { ExitCode } from "../exit-code.ts";
import type { ThreadOptions } from "../options.ts";
import type { Outside } from "../outside.ts";
import { progressOn } from "../progress.ts";
import { build, callOf, stopEarly, stopping } from "../run.ts";
import { searchBeside } from "../share.ts";
import { certificateJson, printJson } from "../show/json.ts";
import { hanging, table, wrap } from "../show/layout.ts";
import { paintFor } from "../show/paint.ts";
import {
  mergedStarts,
  packed,
  partOf,
  type StartOptions,
  solveStarts,
  type Trying,
  unpacked,
} from "../start-shards.ts";

interface EquilibriaOptions extends ThreadOptions, StartOptions {
  readonly starts?: number;
  readonly seed: number;
}

export async function equilibria(outside: Outside, name: string, options: EquilibriaOptions): Promise<number> {
  const built = build(outside, name, options);
  const { scenario } = built;
  const progress = progressOn(outside);
  const starts = options.starts ?? startsFor(built.world);
  const searched = { words: ["equilibria", name], name, starts, search: { seed: options.seed }, news: {} };
  const part = partOf(options);
  if (part === "shard") return solveStarts(outside, searched, options, tryingIn(built.world, options.seed));
  const { world, known } =
    part === "whole"
      ? await searchBeside(outside, built, options, starts, progress)
      : { world: built.world, known: { attempts: (await mergedStarts(outside, searched, options)).map(attemptOf) } };
  const cancelled = stopping(outside, options);
  const search = findEquilibria(world, {
    ...known,
    starts,
    seed: options.seed,
    cancelled,
    onProgress: ({ start, found }) => {
      Atomics.store(outside.signals, 1, 1); // an interrupt from now on waits for the page
      progress.show(`searching: ${found} found`, (start + 1) / starts);
    },
  });
  progress.done();
  Atomics.store(outside.signals, 1, 0);
  if (search.status === "cancelled" && search.equilibria.length === 0) return stopEarly(callOf(outside, name, options));
  const found = search.equilibria.map((one) => ({ one, outcomes: outcomesOf(scenario, world, one) }));
  outside.writeOut(options.json ? printJson(asJson(search, found, options)) : page(outside, scenario, search, found));
  return search.equilibria.length === 0 ? ExitCode.notConverged : ExitCode.ok;
}

/** A start as it is kept. */
interface Kept {
  readonly logPolicy: string | null;
  readonly sweeps: number;
}

function tryingIn(world: World, seed: number): Trying {
  return (from, cancelled): Kept => {
    const [{ logPolicy, sweeps }] = tryStarts(world, { seed, from, to: from + 1, cancelled });
    return { logPolicy: logPolicy && packed(logPolicy), sweeps };
  };
}

function attemptOf(came: unknown, start: number): Attempt {
  const { logPolicy, sweeps } = came as Kept;
  return { start, logPolicy: logPolicy === null ? null : unpacked(logPolicy), sweeps };
}

interface Found {
  readonly one: FoundEquilibrium;
  readonly outcomes: ReadonlyMap<string, number>;
}

function outcomesOf(scenario: Scenario, world: World, { result }: FoundEquilibrium): Map<string, number> {
  const told = forecast({ scenario, world, base: result, results: [result] }, { news: { before: true } });
  return new Map(told.status === "forecast" ? told.outcomes.map(({ name, byEnd }) => [name, byEnd]) : []);
}

function asJson(search: Search, found: readonly Found[], { seed }: EquilibriaOptions) {
  return {
    status: search.status,
    complete: search.complete,
    says: search.says,
    starts: search.starts,
    seed,
    equilibria: found.map(({ one, outcomes }) => ({
      how: one.how,
      hits: one.hits,
      certificate: certificateJson(one.result.certificate),
      outcomes: Object.fromEntries(outcomes),
    })),
  };
}

function page(outside: Outside, scenario: Scenario, search: Search, found: readonly Found[]): string {
  const width = Math.min(outside.columns, 100);
  const columns = [
    { title: "by the last day", align: "left" as const, gives: true },
    ...found.map((_, i) => ({ title: `${i + 1}`, align: "right" as const })),
  ];
  const rows = [...(found[0]?.outcomes.keys() ?? [])].map((name) => [
    name,
    ...found.map(({ outcomes }) => percent(outcomes.get(name)!)),
  ]);
  const list = found.flatMap(({ one }, i) => {
    const hits = one.hits > 0 ? `, ${one.hits} of ${search.starts} starts led to it` : "";
    const text = `${one.how}${hits}; residual ${one.result.certificate.residual.toExponential(0)}`;
    return hanging(`${i + 1}: `, text, width);
  });
  const lines = [
    ...wrap(scenario.title, width),
    "",
    ...table(columns, rows, width, paintFor(outside.color).heading),
    "",
    ...list,
    "",
    ...wrap(`${search.says}. A forecast uses the first.`, width),
  ];
  return `${lines.join("\n")}\n`;
}
