/** What goes wrong while threads work is told as it is, not called a bug. */
import { expect, test } from "vitest";
import { CannotWrite } from "../src/outside.ts";
import { run, starterScenario } from "./captured.ts";

const files = { "scenario.standoff.yaml": starterScenario("A lease") };

test("a disk that is full is told as that, whichever thread's draw was to be kept", async () => {
  const onSaved = (path: string) => {
    if (path.includes("draw")) throw new CannotWrite(`cannot write ${path}: the disk is full`);
  };
  for (const threads of ["1", "2"]) {
    const study = ["study", ".", "--draws", "4", "--out", "kept", "--threads", threads];
    const signals = new Int32Array(new SharedArrayBuffer(8));
    const { code, err } = await run(study, { files, onSaved, signals });
    expect(signals[1], "an interrupt ends what comes after").toBe(0);
    expect(code).toBe(5);
    expect(err).toMatch(/^standoff: cannot write \/here\/kept\/.*: the disk is full\n$/);
  }
});
