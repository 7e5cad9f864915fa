import { describe, expect, it } from "vitest";
import { Spool } from "./spool.ts";

describe("Spool", () => {
  it("gives back what was written, from its end, over several buffers", () => {
    const spool = new Spool();
    const pieces = [1, 3000, 20_000, 7, 2 ** 24 + 5, 0, 12];
    let next = 0;
    const piece = (length: number) => Uint32Array.from({ length }, () => next++);
    const written = pieces.map(piece);
    for (const [index, values] of written.entries()) {
      if (index % 2 === 1) spool.append(values);
      else for (const value of values) spool.push(value);
    }
    expect(spool.length).toBe(next);
    for (const values of written.toReversed()) {
      const back = spool.takeBack(values.length);
      expect(back.length).toBe(values.length);
      expect(back.every((value, place) => value === values[place])).toBe(true);
    }
    expect(spool.length).toBe(0);
    spool.push(5);
    expect([...spool.takeBack(1)]).toEqual([5]);
  });
});
