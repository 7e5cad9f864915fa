/**
 * A worker as none should be, for tests: of another engine, or one that is killed by a draw.
 *   odd-worker.ts ADDRESS ENGINE DEADLY   (a place; -9: none)
 */
import { runWorker } from "@standoff/runner/queue";
import { nodeOutside } from "../../cli/src/node-outside.ts";

const [address, engine, deadly] = process.argv.slice(2);
const around = { columns: 80, terminal: false, errorTerminal: false, environment: {}, cwd: "/", onTemporary: () => {} };
const outside = nodeOutside(around);

await runWorker({
  address,
  engine: engine === "own" ? outside.engine() : engine,
  around: outside,
  startCrew: async (size) => {
    const crew = await outside.startCrew(size);
    const perform: typeof crew.perform = (kind, order, tell) => {
      const drawn = (order as { points?: readonly { drawn: readonly number[] }[] }).points ?? [];
      if (drawn.some(({ drawn: [first] }) => `${first}` === deadly)) process.kill(process.pid, "SIGKILL");
      return crew.perform(kind, order, tell);
    };
    return { ...crew, perform };
  },
  threads: 1,
  memory: 2 ** 30,
  stop: outside.signals,
  lease: 2,
  idle: 120_000,
  tell: (says) => outside.writeError(`${says}\n`),
  ended: () => false,
});
process.exit(0);
