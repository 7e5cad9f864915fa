/**
 * The language service (`standoff/editing`) behind messages, so that a page has it in a worker and typing never waits
 * for it. Every order carries the texts that it is of; a text is read once, however much is asked of it.
 */
import type { Completions } from "../editing/complete.ts";
import type { Edited, TextChange } from "../editing/edit-text.ts";
import type { Fix } from "../editing/fixes.ts";
import type { Hovered } from "../editing/hover.ts";
import type { NameAt } from "../editing/names.ts";
import { type OutlineItem, outlineOf } from "../editing/outline.ts";
import { type Reading, readForEditing } from "../editing/reading.ts";
import type { Renamed } from "../editing/rename.ts";
import type { Sheets } from "../editing/sheets.ts";
import type { StateCost } from "../editing/state-costs.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";
import type { VariableShare } from "../world/size.ts";
import { type Asked, type Board, type Caller, callOver, idsFromOne } from "./caller.ts";
import type { Done, Hands, Trade } from "./member.ts";
import type { Port, Told, ToMember } from "./messages.ts";
import { readerOf, type Texts } from "./texts.ts";

/** What is asked of a text. */
export interface EditingOrder {
  readonly texts: Texts;
}

/** What is asked of a place in a text. */
export interface EditingOrderAt extends EditingOrder {
  /** In the main file. */
  readonly offset: number;
}

/** A kind of request that tells nothing meanwhile. */
export interface EditingAsk<Order, Reply> {
  readonly order: Order;
  readonly news: never;
  readonly reply: Reply;
}

export interface EditingKinds {
  /** All that shows without building a world; an outline too. */
  readonly read: EditingAsk<EditingOrder, Read>;
  /** What mends each of some problems: a list for each. */
  readonly fixes: EditingAsk<EditingOrder & { readonly problems: readonly Diagnostic[] }, readonly (readonly Fix[])[]>;
  readonly complete: EditingAsk<EditingOrderAt, Completions>;
  readonly hover: EditingAsk<EditingOrderAt, Hovered | null>;
  /** Every place of the name there. */
  readonly places: EditingAsk<EditingOrderAt, readonly NameAt[]>;
  readonly rename: EditingAsk<EditingOrderAt & { readonly to: string }, Renamed>;
  /** The main file with one part of it changed. */
  readonly change: EditingAsk<EditingOrder & { readonly change: TextChange }, Edited>;
  readonly sheets: EditingAsk<EditingOrder, Sheets>;
  readonly costs: EditingAsk<EditingOrder & { readonly shares: readonly VariableShare[] }, readonly StateCost[]>;
}

export interface Read {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
  readonly outline: readonly OutlineItem[];
}

/**
 * What is asked of a text beyond its problems, loaded when it is first asked: a page reads a text before anyone asks
 * more of it.
 */
const asked = () => import("./editing-asked.ts");

/**
 * What a member does to be a language service.
 *
 * @example
 * ```ts
 * const client = openEditing(() => twin(editing(), border));
 * const texts = { main: "my.yaml", files: { "my.yaml": "standoff: 1\ntitel: A strike\n" } };
 * const { reply } = await client.read({ texts }).result;
 * reply.diagnostics.length > 0 // => true
 * ```
 */
export function editing(): Trade<EditingKinds> {
  let last: Reading | undefined;
  let of: Texts | undefined;
  const readingOf = (texts: Texts): Reading => {
    if (last === undefined || of === undefined || !sameTexts(of, texts))
      last = readForEditing(texts.main, readerOf(texts), last);
    of = texts;
    return last;
  };
  const asks =
    <O extends EditingOrder, R>(answer: (reading: Reading, order: O) => R | Promise<R>) =>
    async (order: O, hands: Hands<never>): Promise<Done<R>> => {
      await hands.pause(); // many may wait of which only the last is still wanted
      if (hands.stop() !== null) return { failure: { kind: "cancelled", superseded: false } };
      return { reply: await answer(readingOf(order.texts), order) };
    };
  return {
    read: asks((reading) => {
      const { diagnostics, sources } = reading;
      return { diagnostics, sources, outline: outlineOf(reading) };
    }),
    fixes: asks(async (reading, { problems }) => {
      const { fixesFor } = await asked();
      return problems.map((problem) => fixesFor(reading, problem));
    }),
    complete: asks(async (reading, { offset }) => (await asked()).completionsAt(reading, offset)),
    hover: asks(async (reading, { offset }) => (await asked()).hoverAt(reading, offset) ?? null),
    places: asks(async (reading, { offset }) => (await asked()).referencesAt(reading, offset)),
    rename: asks(async (reading, { offset, to }) => (await asked()).renameAt(reading, offset, to)),
    change: asks(async ({ text }, { change }) => (await asked()).editText(text, change)),
    sheets: asks(async (reading) => (await asked()).sheetsOf(reading)),
    costs: asks(async (reading, { shares }) => (await asked()).stateCosts(reading, shares)),
  };
}

function sameTexts(a: Texts, b: Texts): boolean {
  const names = Object.keys(a.files);
  return (
    a.main === b.main &&
    a.library === b.library &&
    names.length === Object.keys(b.files).length &&
    names.every((name) => a.files[name] === b.files[name])
  );
}

/** Every kind of request by its name. */
export type Editing = {
  readonly [K in keyof EditingKinds]: (order: EditingKinds[K]["order"]) => Asked<EditingKinds[K]["reply"]>;
} & { readonly cancel: (id: number) => void };

const nothingAsked = (): Board<EditingKinds> => ({
  read: new Map(),
  fixes: new Map(),
  complete: new Map(),
  hover: new Map(),
  places: new Map(),
  rename: new Map(),
  change: new Map(),
  sheets: new Map(),
  costs: new Map(),
});

/**
 * The client of a language service. `start`: a port to a new member that is one, called again where the last has ended.
 *
 * @example
 * ```ts
 * const client = openEditing(() => twin(editing(), border));
 * const { reply } = await client.hover({ texts: textsOf(strike, read), offset: read(strike).indexOf("$mediator") + 3 }).result;
 * reply.title // => "mediator"
 * ```
 */
export function openEditing(start: () => Port<Told<EditingKinds>, ToMember<EditingKinds>>): Editing {
  const ids = idsFromOne();
  let member: Caller<EditingKinds> | null = null;
  const present = () => {
    if (member === null || member.isOver()) member = callOver(start(), nothingAsked(), ids);
    return member;
  };
  return {
    read: (order) => present().perform("read", order),
    fixes: (order) => present().perform("fixes", order),
    complete: (order) => present().perform("complete", order),
    hover: (order) => present().perform("hover", order),
    places: (order) => present().perform("places", order),
    rename: (order) => present().perform("rename", order),
    change: (order) => present().perform("change", order),
    sheets: (order) => present().perform("sheets", order),
    costs: (order) => present().perform("costs", order),
    cancel: (id) => member?.cancel(id),
  };
}
