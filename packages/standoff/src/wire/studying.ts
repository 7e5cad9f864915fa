/**
 * A study in a session: draws of what is open, one after the other on its graph, averaged as they come. Draws that
 * stand are kept with the model, so that a study that was cancelled goes on, and one of more draws begins with those
 * that there are.
 */
import type { NewsChoice } from "../query/history/news.ts";
import { datesOf } from "../study/answers.ts";
import { Draws } from "../study/draw.ts";
import { usualDraws } from "../study/how-many.ts";
import { type OpenedStudy, openStudy } from "../study/open.ts";
import { readSeed, USUAL_SEED } from "../study/seed.ts";
import { type DrawRecord, reduceStudy } from "../study/study.ts";
import { newsChoice } from "./answers.ts";
import type { Failure } from "./failure.ts";
import type { Result } from "./messages.ts";
import { type Model, stampOf } from "./model.ts";
import type { StudyNews, StudyOrder, StudyReply } from "./session-kinds.ts";
import type { Stop } from "./stop.ts";
import { readerOf } from "./texts.ts";

export interface Studying {
  readonly tell: (news: StudyNews) => void;
  readonly stop: () => Stop | null;
  readonly pause: () => Promise<void>;
}

type Open = Extract<OpenedStudy, { status: "open" }>;

export async function studyModel(model: Model, order: StudyOrder, studying: Studying): Promise<Result<StudyReply>> {
  const drawn = await recordsOf(model, order, studying);
  if ("kind" in drawn) return { failure: drawn };
  const { plan, records, seed } = drawn;
  return { reply: { of: stampOf(model), seed, study: reduceStudy(plan, records, null) } };
}

/** A study's draws, with what they are reduced by. */
interface Recorded {
  readonly plan: Open["plan"];
  readonly records: readonly DrawRecord[];
  readonly seed: string;
}

export async function recordsOf(model: Model, order: StudyOrder, studying: Studying): Promise<Recorded | Failure> {
  const { tell, stop } = studying;
  const news = newsChoice(model.build.scenario, order.news);
  if ("kind" in news) return news;
  const seed = order.seed ?? USUAL_SEED;
  const opened = openOf(model, order, seed);
  if ("kind" in opened) return opened;
  const { plan, points } = opened;
  const records = keptFor(model, { seed, news, draws: points.length });
  const draws = new Draws(settingOf(model, news, () => stop() !== null));
  for (let done = records.length; done < points.length; done = records.length) {
    tell({ kind: "progress", stage: "solving draws", part: done / points.length });
    const record = await solved(draws, points[done], studying);
    if (record === null) return { kind: "cancelled", superseded: stop() === "superseded" };
    records.push(record);
    if (records.length % plan.scrambles === 0 && records.length < points.length)
      tell({ kind: "so far", study: reduceStudy(plan, records, null) });
  }
  return { plan, records, seed };
}

function openOf({ texts, settings, set, build }: Model, order: StudyOrder, seed: string): Open | Failure {
  const words = readSeed(seed);
  if ("says" in words) return { kind: "no such seed", says: words.says };
  const draws = order.draws ?? usualDraws(build.world);
  const { maxBytes: _, ...options } = { ...settings, set };
  const opened = openStudy(texts.main, readerOf(texts), { options, seed, draws, steadiness: true });
  if (opened.status === "orders refuse") {
    return { kind: "orders refuse", accepted: opened.accepted, tried: opened.tried };
  }
  if (opened.status === "faulty") throw new Error("a study of what is open and faulty");
  return opened;
}

/** Records of the same points that stand already: a list that grows. */
function keptFor({ draws }: Model, of: { readonly seed: string; readonly news: NewsChoice; readonly draws: number }) {
  const key = JSON.stringify(of);
  const known = draws.get(key) ?? [];
  draws.set(key, known);
  return known;
}

function settingOf({ texts, settings, set, build }: Model, news: NewsChoice, cancelled: () => boolean) {
  const { maxBytes = 2 ** 31, ...options } = { ...settings, set };
  const { scenario: stated, world } = build;
  const read = { path: texts.main, readFile: readerOf(texts), options };
  return { ...read, news, stated, world, dates: datesOf(stated), maxBytes, cancelled };
}

/** A draw's record; null where it is no longer wanted. */
async function solved(
  draws: Draws,
  point: Open["points"][number],
  { stop, pause }: Studying,
): Promise<DrawRecord | null> {
  const steps = draws.inSteps([point]);
  for (;;) {
    const step = steps.next();
    await pause();
    if (stop() !== null) return null;
    if (step.done !== true) continue;
    const [result] = step.value;
    if (result.status === "cancelled") return null;
    const came = result.status === "too large" ? ({ status: "lost", why: result.why } as const) : result;
    return { drawn: point.drawn, ...came };
  }
}
