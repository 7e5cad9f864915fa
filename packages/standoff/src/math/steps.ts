/**
 * Work that can be interrupted on its way: a generator that yields now and then and returns what came of it. A thread
 * that has to hear messages in between takes step by step; all others take them in one go, which comes to the same.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

export function inOneGo<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
