/**
 * Threads beside the program's own that work on tasks of the library: its crew (`standoff/wire`) over threads of Node.
 */
import { Worker } from "node:worker_threads";
import {
  type Crew as CrewOf,
  callOver,
  crewOf,
  nodePort,
  noTasks,
  type Result,
  type Tasks,
  type Told,
  type ToMember,
} from "standoff/wire";

export type Crew = CrewOf<Tasks>;

const fromSources = import.meta.url.endsWith(".ts");

export function startCrew(size: number): Crew {
  const file = new URL(fromSources ? "./crew-member.ts" : "./crew-member.js", import.meta.url);
  const start = () => new Worker(file, { execArgv: fromSources ? ["--conditions=@standoff/source"] : [] });
  return heedful(
    crewOf(Array.from({ length: size }, () => callOver(nodePort<Told<Tasks>, ToMember<Tasks>>(start()), noTasks()))),
  );
}

/**
 * What a listener throws (a disk that is full) is thrown to who asked for the work: in the event of a port nobody would
 * catch it.
 */
function heedful({ perform, close }: Crew): Crew {
  return {
    close,
    perform: (kind, order, tell = () => {}) =>
      new Promise((resolve, reject) => {
        void perform(kind, order, (news) => {
          try {
            tell(news);
          } catch (error) {
            reject(error);
          }
        }).then(resolve);
      }),
  };
}

/** What a member replied. What went wrong in it is thrown, as if it had been done here. */
export async function replied<R>(result: Promise<Result<R>>): Promise<R> {
  const found = await result;
  if ("reply" in found) return found.reply;
  if (found.failure.kind !== "crashed") throw new Error(`a task failed: ${found.failure.kind}`);
  throw Object.assign(new Error(found.failure.message), { stack: found.failure.stack });
}
