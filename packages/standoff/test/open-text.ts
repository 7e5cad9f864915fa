/** From the text of one scenario to its world, for tests that make scenarios up. */

import { type BuildOptions, buildWorld } from "../src/build/build.ts";
import { type LoadOptions, loadScenario } from "../src/language/load.ts";
import type { Scenario } from "../src/language/scenario.ts";
import { type Diagnostic, formatDiagnostic } from "../src/text/diagnostic.ts";
import type { World } from "../src/world/world.ts";

export type Opened =
  | { readonly status: "open"; readonly scenario: Scenario; readonly world: World }
  | { readonly status: "refused"; readonly diagnostics: readonly Diagnostic[]; readonly says: string };

/** Checks and builds; errors of either come back as `refused`. Any other end of building is a bug here. */
export function openText(text: string, options: LoadOptions = {}, build: BuildOptions = {}): Opened {
  const read = (path: string): string | undefined => (path === "made-up.standoff.yaml" ? text : undefined);
  const { scenario, diagnostics, sources } = loadScenario("made-up.standoff.yaml", read, options);
  const refuse = (wrong: readonly Diagnostic[]): Opened => ({
    status: "refused",
    diagnostics: wrong,
    says: wrong.map((d) => formatDiagnostic(d, sources)).join("\n"),
  });
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (scenario === undefined || errors.length > 0) return refuse(errors);
  const built = buildWorld(scenario, build);
  if (built.status === "faulty") return refuse(built.diagnostics);
  if (built.status !== "built") throw new Error(`not built: ${built.status}`);
  return { status: "open", scenario, world: built.world };
}
