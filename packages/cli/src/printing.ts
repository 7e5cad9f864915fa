/**
 * The door for all that is printed: on its way to the terminal every character that would act there (controls, marks
 * that turn the direction of writing) becomes its escape, `\u001b`, which inside JSON means the same character. Our own
 * colours pass where there are colours, and the carriage returns of the line of progress where there is one.
 */
import { printable } from "standoff/text";
import { CannotWrite, type Outside } from "./outside.ts";

/** What `paint.ts` writes. */
const colours = /(\u001b\[(?:[012]|22|3[136]|39)m)/;

/** The same outside, seen through the door; `lost` says whether something was printed that nobody can read. */
export function throughDoor(outside: Outside): { readonly door: Outside; readonly lost: () => boolean } {
  let printed = false;
  const door: Outside = {
    ...outside,
    writeOut: (text) => {
      printed ||= text !== "";
      outside.writeOut(outside.color ? painted(text) : lines(text));
    },
    writeError: (text) => outside.writeError(outside.live ? progress(text) : printable(text)),
  };
  return { door, lost: () => printed && outside.outputClosed };
}

function painted(text: string): string {
  return text
    .split(colours)
    .map((part, place) => (place % 2 === 1 ? part : lines(part)))
    .join("");
}

/** Tables in CSV end their lines with carriage return and line feed. */
function lines(text: string): string {
  return text.split("\r\n").map(printable).join("\r\n");
}

function progress(text: string): string {
  return text.split("\r").map(printable).join("\r");
}

/** Throws where results went nowhere. */
export function refuseLoss(lost: () => boolean): void {
  if (lost()) throw new CannotWrite("cannot write the output: stdout is closed");
}
