/** The other side of a port: does what is requested, by one function for each kind, and tells what came of it. */
import { crashed } from "./failure.ts";
import type { Begin, Cancel, Given, Kinds, Port, Request, Result, Told, ToMember } from "./messages.ts";
import { readStop, type Stop } from "./stop.ts";

/** What work takes along. */
export interface Hands<News> {
  readonly tell: (news: News, given?: Given) => void;
  /** Is it still wanted? Null: yes. */
  readonly stop: () => Stop | null;
  /** Lets messages be heard. */
  readonly pause: () => Promise<void>;
}

export type Done<R> = Result<R> & { readonly given?: Given };

/** What is done for every kind. */
export type Trade<M extends Kinds<M>> = {
  readonly [k in keyof M]: (
    order: M[k]["order"],
    hands: Hands<M[k]["news"]>,
  ) => Done<M[k]["reply"]> | Promise<Done<M[k]["reply"]>>;
};

/**
 * Makes of a port's other side a member. `pause` resolves once the messages that wait have been heard: by default at
 * once, for members that look at shared memory alone. An error in the work is the failure "crashed"; the member goes
 * on.
 *
 * @example
 * ```ts
 * const { port1, port2 } = new MessageChannel();
 * serve(nodePort(port2), session(), () => new Promise((resolve) => setImmediate(resolve)));
 * const { failure } = await openSession(() => nodePort(port1, false)).ask({ questions: ["P(settled)"] }).result;
 * port1.close();
 * failure.kind // => "not open"
 * ```
 */
export function serve<M extends Kinds<M>>(
  port: Port<ToMember<M>, Told<M>>,
  trade: Trade<M>,
  pause: () => Promise<void> = async () => {},
): void {
  const working = new Map<number, Stop | null>();
  let stops: Int32Array | null = null;
  const stopOf = (id: number) => working.get(id) ?? (stops === null ? null : readStop(stops, id));
  const begin = async (request: Request<M>) => {
    working.set(request.id, null);
    await perform(port, trade, request, { stop: () => stopOf(request.id), pause });
    working.delete(request.id);
  };
  port.listen(
    (message) => {
      if (isBegin(message)) stops = message.stops;
      else if (!isCancel(message)) void begin(message);
      else if (working.has(message.id)) working.set(message.id, "cancelled");
    },
    () => {},
  );
}

function isBegin(message: { readonly kind: unknown }): message is Begin {
  return message.kind === "begin";
}

function isCancel(message: { readonly kind: unknown }): message is Cancel {
  return message.kind === "cancel";
}

async function perform<M extends Kinds<M>, K extends keyof M>(
  port: Port<ToMember<M>, Told<M>>,
  trade: Trade<M>,
  { id, kind, order }: Request<M, K>,
  holding: Omit<Hands<never>, "tell">,
): Promise<void> {
  const send = (told: Told<M, K>, given: Given = []) => port.post(told, given);
  try {
    const tell = (news: M[K]["news"], given?: Given) => send({ id, kind, is: "news", news }, given);
    const done = await trade[kind](order, { ...holding, tell });
    if ("failure" in done) send({ id, kind, is: "failure", failure: done.failure });
    else send({ id, kind, is: "reply", reply: done.reply }, done.given);
  } catch (error) {
    send({ id, kind, is: "failure", failure: crashed(error) });
  }
}
