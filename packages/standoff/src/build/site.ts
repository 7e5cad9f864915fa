/** What the building of one world shares: read by all that evaluates nodes, written by the walks. */
import type { Draft } from "./draft.ts";
import type { FaultList } from "./faults.ts";
import type { Layout } from "./layout.ts";
import type { Ledger } from "./ledger.ts";
import type { Program } from "./program.ts";

export interface Site {
  readonly program: Program;
  readonly layout: Layout;
  readonly ledger: Ledger;
  readonly draft: Draft;
  readonly faults: FaultList;
}
