/**
 * What a machine needs to do any part of a study: texts and wishes as plain data, and from them the study opened.
 * Whoever opens the same work with the same engine lists the same points and comes to the same key: a digest of the
 * scenario, the engine, the seed and all else that draws depend on.
 */
import { createHash } from "node:crypto";
import type { NewsChoice, RunOptions } from "standoff";
import { type OpenedStudy, openStudy, openSweep, type StudyPlan, type Swept } from "standoff/study";
import { type OpenStudyOrder, readerOf, type Texts } from "standoff/wire";

/** Which draw; -1: the stated values. */
export type Place = number;

/** All that a draw's result depends on, and what is common to all draws. */
export interface StudyManifest {
  readonly engine: string;
  readonly seed: string;
  readonly settings: {
    readonly set: Readonly<Record<string, string>>;
    readonly step: string | null;
    readonly reversed: boolean;
    readonly steadiness: "drawn" | "stated";
    /** The rival form that it is of, where one was asked for. */
    readonly rival?: string;
  };
  readonly news: NewsChoice;
  /** Of a sweep: the grid of its points, which stand in the place of draws; there is no seed then. */
  readonly over?: readonly Swept[];
  /**
   * Of a search for several equilibria, or for the bounds of an answer: its starts, as many as the plan asks for, stand
   * in the place of draws, with nothing at the stated values.
   */
  readonly search?: { readonly seed: number; readonly bounds?: string };
  readonly plan: StudyPlan;
}

/** How a scenario is read for a study. */
export type StudySettings = Pick<RunOptions, "set" | "setBy" | "step" | "rival"> & { readonly reversed: boolean };

export interface Work {
  readonly engine: string;
  readonly texts: Texts;
  readonly settings: StudySettings;
  /** Three words, lower case, joined by "-". */
  readonly seed: string;
  readonly draws: number;
  /** Is everyone's steadiness drawn? */
  readonly steadiness: boolean;
  /** Of a sweep: what it goes over, in place of draws; and over which files, in place of a grid. */
  readonly over?: readonly Swept[];
  readonly files?: readonly string[];
  readonly news: NewsChoice;
}

/** The order to open a study, for whichever thread does. */
export function openingOf(work: Omit<Work, "news" | "engine">): OpenStudyOrder {
  const { texts, settings: options, seed, draws, steadiness, over, files } = work;
  return over === undefined
    ? { texts, study: { options, seed, draws, steadiness } }
    : { texts, sweep: { options, over, ...(files === undefined ? {} : { files }) } };
}

/** A study opened from its work, in this thread; or what is wrong with it. */
export function openWork(work: Omit<Work, "news" | "engine">): OpenedStudy {
  const { texts, ...wanted } = openingOf(work);
  const read = readerOf(texts);
  return "sweep" in wanted ? openSweep(texts.main, read, wanted.sweep) : openStudy(texts.main, read, wanted.study);
}

export function manifestOf({ engine, seed, settings, steadiness, news, over }: Work, plan: StudyPlan): StudyManifest {
  const { set = {}, step = null, reversed, rival } = settings;
  return {
    engine,
    seed,
    settings: {
      set: { ...set },
      step,
      reversed,
      steadiness: steadiness ? "drawn" : "stated",
      ...(rival === undefined ? {} : { rival }),
    },
    news,
    ...(over === undefined ? {} : { over }),
    plan,
  };
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function keyOf(manifest: StudyManifest): string {
  return digestOf(JSON.stringify(manifest)).slice(0, 16);
}
