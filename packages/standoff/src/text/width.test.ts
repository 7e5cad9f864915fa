/** Columns in a terminal, against what terminals show. */
import { describe, expect, it } from "vitest";
import { columnsOf } from "./width.ts";

describe("columns of a text", () => {
  it.each([
    ["plain", 5],
    ["naïve", 5],
    ["nai\u0308ve", 5],
    ["война", 5],
    ["停戦", 4],
    ["휴전", 4],
    ["ｆｕｌｌ", 8],
    ["🚢", 2],
    ["⚠️", 2],
    ["⚠", 1],
    ["👩‍🚀", 2],
    ["👍🏽", 2],
    ["🇫🇷", 2],
    ["🇫🇷🇩🇪", 4],
    ["a\u200bb", 2],
    ["“―”…", 4],
    ["▁█─", 3],
    ["", 0],
  ])("%s takes %i", (text, columns) => expect(columnsOf(text)).toBe(columns));
});
