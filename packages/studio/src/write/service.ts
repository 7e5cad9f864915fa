/**
 * The language service as the editor uses it: of the text on the screen, letter for letter, a moment before the rest of
 * the page knows it.
 */
import type { Diagnostic } from "standoff";
import type { Hovered, TextChange } from "standoff/editing";
import type { Editing, Texts } from "standoff/wire";
import { startEditing } from "../engine/engine.ts";
import { useStudio } from "../state/studio.ts";

let started: Editing | null = null;

function writer(): Editing {
  started ??= startEditing();
  return started;
}

/** The files as they stand, with the given text as the one that is written. */
function textsWith(text: string): Texts {
  const { name, files, library } = useStudio.getState();
  return { main: name, files: { ...files, [name]: text }, ...(library === null ? {} : { library }) };
}

async function answered<R>(asked: {
  readonly result: Promise<{ readonly reply: R } | { readonly failure: unknown }>;
}): Promise<R | null> {
  const result = await asked.result;
  return "reply" in result ? result.reply : null;
}

export const service = {
  complete: (text: string, offset: number) => answered(writer().complete({ texts: textsWith(text), offset })),
  hover: (text: string, offset: number) => answered(writer().hover({ texts: textsWith(text), offset })),
  places: (text: string, offset: number) => answered(writer().places({ texts: textsWith(text), offset })),
  rename: (text: string, offset: number, to: string) =>
    answered(writer().rename({ texts: textsWith(text), offset, to })),
  fixes: (text: string, problems: readonly Diagnostic[]) =>
    answered(writer().fixes({ texts: textsWith(text), problems })),
  sheets: (text: string) => answered(writer().sheets({ texts: textsWith(text) })),
  costs: (text: string, shares: Parameters<Editing["costs"]>[0]["shares"]) =>
    answered(writer().costs({ texts: textsWith(text), shares })),
};

let reading: number | null = null;

/** Reads the text; what was to be read before and is not yet is left. Null where a newer one came. */
export async function readText(text: string) {
  if (reading !== null) writer().cancel(reading);
  const asked = writer().read({ texts: textsWith(text) });
  reading = asked.id;
  const found = await answered(asked);
  if (reading === asked.id) reading = null;
  return found;
}

/** Changes one part of the text; the reason where it is refused. */
export async function changeText(change: TextChange): Promise<string | null> {
  const { text } = useStudio.getState();
  const edited = await answered(writer().change({ texts: textsWith(text), change }));
  if (edited === null) return "the language service has stopped";
  if (edited.status === "refused") return edited.why;
  if (useStudio.getState().text !== text) return "the text was changed meanwhile";
  useStudio.getState().change({ text: edited.text });
  return null;
}

/**
 * Writes another date for a clock of this file: the text that says so; where that cannot be, why is told above the
 * view, and null given.
 */
export function moveClock(name: string, to: string): Promise<string | null> {
  moved = moved.then(() => writeClock(name, to));
  return moved;
}

/** The last move of a clock: the next is written into the text that this one leaves. */
let moved: Promise<string | null> = Promise.resolve(null);

async function writeClock(name: string, to: string): Promise<string | null> {
  const { change, text } = useStudio.getState();
  const sheets = await service.sheets(text);
  const clock = sheets?.clocks.find((one) => one.name === name);
  const why =
    clock === undefined
      ? "it does not stand in this file"
      : clock.day === null
        ? `its date is written as ${clock.at.text}`
        : await changeText({ set: clock.at.path, to });
  if (why === null) return useStudio.getState().text;
  change({ notice: { says: `${name} cannot be moved: ${why}.` } });
  return null;
}

/** What the forecast that stands adds to a card: an assumption's derivative, how often a move is made. */
export function factsOf({ kind, name, of }: Hovered): { term: string; text: string }[] {
  const { shown, selected } = useStudio.getState();
  if (shown === null) return [];
  if (kind === "assumption") {
    const answer = selected ?? shown.opened.outcomes[0];
    const effect = shown.moves[answer]?.effects.find(({ assumption }) => assumption === name);
    if (effect === undefined) return [];
    const ends = effect.overRange?.map((end) => `${Math.round(100 * end)} %`);
    const slope =
      effect.derivative === null ? [] : [{ term: "moves", text: `${answer} by ${signed(effect.derivative)} per unit` }];
    return ends === undefined ? slope : [...slope, { term: "over its range", text: `${answer} ${ends.join(" to ")}` }];
  }
  if (kind !== "move" && kind !== "outcome") return [];
  if (kind === "outcome") {
    const found = shown.forecast.forecast.outcomes.find((outcome) => outcome.name === name);
    return found === undefined
      ? []
      : [{ term: "by the end", text: `${Math.round(100 * found.byEnd)} % at the stated values` }];
  }
  const desk = shown.explained?.strategies?.find((strategy) => strategy.desk === of);
  const act = desk?.acts.find((one) => one.act === name);
  if (act === undefined) return [];
  const situations = (desk?.situations ?? []).slice(0, 3).flatMap(({ when, acts }) => {
    const there = acts.find((one) => one.act === name);
    return there === undefined || when === "" ? [] : [{ term: `${Math.round(100 * there.chance)} %`, text: when }];
  });
  return [
    {
      term: "is made",
      text: `${Math.round(100 * act.chance)} % of the times that it meets, ${act.perMonth.toPrecision(2)} a month`,
    },
    ...situations,
  ];
}

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Number(Math.abs(value).toPrecision(2))}`;
