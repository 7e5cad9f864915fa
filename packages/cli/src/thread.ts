/** What the command's thread does: run the program on the real files and streams, and give its exit code. */
import type { MessagePort } from "node:worker_threads";
import { nodeOutside } from "./node-outside.ts";
import { runProgram } from "./program.ts";

export interface ThreadData {
  readonly arguments: readonly string[];
  readonly script: string;
  readonly columns: number;
  readonly terminal: boolean;
  readonly errorTerminal: boolean;
  readonly signals: Int32Array;
}

export function runThread(data: ThreadData, port: MessagePort): Promise<number> {
  const outside = nodeOutside({
    ...data,
    environment: process.env,
    cwd: process.cwd(),
    onTemporary: (news) => port.postMessage(news),
  });
  return runProgram(data.arguments, outside);
}
