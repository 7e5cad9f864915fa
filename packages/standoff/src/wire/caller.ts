/** The caller's side of a port: requests go out with ids, and what is told of each comes back to who made it. */
import { crashed, type Failure } from "./failure.ts";
import type { Kinds, Port, Request, Result, Told, ToMember } from "./messages.ts";
import { makeStops, type Stop, writeStop } from "./stop.ts";

export interface Asked<R> {
  readonly id: number;
  /** Never rejects: what goes wrong is a result. */
  readonly result: Promise<Result<R>>;
}

export interface Caller<M extends Kinds<M>> {
  readonly perform: <K extends keyof M>(
    kind: K,
    order: M[K]["order"],
    tell?: (news: M[K]["news"]) => void,
  ) => Asked<M[K]["reply"]>;
  /** Its result will be the failure "cancelled", unless it is done already. */
  readonly cancel: (id: number) => void;
  /**
   * Tells work under way that these requests are superseded, where memory is shared; a request that says so must
   * follow.
   */
  readonly supersede: (ids: Iterable<number>) => void;
  /** Ends the other side; what is still waited for fails so, by default as crashed. */
  readonly end: (failure?: Failure) => void;
  /** Has the other side ended? Then every request fails. */
  readonly isOver: () => boolean;
}

export interface Waiting<M extends Kinds<M>, K extends keyof M> {
  readonly tell: (news: M[K]["news"]) => void;
  readonly settle: (result: Result<M[K]["reply"]>) => void;
}

/** Who waits for what, by kind and id. */
export type Board<M extends Kinds<M>> = { readonly [k in keyof M]: Map<number, Waiting<M, k>> };

/**
 * Calls the member at the other end of a port. `board`: an empty map for every kind. `nextId`: another number from 1 up
 * every time.
 *
 * @example
 * ```ts
 * const caller = callOver(twin(tasks, border), noTasks());
 * const order = { texts: textsOf(strike, read), options: { scales: [1] }, news: {} };
 * const { reply } = await caller.perform("run", order).result;
 * reply.status // => "solved"
 * ```
 */
export function callOver<M extends Kinds<M>>(
  port: Port<Told<M>, ToMember<M>>,
  board: Board<M>,
  nextId: () => number = idsFromOne(),
): Caller<M> {
  const stops = port.shares ? makeStops() : null;
  let over: Failure | null = null;
  const end = (failure: Failure) => {
    over ??= failure;
    failAll(board, failure);
  };
  port.listen(
    (told) => hear(board, told),
    (why) => end(crashed(why)),
  );
  if (stops !== null) port.post({ id: 0, kind: "begin", stops });
  const mark = (id: number, stop: Stop) => {
    if (stops !== null) writeStop(stops, id, stop);
  };
  return {
    perform: <K extends keyof M>(kind: K, order: M[K]["order"], tell: (news: M[K]["news"]) => void = ignore) => {
      const request: Request<M, K> = { id: nextId(), kind, order };
      const { id } = request;
      const result = new Promise<Result<M[K]["reply"]>>((settle) => {
        board[kind].set(id, { tell, settle });
        if (over === null) port.post(request);
        else failAll(board, over);
      });
      return { id, result };
    },
    cancel: (id) => {
      if (over !== null) return;
      port.post({ id, kind: "cancel" });
      mark(id, "cancelled");
    },
    supersede: (ids) => {
      for (const id of ids) mark(id, "superseded");
    },
    end: (failure = crashed("it was ended by its caller")) => {
      port.end();
      end(failure);
    },
    isOver: () => over !== null,
  };
}

function ignore(): void {}

export function idsFromOne(): () => number {
  let last = 0;
  return () => ++last;
}

function hear<M extends Kinds<M>, K extends keyof M>(board: Board<M>, told: Told<M, K>): void {
  const waiting = board[told.kind].get(told.id);
  if (waiting === undefined) return;
  if (told.is === "news") waiting.tell(told.news);
  else {
    board[told.kind].delete(told.id);
    waiting.settle(told.is === "reply" ? { reply: told.reply } : { failure: told.failure });
  }
}

function failAll<M extends Kinds<M>>(board: Board<M>, failure: Failure): void {
  for (const kind in board) {
    for (const [id, { settle }] of board[kind]) {
      board[kind].delete(id);
      settle({ failure });
    }
  }
}
