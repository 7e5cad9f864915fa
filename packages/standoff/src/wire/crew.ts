/**
 * Several members that share requests: each works on one at a time, and what waits is handed on in order, to whichever
 * is idle first. What is asked for comes out the same whoever does it.
 */
import type { Caller } from "./caller.ts";
import type { Kinds, Result } from "./messages.ts";

export interface Crew<M extends Kinds<M>> {
  readonly perform: <K extends keyof M>(
    kind: K,
    order: M[K]["order"],
    tell?: (news: M[K]["news"]) => void,
  ) => Promise<Result<M[K]["reply"]>>;
  /** Ends the members, whatever they are doing. What is worked on, or waits, has crashed. */
  readonly close: () => void;
}

/**
 * One crew of several members: requests are worked on side by side, and replies are the same whoever gives them.
 *
 * @example
 * ```ts
 * const crew = crewOf([1, 2].map(() => callOver(twin(tasks, border), noTasks())));
 * const order = { texts: textsOf(strike, read), options: { scales: [1] }, news: {} };
 * const [one, other] = await Promise.all([crew.perform("run", order), crew.perform("run", order)]);
 * one.reply.forecast.outcomes[0].byEnd === other.reply.forecast.outcomes[0].byEnd // => true
 * ```
 */
export function crewOf<M extends Kinds<M>>(members: readonly Caller<M>[]): Crew<M> {
  const idle = [...members];
  const waiting: ((member: Caller<M>) => void)[] = [];
  const handOn = () => {
    if (idle.length > 0) waiting.shift()?.(idle.shift()!);
  };
  return {
    perform: (kind, order, tell) =>
      new Promise((resolve) => {
        waiting.push((member) => {
          void member.perform(kind, order, tell).result.then((result) => {
            idle.push(member);
            handOn();
            resolve(result);
          });
        });
        handOn();
      }),
    close: () => {
      for (const member of members) member.end();
    },
  };
}
