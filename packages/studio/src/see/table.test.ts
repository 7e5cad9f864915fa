import { expect, test } from "vitest";
import { csvOf } from "./table.ts";

test("names that a spreadsheet would run, split or read as more cells stay names; numbers stay whole", () => {
  const rows = [
    ["=1+1", 0.1 + 0.2, null],
    ['said "no", then left', -1e-12, "a\nb"],
  ];
  expect(csvOf({ columns: ["name", "p", "-x"], rows })).toBe(
    `name,p,'-x\n'=1+1,0.30000000000000004,\n"said ""no"", then left",-1e-12,"a\nb"\n`,
  );
});
