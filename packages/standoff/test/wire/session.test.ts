/**
 * The contract of a session, held over every way between it and who asks: in the same thread behind copied messages, in
 * a thread of Node, in a browser's worker; with shared memory and without. The figures are those of the library called
 * directly.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOneGo } from "../../src/math/steps.ts";
import { runChecks } from "../../src/query/checks.ts";
import { type Forecast, forecastSolutions } from "../../src/query/forecast.ts";
import { answerQuestions, parseQuestion } from "../../src/query/questions/question.ts";
import { manifestOf } from "../../src/query/tables.ts";
import { explain } from "../../src/query/told/explain.ts";
import { derivativesOf } from "../../src/query/told/tell-derivatives.ts";
import { choices, flow } from "../../src/query/told/tell-flow.ts";
import { runScenario, type SolvedScenario } from "../../src/run.ts";
import { datesOf } from "../../src/study/answers.ts";
import { Draws } from "../../src/study/draw.ts";
import { openStudy } from "../../src/study/open.ts";
import { USUAL_SEED } from "../../src/study/seed.ts";
import { type DrawRecord, reduceStudy, type Study } from "../../src/study/study.ts";
import { openSession } from "../../src/wire/client.ts";
import type { Failure } from "../../src/wire/failure.ts";
import type { Port, Result, Told, ToMember } from "../../src/wire/messages.ts";
import { nodePort } from "../../src/wire/ports.ts";
import { session } from "../../src/wire/session.ts";
import type { SessionKinds } from "../../src/wire/session-kinds.ts";
import { type Border, twin } from "../../src/wire/twin.ts";
import { type Cases, type Exercises, exercises, type Seen } from "./exercises.ts";
import { absent, bundled, type Chromium, startChromium } from "./in-chromium.ts";

function textOf(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../../scenarios/${name}`, import.meta.url)), "utf8");
}

const labour = textOf("labour-strike/scenario.standoff.yaml");
const impossible = `extends: ../labour.yaml
title: A strike before there may be one
history:
  - { on: 2026-03-10, happened: call a strike }
`;
const cases: Cases = {
  labour: { main: "labour.yaml", files: { "labour.yaml": labour, "news/impossible.yaml": impossible } },
  cuba: { main: "cuba.yaml", files: { "cuba.yaml": textOf("cuba-1962/scenario.standoff.yaml") } },
};

// ---- The ways ----

interface Way {
  readonly name: string;
  readonly exercise: <K extends keyof Exercises>(name: K) => Promise<Seen<K>>;
  /** Another engine may round exponentials differently in the last place; in the same one nothing differs. */
  readonly tolerance: number;
  readonly skip?: string;
}

type SessionPort = Port<Told<SessionKinds>, ToMember<SessionKinds>>;

function here(name: string, start: () => SessionPort): Way {
  return {
    name,
    exercise: async (what) => {
      const client = openSession(start);
      const seen = await exercises[what](client, cases);
      client.restart();
      return seen as Seen<typeof what>;
    },
    tolerance: 0,
  };
}

/** The body of a thread, bundled once: each of some thirty threads would read and strip two hundred sources anew. */
let body = "";
const startThread = () => new Worker(body, { eval: true });

function thread(shares: boolean): SessionPort {
  const worker = startThread();
  return nodePort<Told<SessionKinds>, ToMember<SessionKinds>>(worker, shares);
}

const cloned: Border = { copy: structuredClone, later: setImmediate, shares: true };
const asJson: Border = { copy: (message) => JSON.parse(JSON.stringify(message)), later: setImmediate, shares: false };

let chromium: Chromium | null = null;
const inBrowser = (name: string, isolated: boolean): Way => ({
  name,
  exercise: (what) => chromium!.exercise(what, cases, isolated),
  tolerance: 1e-12,
  ...(absent === "" ? {} : { skip: absent }),
});

const ways: readonly Way[] = [
  here("the same thread, messages as structured clones", () => twin(session(), cloned)),
  here("the same thread, messages as JSON", () => twin(session(), asJson)),
  here("a thread of Node", () => thread(true)),
  here("a thread of Node without shared memory", () => thread(false)),
  inBrowser("a worker of an isolated page", true),
  inBrowser("a worker without shared memory", false),
];

beforeAll(async () => {
  body = await bundled("node-session.ts", "node");
  if (absent === "") chromium = await startChromium();
});
afterAll(() => chromium?.close());

// ---- What the library says without a session ----

function solved(main: string, options: Parameters<typeof runScenario>[2] = {}): SolvedScenario {
  // Looking at first figures is an evaluation, which certificates count.
  const looking = { ...options, onFirstFigures: () => {} };
  const run = runScenario(main, (name) => (name === "labour.yaml" ? labour : undefined), looking);
  if (run.status !== "solved") throw new Error(run.status);
  return run;
}

function forecastOf({ scenario, world, results }: SolvedScenario): Forecast {
  return forecastSolutions(scenario, world, results);
}

function studied(file: string, options: { step: string }, draws: number): Study {
  const readFile = (name: string) => cases.labour.files[name] as string | undefined;
  const opened = openStudy(file, readFile, { options, seed: USUAL_SEED, draws, steadiness: true });
  if (opened.status !== "open") throw new Error(opened.status);
  const { scenario: stated, plan, points } = opened;
  const where = { path: file, readFile, options, news: {}, maxBytes: 2 ** 31 };
  const draw = new Draws({ ...where, stated, world: null, dates: datesOf(stated) });
  const results = inOneGo(draw.inSteps(points));
  return reduceStudy(
    plan,
    points.map(({ drawn }, i) => ({ drawn, ...results[i] }) as DrawRecord),
    null,
  );
}

function answersOf({ scenario, world, results }: SolvedScenario, texts: readonly string[]) {
  return answerQuestions(
    scenario,
    world,
    results,
    texts.map((text) => parseQuestion(scenario, text).question!),
  );
}

// ---- Comparing ----

/** Of the way to the answer, which rounding may change. */
const loose = new Set(["certificate", "solutions"]);

function expectSame(seen: unknown, wanted: unknown, tolerance: number): void {
  if (tolerance === 0) expect(seen).toEqual(wanted);
  else expect(within(seen, wanted, tolerance, "")).toEqual([]);
}

/** Where two values differ by more than the tolerance. */
function within(seen: unknown, wanted: unknown, tolerance: number, at: string): string[] {
  if (typeof seen === "number" && typeof wanted === "number") {
    return Math.abs(seen - wanted) <= tolerance * Math.max(1, Math.abs(wanted))
      ? []
      : [`${at}: ${seen}, not ${wanted}`];
  }
  if (typeof seen !== "object" || typeof wanted !== "object" || seen === null || wanted === null) {
    return seen === wanted ? [] : [`${at}: ${seen}, not ${wanted}`];
  }
  const keys = [...new Set([...Object.keys(seen), ...Object.keys(wanted)])].filter((key) => !loose.has(key));
  const [one, other] = [seen, wanted] as [Record<string, unknown>, Record<string, unknown>];
  return keys.flatMap((key) => within(one[key], other[key], tolerance, `${at}/${key}`));
}

function replyOf<R>(result: Result<R>): R {
  if ("reply" in result) return result.reply;
  throw new Error(JSON.stringify(result.failure));
}

function failureOf(result: Result<unknown>): Failure {
  if ("failure" in result) return result.failure;
  throw new Error("it did not fail");
}

const superseded = { failure: { kind: "cancelled", superseded: true } };
const cancelled = { failure: { kind: "cancelled", superseded: false } };

// ---- The contract ----

describe.each(ways)("$name", ({ exercise, tolerance, skip }) => {
  const when = test.skipIf(skip !== undefined);

  when("opening tells what there is", async () => {
    const { opened, stages } = await exercise("opening");
    const { scenario, world, stats } = solved("labour.yaml");
    expect(stages).toEqual(["reading", "building", "examining"]);
    expect(replyOf(opened)).toMatchObject({
      of: { main: "labour.yaml", hash: scenario.hash, set: {} },
      how: "built",
      from: "2026-03-02",
      to: "2026-07-31",
      outcomes: ["strike called", "settled", "a fair contract", "strike on the last day"],
      world: { states: stats.nodes, edges: stats.edges, bytes: world.buffer.byteLength },
      diagnostics: [],
      sources: [{ path: "labour.yaml", text: labour }],
    });
    expect(replyOf(opened).assumptions[0]).toEqual({
      name: "large fund",
      value: 0.5,
      type: "number",
      text: "0.5",
      unit: "chance",
      range: [0.3, 0.7],
    });
  });

  when("a forecast is that of the library; first figures, then each scale are told as they stand", async () => {
    const { result, told, sofar, second, again } = await exercise("forecasting");
    const run = solved("labour.yaml");
    const wanted = forecastOf(run);
    const reply = replyOf(result);
    expectSame(reply.forecast, wanted, tolerance);
    const own = run.scenario.questions.map(({ ask }) => ask);
    expectSame(
      reply.questions.map(({ answer }) => answer),
      answersOf(run, own),
      tolerance,
    );
    expect(told.filter((kind) => kind !== "certificate")).toEqual([
      "first figures",
      "stands at 1",
      "stands at 0.5",
      "stands at 2",
    ]);
    // What was told first is near, what stood first is the forecast already but for its ribbon, what stood last is all
    // of it.
    const [first, base, , last] = sofar as [Seen<"forecasting">["sofar"][0], typeof reply, unknown, typeof reply];
    wanted.outcomes.forEach(({ name, byEnd }, i) => {
      const [called, chance] = (first as { outcomes: [string, number][] }).outcomes[i];
      expect(called).toBe(name);
      expect(Math.abs(chance - byEnd)).toBeLessThan(0.005);
      expect(Math.abs(base.forecast.outcomes[i].byEnd - byEnd)).toBeLessThanOrEqual(tolerance);
      expect(base.forecast.outcomes[i].ribbon.byEnd).toEqual(Array(2).fill(base.forecast.outcomes[i].byEnd));
    });
    expect(last.forecast.outcomes).toEqual(reply.forecast.outcomes);
    // What stands is not solved again.
    expect(again).toBe(0);
    expect(second).toEqual(result);
  });

  when("questions are answered, and one that cannot be read is told beside them", async () => {
    const { answers, unsolved } = replyOf(await exercise("asking"));
    const run = solved("labour.yaml");
    const wanted = answersOf(run, ["median days until settled", "P(settled before strike called)"]);
    expectSame(answers.slice(0, 2), wanted, tolerance);
    expect(answers[2]).toMatchObject({
      status: "not understood",
      diagnostics: [{ code: "question-not-understood" }],
      sources: [{ path: "question", text: "P(settled by the day after tomorrow)" }],
    });
    expect(unsolved).toEqual([]);
  });

  when("a study is told as it comes, goes on where it was cancelled, and is the library's", async () => {
    const { cancelled, whole, again, other, told, parts, answered } = await exercise("studying");
    expect(failureOf(cancelled)).toEqual({ kind: "cancelled", superseded: false });
    const { study, seed } = replyOf(whole);
    expect(seed).toBe("calm-river-stone");
    expectSame(study, studied("labour.yaml", { step: "1 month" }, 16), tolerance);
    expect(replyOf(again).study).toEqual(study);
    // Those of the first request stand already; of the last one nothing is left to do.
    expect(told[0]).toBeGreaterThan(4);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(12);
    expect(parts[0]).toBeGreaterThan(0);
    expect(failureOf(other)).toMatchObject({ kind: "no such seed" });
    expect(replyOf(answered).answers[0]).toMatchObject({ status: "answered" });
  });

  when(
    "rival forms are drawn as each is by itself, the own one as its study says, and pooled by their weights",
    async () => {
      const { opened, own, forms } = await exercise("forming");
      expect(replyOf(opened).rivals).toEqual(["no mediator", "small fund"]);
      const { forms: all, pool } = replyOf(forms);
      expect(all.map(({ name, weight, says }) => [name, weight, says])).toEqual([
        [null, 0.7, ""],
        ["no mediator", 0.3, ""],
        ["small fund", null, ""],
      ]);
      const meanOf = (place: number) => all[place].answers.find(({ name }) => name === "settled")!.mean!;
      expect(meanOf(0)).toBe(replyOf(own).study.outcomes.find(({ name }) => name === "settled")!.mean);
      expect(new Set([0, 1, 2].map(meanOf)).size).toBe(3);
      if (pool?.status !== "pooled") throw new Error(String(pool?.status));
      const pooled = pool.study.outcomes.find(({ name }) => name === "settled")!;
      expect(pooled.mean).toBeCloseTo(0.7 * meanOf(0) + 0.3 * meanOf(1), 9);
    },
  );

  when("strategies, beliefs, stories and derivatives are those of the library", async () => {
    const { all, some, nobody, moves, account } = await exercise("explaining");
    const { of: _, certificate: __, ...explained } = replyOf(all);
    expectSame(explained, explain(solved("labour.yaml", { step: "1 month" })), tolerance);
    const { strategies, beliefs, paths } = explained;
    expect(strategies?.length).toBe(2);
    expect(beliefs?.paths.length).toBeGreaterThan(0);
    expect(paths?.stories.length).toBeGreaterThan(1);
    const own = replyOf(some);
    expect(own.strategies?.map(({ desk }) => desk)).toEqual(["union table"]);
    expect([own.beliefs, own.paths]).toEqual([undefined, undefined]);
    expect(failureOf(nobody)).toEqual({
      kind: "unknown name",
      of: "actor",
      name: "mayor",
      there: ["union", "company"],
    });
    const [derivatives] = derivativesOf(solved("labour.yaml", { step: "1 month" }), ["settled"], { ranges: 1 });
    expectSame(replyOf(moves).derivatives, derivatives, tolerance);
    const whole = solved("labour.yaml", { step: "1 month", scales: [1] });
    const { scenario, manifest, checks } = replyOf(account);
    expect(scenario.assumptions).toEqual(whole.scenario.assumptions);
    expectSame(manifest, manifestOf(whole, "0", { step: "1 month", reversed: false }), tolerance);
    expectSame(checks, runChecks(whole.scenario, whole.world, [whole.base]), tolerance);
  });

  when("views of what stands are asked for", async () => {
    const { usual, gathered, misread, chosen, nobody, seen, carried, completed } = await exercise("viewing");
    const run = solved("labour.yaml", { step: "1 month" });
    const { of: _, ...stands } = replyOf(usual);
    expectSame({ status: "told", ...stands }, flow(run), tolerance);
    expect(replyOf(gathered).situations.map(({ name }) => name)).toEqual(["on strike", "anything else"]);
    expect(replyOf(gathered).river.length).toBe(2);
    expect(failureOf(misread).kind).toBe("faulty");
    const { of: __, ...choice } = replyOf(chosen);
    const on = Date.parse("2026-05-15T00:00:00Z") / 86_400_000;
    expectSame(
      { status: "told", ...choice },
      choices(run, { desk: "union table", on, seen: { strike: "no" } }),
      tolerance,
    );
    expect(failureOf(nobody)).toMatchObject({
      kind: "unknown name",
      of: "desk",
      there: ["company table", "union table"],
    });
    expect(replyOf(seen).update.items.map(({ text }) => text)).toEqual(["call a strike"]);
    expect(replyOf(seen).update.after?.outcomes[0]).toMatchObject({
      name: "strike called",
      byEnd: expect.closeTo(1, 9),
    });
    expect(replyOf(carried).ledgers[0].entries[0]).toMatchObject({ id: "orders", weight: 0.4 });
    expect(replyOf(completed).options[0].text).toBe("before");
  });

  when("values are set, refused and taken back", async () => {
    const { before, opened, changed, wrong, after, back, again } = await exercise("setting");
    const set = { "large fund": "0.7" };
    expect(replyOf(opened)).toMatchObject({ of: { set }, how: "priced" });
    expect(replyOf(changed).of).toEqual(replyOf(opened).of);
    expectSame(replyOf(changed).forecast, forecastOf(solved("labour.yaml", { set })), tolerance);
    expect(failureOf(wrong)).toMatchObject({ kind: "faulty", diagnostics: [{ code: "unknown-name" }] });
    expect(after).toEqual(wrong);
    expect(back).toEqual(before);
    expect(replyOf(again).how).toBe("priced");
    expect(replyOf(changed).forecast.outcomes).not.toEqual(replyOf(before).forecast.outcomes);
  });

  when("newer values end what was asked of older ones", async () => {
    const { older, waiting, overtaken, set, newer, order } = await exercise("superseding");
    expect([older, waiting]).toEqual([superseded, superseded]);
    // Values that newer ones follow at once are never built; were they built already, that is told.
    if ("failure" in overtaken) expect(overtaken).toEqual(superseded);
    expect(replyOf(newer).of).toEqual(replyOf(set).of);
    expect(replyOf(newer).of.set).toEqual({ "leading weight": "0.5" });
    expect(replyOf(newer).forecast.solutions.map(({ scale }) => scale)).toEqual([1]);
    expect(order.indexOf("older")).toBeLessThan(order.indexOf("set"));
  });

  when("while a run goes on, what stands is answered, texts are checked; then it is cancelled", async () => {
    const { ended, unwanted, answered, checked, kept, again, order, reasons } = await exercise("cancelling");
    expect([ended, unwanted]).toEqual([cancelled, cancelled]);
    expect(replyOf(answered).answers).toMatchObject([{ status: "answered", value: 0 }]);
    expect(replyOf(checked).status).toBe("faulty");
    expect(order.slice(-3)).toEqual(["waiting", "forecast", "kept"]);
    expect(replyOf(kept).forecast.certificate.residual).toBeLessThan(1e-9);
    expect(again).toBe(0);
    expect(replyOf(reasons).beliefs?.paths.length).toBeGreaterThan(0);
  });

  when("what goes wrong is told by its kind", async () => {
    const seen = await exercise("failing");
    expect(seen.early.map((one) => failureOf(one).kind)).toEqual(["not open", "not open"]);
    expect(failureOf(seen.faulty)).toMatchObject({
      kind: "faulty",
      diagnostics: [{ code: "not-yaml", span: { file: 0 } }],
      sources: [{ path: "it" }],
    });
    expect(seen.still).toEqual(seen.faulty);
    expect(failureOf(seen.missing)).toMatchObject({ kind: "faulty", diagnostics: [{ code: "file-not-found" }] });
    expect(failureOf(seen.tooLarge)).toMatchObject({ kind: "too large", limitBytes: 1, widest: { states: 2 } });
    const memory = failureOf(seen.noMemory);
    if (memory.kind !== "no memory to solve") throw new Error(memory.kind);
    expect(memory.needsBytes).toBeGreaterThan(memory.limitBytes);
    expect(failureOf(seen.noNews)).toMatchObject({
      kind: "no such news",
      news: { status: "impossible under the model", items: 1, why: { kind: "on another day" } },
    });
    expectSame(replyOf(seen.beforeNews).forecast.outcomes, forecastOf(solved("labour.yaml")).outcomes, tolerance);
    expect(failureOf(seen.noDay)).toMatchObject({ kind: "faulty", sources: [{ path: "as of" }] });
    expect(replyOf(seen.sound)).toMatchObject({ status: "sound", worldExamined: true, diagnostics: [], size: null });
    expect(replyOf(seen.size).size?.nodes).toBe(solved("labour.yaml").stats.nodes);
  });

  when("a bug is told as such, and the session goes on", async () => {
    const { crashed, after } = await exercise("crashing");
    expect(failureOf(crashed)).toMatchObject({ kind: "crashed", message: expect.stringMatching(/lack 1/) });
    expect(replyOf(after).forecast.solutions.length).toBe(1);
  });

  when("a member that was ended is followed by another, with what was open", async () => {
    const { ended, after } = await exercise("restarting");
    expect(ended).toEqual(cancelled);
    expect(replyOf(after).of.set).toEqual({ "large fund": "0.7" });
  });
});

test("a thread that ends by itself has crashed, and another follows", async () => {
  const threads: Worker[] = [];
  const {
    open,
    check,
    forecast: foresee,
  } = openSession(() => {
    threads.push(startThread());
    return nodePort<Told<SessionKinds>, ToMember<SessionKinds>>(threads.at(-1)!);
  });
  await open({ texts: cases.cuba }).result;
  const run = foresee({});
  await check({ texts: { main: "a", files: {} } }).result;
  await threads[0].terminate();
  expect(failureOf(await run.result)).toMatchObject({ kind: "crashed", message: "a thread ended before its task" });
  await open({ texts: cases.labour }).result;
  expect(replyOf(await foresee({ scales: [1] }).result).of.main).toBe("labour.yaml");
  expect(threads.length).toBe(2);
  await threads[1].terminate();
});
