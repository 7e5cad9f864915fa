/**
 * The turns of a session: one request at a time, in their order; between the steps of one, those that need no work of
 * their own.
 */
import type { Done, Hands } from "./member.ts";
import type { Stop } from "./stop.ts";

/** A request that waits for its turn. */
interface Job {
  /** Can it be done between two steps of another's work? */
  readonly ready: () => boolean;
  readonly work: () => Promise<void>;
}

export type StopOf = () => Stop | null;

export class Turns {
  private readonly jobs: Job[] = [];
  private busy = false;
  private epoch = 0;

  /** What was asked before now is for values that no longer count. */
  supersede(): void {
    this.epoch++;
  }

  /**
   * Does the work when its turn comes, or as soon as it is `ready`; gives the failure "cancelled" where it is unwanted
   * by then.
   */
  take<R>(
    hands: Hands<never>,
    work: (stop: StopOf) => Done<R> | Promise<Done<R>>,
    ready: () => boolean = () => false,
  ): Promise<Done<R>> {
    const { epoch } = this;
    const stop = () => hands.stop() ?? (epoch === this.epoch ? null : "superseded");
    return new Promise((resolve, reject) => {
      const begin = async () => {
        const stopped = stop();
        if (stopped === null) return await work(stop);
        return { failure: { kind: "cancelled", superseded: stopped === "superseded" } } as const;
      };
      const job = { ready: () => stop() !== null || ready(), work: () => begin().then(resolve, reject) };
      this.jobs.push(job);
      void this.workOff(hands);
    });
  }

  /** Lets messages be heard, then does what is ready. */
  async breathe({ pause }: Pick<Hands<never>, "pause">): Promise<void> {
    await pause();
    for (const job of this.jobs.filter(({ ready }) => ready())) {
      this.jobs.splice(this.jobs.indexOf(job), 1);
      await job.work();
    }
  }

  private async workOff({ pause }: Pick<Hands<never>, "pause">): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await pause(); // so that what was sent together is known together
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) await job.work();
    this.busy = false;
  }
}
