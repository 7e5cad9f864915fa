import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ListTable, WordTable } from "./tables.ts";

describe("WordTable", () => {
  it("numbers distinct rows in the order in which they come", () => {
    const rows = fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 0, max: 3 })), { maxLength: 200 });
    fc.assert(
      fc.property(rows, (list) => {
        const table = new WordTable(2);
        const known = new Map<string, number>();
        for (const row of list) {
          const key = row.join(" ");
          const isNew = !known.has(key);
          if (isNew) known.set(key, known.size);
          expect(table.add(Uint32Array.from(row))).toBe(known.get(key));
          expect(table.added).toBe(isNew);
        }
        table.seal();
        expect([...table.words]).toEqual([...known.keys()].flatMap((key) => key.split(" ").map(Number)));
      }),
    );
  });

  it("appends equal rows side by side", () => {
    const table = new WordTable(1);
    for (let i = 0; i < 100; i++) expect(table.append(Uint32Array.of(7))).toBe(i);
    table.seal();
    expect(table.words.length).toBe(100);
  });
});

describe("ListTable", () => {
  it("numbers distinct lists in the order in which they come, whatever their length", () => {
    const lists = fc.array(fc.array(fc.nat(2), { maxLength: 5 }), { maxLength: 300 });
    fc.assert(
      fc.property(lists, (all) => {
        const table = new ListTable();
        const known = new Map<string, number>();
        for (const list of all) {
          const key = list.join(" ");
          if (!known.has(key)) known.set(key, known.size);
          expect(table.add(Uint32Array.from([...list, 9]), list.length)).toBe(known.get(key));
        }
        const kept = Array.from({ length: table.count }, (_, i) =>
          table.words.slice(table.begins[i], table.begins[i + 1]).join(" "),
        );
        expect(kept).toEqual([...known.keys()]);
      }),
    );
  });
});
