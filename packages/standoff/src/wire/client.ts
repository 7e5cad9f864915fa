/**
 * The caller's side of a session, with what a page needs: requests by name, cancelling, and a member that is started
 * again, with what was open, when it has crashed or was ended.
 */
import { type Asked, type Caller, callOver, idsFromOne } from "./caller.ts";
import type { Port, Told, ToMember } from "./messages.ts";
import { nothingAsked, type OpenOrder, type SessionKinds } from "./session-kinds.ts";

/** Every kind of request by its name. */
export type SessionRequests = {
  readonly [K in keyof SessionKinds]: (
    order: SessionKinds[K]["order"],
    tell?: (news: SessionKinds[K]["news"]) => void,
  ) => Asked<SessionKinds[K]["reply"]>;
};

/** See `SessionKinds`. Ids are never used twice, whichever member answers. */
export interface Client extends SessionRequests {
  readonly cancel: (id: number) => void;
  /**
   * Ends the member at once, whatever it is doing: what is waited for is cancelled. The next request starts another.
   */
  readonly restart: () => void;
}

/**
 * A session's client. `start`: a port to a new member that is a session, called again where the last one has ended.
 *
 * @example
 * ```ts
 * const client = openSession(() => twin(session(), border));
 * const { reply } = await client.open({ texts: textsOf(strike, read) }).result;
 * reply.outcomes.includes("settled") // => true
 * const { failure } = await client.forecast({ news: { asOf: "yesterday" } }).result;
 * failure.kind // => "faulty"
 * ```
 */
export function openSession(start: () => Port<Told<SessionKinds>, ToMember<SessionKinds>>): Client {
  const ids = idsFromOne();
  const underWay = new Set<number>();
  let member: Caller<SessionKinds> | null = null;
  let opened: OpenOrder | null = null;
  /** A member that has open what was ordered last. */
  const present = () => {
    if (member !== null && !member.isOver()) return member;
    member = callOver(start(), nothingAsked(), ids);
    if (opened !== null) noteUnderWay(underWay, member.perform("open", opened));
    return member;
  };
  const superseding = <R>(request: (member: Caller<SessionKinds>) => Asked<R>): Asked<R> => {
    const older = [...underWay];
    const now = present();
    const asked = noteUnderWay(underWay, request(now));
    now.supersede(older);
    return asked;
  };
  return {
    open: (order, tell) => {
      opened = null;
      const asked = superseding((now) => now.perform("open", order, tell));
      opened = order;
      return asked;
    },
    set: (order, tell) => {
      const asked = superseding((now) => now.perform("set", order, tell));
      if (opened !== null) opened = { ...opened, set: order.set };
      return asked;
    },
    forecast: (order, tell) => noteUnderWay(underWay, present().perform("forecast", order, tell)),
    ask: (order, tell) => noteUnderWay(underWay, present().perform("ask", order, tell)),
    explain: (order, tell) => noteUnderWay(underWay, present().perform("explain", order, tell)),
    why: (order, tell) => noteUnderWay(underWay, present().perform("why", order, tell)),
    flow: (order, tell) => noteUnderWay(underWay, present().perform("flow", order, tell)),
    choices: (order, tell) => noteUnderWay(underWay, present().perform("choices", order, tell)),
    update: (order, tell) => noteUnderWay(underWay, present().perform("update", order, tell)),
    ledger: (order, tell) => noteUnderWay(underWay, present().perform("ledger", order, tell)),
    complete: (order, tell) => noteUnderWay(underWay, present().perform("complete", order, tell)),
    account: (order, tell) => noteUnderWay(underWay, present().perform("account", order, tell)),
    study: (order, tell) => noteUnderWay(underWay, present().perform("study", order, tell)),
    forms: (order, tell) => noteUnderWay(underWay, present().perform("forms", order, tell)),
    check: (order, tell) => present().perform("check", order, tell),
    cancel: (id) => member?.cancel(id),
    restart: () => member?.end({ kind: "cancelled", superseded: false }),
  };
}

function noteUnderWay<R>(underWay: Set<number>, asked: Asked<R>): Asked<R> {
  underWay.add(asked.id);
  void asked.result.then(() => underWay.delete(asked.id));
  return asked;
}
