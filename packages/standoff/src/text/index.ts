/** `standoff/text`: texts as a terminal takes them. Light: nothing else of the library comes with it. */
export { printable } from "./printable.ts";
export { didYouMean } from "./suggest.ts";
export { columnsOf } from "./width.ts";
