/** How a request can fail, as plain data: the scenario, the run, the news, or the thread. */
import type { NewsTaken } from "../query/history/news.ts";
import type { TooLarge } from "../run.ts";
import type { Certificate } from "../solve/solution.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";

export type Failure =
  /** The scenario, a question or a date cannot be read or does not hold together. */
  | { readonly kind: "faulty"; readonly diagnostics: readonly Diagnostic[]; readonly sources: readonly SourceFile[] }
  /** Building passed the limit: what grew. */
  | ({ readonly kind: "too large" } & Omit<TooLarge, "status">)
  /** The world is built; solving it needs more than is left, in bytes. */
  | { readonly kind: "no memory to solve"; readonly needsBytes: number; readonly limitBytes: number }
  | { readonly kind: "not converged"; readonly certificate: Certificate }
  /** The news leaves nothing to answer from: it cannot be, or is too large to be followed. */
  | { readonly kind: "no such news"; readonly news: Omit<NewsTaken, "likelihood"> }
  /** An order names what the scenario lacks. */
  | {
      readonly kind: "unknown name";
      readonly of: "actor" | "outcome" | "desk";
      readonly name: string;
      readonly there: readonly string[];
    }
  /** A study's seed is three words of a list. */
  | { readonly kind: "no such seed"; readonly says: string }
  /** Of so many points tried, hardly any keeps to the orders of preference: the ranges contradict them. */
  | { readonly kind: "orders refuse"; readonly accepted: number; readonly tried: number }
  /** `superseded`: by later texts or values. Else the caller wished it. */
  | { readonly kind: "cancelled"; readonly superseded: boolean }
  /** Nothing has been opened that could be asked. */
  | { readonly kind: "not open" }
  /** A bug of ours, or a thread that ended before its task. */
  | { readonly kind: "crashed"; readonly message: string; readonly stack: string };

export function crashed(error: unknown): Failure {
  if (error instanceof Error) return { kind: "crashed", message: error.message, stack: error.stack ?? "" };
  return { kind: "crashed", message: String(error), stack: "" };
}
