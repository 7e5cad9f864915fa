/**
 * Richer constructs -> plain ones, at the level of the document: offers and concessions become variables, moves, clocks
 * and payoffs; signals a variable and an event. Every generated part stands where the construct that made it stands,
 * and a text that holds what the user wrote keeps its place, so that faults in it are shown where they are. What comes
 * out is an ordinary document: everything behind it knows plain constructs only.
 */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { ReadDocument } from "../file/document.ts";
import { expandConcessions } from "./expand-concessions.ts";
import { expandOffers } from "./expand-offers.ts";
import { expandSignals } from "./expand-signals.ts";
import { Expansion } from "./expansion.ts";

/** The document with its richer constructs written out in plain ones, and what is wrong with them. */
export function expandDocument(read: ReadDocument): { document: ReadDocument; diagnostics: Diagnostic[] } {
  const expansion = new Expansion(read);
  expandOffers(expansion);
  expandConcessions(expansion);
  expandSignals(expansion);
  return { document: expansion.result(), diagnostics: expansion.diagnostics };
}
