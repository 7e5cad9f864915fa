/** A thread of the crew: performs one task of the library after another. */
import { parentPort } from "node:worker_threads";
import { nodePort, serve, type Tasks, tasks } from "standoff/wire";

if (parentPort === null) throw new Error("crew-member.ts is the body of a thread");
serve<Tasks>(nodePort(parentPort), tasks);
