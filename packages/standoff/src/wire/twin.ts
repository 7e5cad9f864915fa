/**
 * A member in the caller's own thread, behind the same messages: every message is copied on its way, as if it crossed a
 * border. For tests of the protocol, and where there are no workers.
 */
import { serve, type Trade } from "./member.ts";
import type { Kinds, Port, Told, ToMember } from "./messages.ts";

export interface Border {
  /** Copies plain data: `structuredClone`, or by way of JSON. */
  readonly copy: <T>(message: T) => T;
  /** Does something after the messages that are on their way: `setImmediate`, say. */
  readonly later: (work: () => void) => void;
  /** Does `copy` leave shared memory shared? */
  readonly shares: boolean;
}

/**
 * A member in this thread; its caller's end of the port. In the examples of this door `border` is the one below.
 *
 * @example
 * ```ts
 * const border = { copy: structuredClone, later: setImmediate, shares: true };
 * const client = openSession(() => twin(session(), border));
 * const { reply } = await client.open({ texts: textsOf(strike, read) }).result;
 * reply.how // => "built"
 * ```
 */
export function twin<M extends Kinds<M>>(trade: Trade<M>, { copy, later, shares }: Border): Port<Told<M>, ToMember<M>> {
  let toCaller: (told: Told<M>) => void = () => {};
  let toMember: (message: ToMember<M>) => void = () => {};
  let over = false;
  const carry = <T>(message: T, to: (message: T) => void) => {
    const copied = copy(message);
    later(() => {
      if (!over) to(copied);
    });
  };
  const end = () => {
    over = true;
  };
  const member: Port<ToMember<M>, Told<M>> = {
    post: (told) => carry(told, (copied) => toCaller(copied)),
    listen: (hear) => {
      toMember = hear;
    },
    end,
    shares,
  };
  serve(member, trade, () => new Promise((resolve) => later(resolve)));
  return {
    post: (message) => carry(message, (copied) => toMember(copied)),
    listen: (hear) => {
      toCaller = hear;
    },
    end,
    shares,
  };
}
