/**
 * What a caller does with a session, and what it sees: plain functions that run wherever a client runs, a page
 * included. What they must see is held in `session.test.ts`, the same for every way between the two.
 */
import type { Client } from "../../src/wire/client.ts";
import type { Texts } from "../../src/wire/texts.ts";

export interface Cases {
  /** labour-strike, and beside it a what-if with news that cannot be. */
  readonly labour: Texts;
  /** cuba-1962: large enough for first figures. */
  readonly cuba: Texts;
}

/** So coarse that it is built and first solved at once; the scale of twice the steadiness takes seconds even so. */
const slowly = { step: "2 weeks" };
/**
 * More than is ever solved before a message arrives, however fast the machine: such a run is always ended from outside.
 */
const endless = { scales: Array.from({ length: 30 }, (_, place) => 1 + place / 100) };

/** So few states that beliefs are quickly told. */
const monthly = { step: "1 month" };

const large = "large fund";

async function opening({ open }: Client, { labour }: Cases) {
  const stages: string[] = [];
  const opened = await open({ texts: labour }, ({ stage }) => stages.push(stage.replace(/:.*/, ""))).result;
  return { opened, stages: [...new Set(stages)] };
}

/** A forecast with what was told on the way, then another of what stands. */
async function forecasting({ open, forecast }: Client, { labour }: Cases) {
  open({ texts: labour });
  const told: string[] = [];
  const sofar: unknown[] = [];
  const result = await forecast({}, (news) => {
    if (news.kind === "progress") return;
    told.push(news.kind === "stands" ? `stands at ${news.scale}` : news.kind);
    if (news.kind === "stands") sofar.push(news.sofar);
    if (news.kind === "first figures") sofar.push(news.glance);
  }).result;
  let again = 0;
  const second = await forecast({}, () => again++).result;
  return { result, told, sofar, second, again };
}

async function asking({ open, ask }: Client, { labour }: Cases) {
  open({ texts: labour });
  const questions = ["how long", "P(settled before strike called)", "P(settled by the day after tomorrow)"];
  return await ask({ questions }).result;
}

async function explaining({ open, explain, why, account }: Client, { labour }: Cases) {
  open({ texts: labour, settings: monthly });
  return {
    all: await explain({}).result,
    some: await explain({ only: "strategies", actor: "union" }).result,
    nobody: await explain({ actor: "mayor" }).result,
    moves: await why({ answer: "settled", ranges: 1 }).result,
    account: await account({ engineVersion: "0" }).result,
  };
}

/**
 * Where it stands and goes, what a desk would do, what news that the file lacks would do, and what needs no solution.
 */
async function viewing({ open, flow, choices, update, ledger, complete }: Client, { labour }: Cases) {
  open({ texts: labour, settings: monthly });
  const by = [{ name: "on strike", when: "strike", side: "below" }] as const;
  const observed = [{ on: "2026-05-12", kind: "happened", text: "call a strike" }] as const;
  return {
    usual: await flow({}).result,
    gathered: await flow({ by, stretches: 2 }).result,
    misread: await flow({ by: [{ ...by[0], when: "strke" }] }).result,
    chosen: await choices({ desk: "union table", on: "15 May", seen: { strike: "no" } }).result,
    nobody: await choices({ desk: "mayor" }).result,
    seen: await update({ observed }).result,
    carried: await ledger({ answers: [{ name: "settled", shares: [["uncertainty", 0.3]], linear: 0.4 }] }).result,
    completed: await complete({ text: "P(settled bef", at: 13 }).result,
  };
}

/** A study that is cancelled in its midst, then goes on; one of words that are no seed; and a question meanwhile. */
async function studying({ open, study, ask, cancel }: Client, { labour }: Cases) {
  open({ texts: labour, settings: monthly });
  await ask({ questions: ["P(settled)"] }).result;
  const order = { draws: 16 };
  const parts: (number | null)[] = [];
  const first = study(order, (news) => {
    if (news.kind === "so far") cancel(first.id);
  });
  const answered = ask({ questions: ["P(settled)"] }).result;
  const cancelled = await first.result;
  const told: number[] = [];
  const whole = await study(order, (news) => {
    if (news.kind === "so far") told.push(news.study.draws.solved);
    else parts.push(news.part);
  }).result;
  const again = await study(order, () => told.push(-1)).result;
  const other = await study({ draws: 4, seed: "no seed at all" }).result;
  return { cancelled, whole, again, other, told, parts, answered: await answered };
}

/** Other values, then the file's again; and values that cannot be, after which nothing is answered for others. */
async function setting({ open, set, forecast }: Client, { labour }: Cases) {
  open({ texts: labour });
  const before = await forecast({}).result;
  const opened = await set({ set: { [large]: "0.7" } }).result;
  const changed = await forecast({}).result;
  const wrong = await set({ set: { [large]: "much" } }).result;
  const after = await forecast({}).result;
  const again = set({ set: {} }).result;
  return { before, opened, changed, wrong, after, back: await forecast({}).result, again: await again };
}

/**
 * Newer values while a run for older ones is being solved: the older end, those that wait as well as those under way.
 */
async function superseding({ open, set, forecast, ask }: Client, { cuba }: Cases) {
  const scales = [1];
  await open({ texts: cuba, settings: slowly }).result;
  const order: string[] = [];
  const note = <R>(name: string, result: Promise<R>) => result.finally(() => order.push(name));
  let begun = () => {};
  const solving = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const older = note("older", forecast(endless, (news) => news.kind === "first figures" && begun()).result);
  const waiting = note("waiting", ask({ questions: ["P(attack)"] }).result);
  await solving;
  const newest = { "leading weight": "0.5" };
  const overtaken = note("overtaken", set({ set: { "leading weight": "0.4" } }).result);
  const opened = note("set", set({ set: newest }).result);
  const newer = note("newer", forecast({ scales }).result);
  return {
    older: await older,
    waiting: await waiting,
    overtaken: await overtaken,
    set: await opened,
    newer: await newer,
    order,
  };
}

/**
 * While the ribbon is being solved: a question is answered from what stands, a text is checked, a request that waits is
 * cancelled, then the run itself. What stood is kept.
 */
async function cancelling({ open, forecast, ask, explain, check, cancel }: Client, { cuba }: Cases) {
  await open({ texts: cuba, settings: slowly }).result;
  const order: string[] = [];
  const note = <R>(name: string, result: Promise<R>) => result.finally(() => order.push(name));
  let stood = () => {};
  const stands = new Promise<void>((resolve) => {
    stood = resolve;
  });
  const run = forecast(endless, (news) => news.kind === "stands" && stood());
  const cancelled = note("forecast", run.result);
  await stands;
  const wide = forecast({ scales: [0.25, 1, 4] });
  const waiting = note("waiting", wide.result);
  const [answered, checked] = await Promise.all([
    note("answer", ask({ questions: ["E(0 at the last day)"], scales: [1] }).result),
    note("check", check({ texts: { main: "a", files: { a: "title: nothing else\n" } } }).result),
  ]);
  cancel(wide.id);
  const unwanted = await waiting;
  cancel(run.id);
  const ended = await cancelled;
  let again = 0;
  const kept = note("kept", forecast({ scales: [1] }, () => again++).result);
  cancel(run.id); // too late: nothing happens
  return {
    ended,
    unwanted,
    answered,
    checked,
    kept: await kept,
    again,
    order,
    reasons: await explain({ only: "beliefs" }).result,
  };
}

async function failing({ open, set, forecast, ask, check }: Client, { labour }: Cases) {
  const early = [await forecast({}).result, await set({ set: {} }).result];
  const faulty = await open({ texts: { main: "it", files: { it: "standoff: 1\ntitle: [unfinished\n" } } }).result;
  const still = await ask({ questions: [] }).result;
  const missing = await open({ texts: { main: "nowhere.yaml", files: {} } }).result;
  const tooLarge = await open({ texts: labour, settings: { maxBytes: 1 } }).result;
  open({ texts: labour, settings: { step: "1 day", maxBytes: 3_000_000 } });
  const noMemory = await forecast({}).result;
  open({ texts: { ...labour, main: "news/impossible.yaml" } });
  const noNews = await forecast({}).result;
  const beforeNews = await forecast({ news: { before: true } }).result;
  const noDay = await forecast({ news: { asOf: "someday" } }).result;
  const sound = await check({ texts: labour }).result;
  const size = await check({ texts: labour, whole: true }).result;
  return { early, faulty, still, missing, tooLarge, noMemory, noNews, beforeNews, noDay, sound, size };
}

/** A bug: here an order that is none. The session goes on. */
async function crashing({ open, forecast }: Client, { labour }: Cases) {
  open({ texts: labour });
  const crashed = await forecast({ scales: [0.5] }).result;
  return { crashed, after: await forecast({ scales: [1] }).result };
}

/** The member is ended while it works; the next request finds another, which has open what was open. */
async function restarting({ open, set, forecast, restart }: Client, { labour }: Cases) {
  open({ texts: labour });
  await set({ set: { [large]: "0.7" } }).result;
  const run = forecast({});
  restart();
  return { ended: await run.result, after: await forecast({ scales: [1] }).result };
}

/** Rival forms, one that cannot be read among them, after the study of the form that is open. */
async function forming({ open, study, forms }: Client, { labour }: Cases) {
  const main = "forms.yaml";
  const text = `extends: labour.yaml
rivals:
  no mediator: { weight: 0.3, because: no mandate, changes: { assumptions: { mediator: { value: 0 per month } } } }
  small fund: { changes: { assumptions: { large fund: { value: 0.1, range: 0.05 to 0.2 } } } }
`;
  const opened = await open({ texts: { main, files: { ...labour.files, [main]: text } }, settings: monthly }).result;
  const order = { draws: 8 };
  return { opened, own: await study(order).result, forms: await forms(order).result };
}

export const exercises = {
  opening,
  forecasting,
  asking,
  explaining,
  viewing,
  studying,
  forming,
  setting,
  superseding,
  cancelling,
  failing,
  crashing,
  restarting,
};

export type Exercises = typeof exercises;
export type Seen<K extends keyof Exercises> = Awaited<ReturnType<Exercises[K]>>;
