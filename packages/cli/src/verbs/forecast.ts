/** `standoff forecast`: every problem of a scenario, with its place and a hint. */
import type { Outside } from "../outside.ts";
import type { CommonOptions } from "../program.ts";
export function forecast(_outside: Outside, _scenario: string, _options: CommonOptions): number {
  return 0;
}
