/**
 * The studio's state, in one place: what is written, what is asked, what stands, and what is looked at. Nothing here
 * computes.
 */
import type { Diagnostic, Glance, NamedCondition } from "standoff";
import type { Failure } from "standoff/wire";
import { create } from "zustand";
import type { Reply } from "../engine/engine.ts";
import type { CountedItem } from "../news/course.ts";

export const VIEWS = ["forecast", "what if", "why", "news", "map"] as const;
export type View = (typeof VIEWS)[number];

/** What Why shows, one at a time. */
export const WHY_PARTS = ["carries", "would do", "stories", "beliefs", "evidence"] as const;

/** What a desk is asked for: on a day, where it sees these values. */
export interface WouldDo {
  readonly desk: string;
  readonly on: string | null;
  readonly seen: Readonly<Record<string, string>>;
}

export type Values = Readonly<Record<string, string>>;

/** What an answer is of. */
export type Inputs = Pick<Studio, "text" | "set" | "step" | "mechanisms">;

/** What stands for a text at values: replaced as a whole, and grey once it is of older ones. */
export interface Shown {
  readonly text: string;
  readonly set: Values;
  /** What-if files that count, by name, in their order. */
  readonly mechanisms: readonly string[];
  readonly step: string | null;
  readonly opened: Reply<"open">;
  readonly forecast: Reply<"forecast">;
  readonly study: Reply<"study"> | null;
  readonly explained: Reply<"explain"> | null;
  /** What moves an outcome, by its name: of those that were looked at. */
  readonly moves: Readonly<Record<string, Moves>>;
  /** What views asked of it, by kind and order: see `told.ts`. */
  readonly told: Readonly<Record<string, unknown>>;
}

/** Derivatives of an outcome by every assumption. */
export type Moves = Extract<Reply<"why">["derivatives"], { status: "told" }>;

/** What is being worked out. */
export interface Run {
  readonly stage: string;
  readonly part: number | null;
  /** Figures of play that is not yet solved: good for whole per cents. */
  readonly glance: Glance | null;
  /** What solving will take, once the model is built. */
  readonly effort: Reply<"open">["effort"] | null;
}

export interface Asked {
  readonly question: string;
  readonly answer: Reply<"ask">["answers"][number] | null;
  readonly failure: Failure | null;
}

/** Something that is told above the view until it is put away. */
export interface Notice {
  readonly says: string;
  /** Another text of the same file, which may be taken in place of what stands here. */
  readonly other?: { readonly text: string; readonly called: string; readonly isFile: boolean };
}

export interface Studio {
  /** The file that is written, as files name each other, and those beside it. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the scenarios that came along, which `extends` may name; null: none is known. */
  readonly library: string | null;
  readonly text: string;
  /** The other files as they were last saved, where texts were typed and left: then that is not what is in `files`. */
  readonly stored: Readonly<Record<string, string>>;
  /** The text as it was opened or last saved. */
  readonly filed: string;
  /** The text as it was last saved; null where there is nowhere to save. */
  readonly saved: string | null;
  readonly set: Values;
  readonly mechanisms: readonly string[];
  /** How long a period is, as in the file: null, or a coarser one. */
  readonly step: string | null;
  /** What the engine may take here, in bytes; null: its usual. */
  readonly memory: number | null;
  readonly problems: readonly Diagnostic[];
  /** Why nothing newer stands. */
  readonly failure: Failure | null;
  readonly run: Run | null;
  readonly shown: Shown | null;
  readonly pinned: Shown | null;
  readonly asked: Asked | null;
  readonly view: View;
  readonly selected: string | null;
  /** Place of the day read among the dates; null: the last. */
  readonly day: number | null;
  readonly picture: "stands" | "by";
  readonly why: (typeof WHY_PARTS)[number];
  readonly wouldDo: WouldDo;
  /** Place of the story looked at. */
  readonly story: number;
  /** What the map gathers by; null: what the scenario names. */
  readonly gathered: readonly NamedCondition[] | null;
  /** News as ticked; null: the file's, all of it. */
  readonly news: readonly CountedItem[] | null;
  /** Draws that are wished for; null: as many as the world's size allows. */
  readonly draws: number | null;
  readonly dark: boolean;
  /** Beside the view; on a narrow screen in its place. Null: as wide as the screen allows. */
  readonly writing: boolean | null;
  /** Only the picture, for who embeds it. */
  readonly figure: boolean;
  /** The step of the tutorial that is shown. */
  readonly lesson: number | null;
  readonly notice: Notice | null;
  readonly change: (part: Partial<Studio>) => void;
}

export const useStudio = create<Studio>()((set) => ({
  name: "scenario.standoff.yaml",
  files: {},
  stored: {},
  library: null,
  text: "",
  filed: "",
  saved: null,
  set: {},
  mechanisms: [],
  step: null,
  memory: null,
  problems: [],
  failure: null,
  run: null,
  shown: null,
  pinned: null,
  asked: null,
  view: "forecast",
  selected: null,
  day: null,
  picture: "stands",
  why: "carries",
  wouldDo: { desk: "", on: null, seen: {} },
  story: 0,
  gathered: null,
  news: null,
  draws: null,
  dark: false,
  writing: null,
  figure: false,
  lesson: null,
  notice: null,
  change: (part) => set(part),
}));

/** Is what stands of other texts or values than those on the screen? */
export function isStale(studio: Studio): boolean {
  return studio.shown !== null && !isOf(studio.shown, studio);
}

/** How figures are marked that are of a step which is not the file's. */
export const ofStep = (step: string) =>
  `At ${step === "double" ? "twice the file's step" : `a step of ${step}, not the file's`}: figures differ from its own.`;

/** Is it of the same text, values, step and what-ifs? */
export function isOf(one: Inputs, other: Inputs): boolean {
  const same = one.text === other.text && one.step === other.step && sameValues(one.set, other.set);
  return same && one.mechanisms.join() === other.mechanisms.join();
}

export function sameValues(a: Values, b: Values): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
