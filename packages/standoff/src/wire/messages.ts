/**
 * What crosses the border between two threads, whatever they are for. A *map of kinds* says, for every kind of request,
 * what it is ordered with, what is told while it is worked on, and what it is replied to with: `interface Tasks {
 * search: { order; news; reply } }`. All messages follow from the map: each is plain data with the request's id and
 * kind.
 */
import type { Failure } from "./failure.ts";

/** One kind of request. */
export interface Kind {
  readonly order: unknown;
  readonly news: unknown;
  readonly reply: unknown;
}

/** A map of kinds: `M extends Kinds<M>`. */
export type Kinds<M> = { readonly [k in keyof M]: Kind };

/** From the caller: please do that. Ids are the caller's, from 1 up, none twice. */
export type Request<M extends Kinds<M>, K extends keyof M = keyof M> = {
  readonly [k in K]: { readonly id: number; readonly kind: k; readonly order: M[k]["order"] };
}[K];

/** From the caller: the request with that id is no longer wanted. */
export interface Cancel {
  readonly id: number;
  readonly kind: "cancel";
}

/** From the caller, before all else and at most once: memory that both share (`stop.ts`). */
export interface Begin {
  readonly id: 0;
  readonly kind: "begin";
  readonly stops: Int32Array;
}

export type ToMember<M extends Kinds<M>> = Request<M> | Cancel | Begin;

/** To the caller, of the request with that id: any number of news, then one reply or one failure. */
export type Told<M extends Kinds<M>, K extends keyof M = keyof M> = {
  readonly [k in K]:
    | { readonly id: number; readonly kind: k; readonly is: "news"; readonly news: M[k]["news"] }
    | { readonly id: number; readonly kind: k; readonly is: "reply"; readonly reply: M[k]["reply"] }
    | { readonly id: number; readonly kind: k; readonly is: "failure"; readonly failure: Failure };
}[K];

/** What came of a request. */
export type Result<R> = { readonly reply: R } | { readonly failure: Failure };

/** Memory that a message hands over instead of copying it. */
export type Given = readonly ArrayBuffer[];

/** One end of a channel; what is heard comes in the order in which it was posted. */
export interface Port<Heard, Posted> {
  /** `given`: buffers in the message that are handed over, where the channel can do that. */
  readonly post: (message: Posted, given?: Given) => void;
  /** Called once, before anything is posted. */
  readonly listen: (hear: (message: Heard) => void, ended: (why: unknown) => void) => void;
  /** Ends the other side at once, whatever it is doing. Its `ended` need not be called. */
  readonly end: () => void;
  /** Can memory be shared with the other side? */
  readonly shares: boolean;
}
