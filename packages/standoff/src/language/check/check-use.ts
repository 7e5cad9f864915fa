/** Checks for what stands in the file and serves nothing: variables, assumptions, evidence, definitions, branches. */

import { isFaulty } from "../deals.ts";
import { assumptionOfPoint } from "../elaborate/elaborate-grounds.ts";
import { type Elaboration, entriesOf, type Path } from "../elaborate/elaboration.ts";
import { walk } from "../expression/expression.ts";
import type { Branch, Move, Scenario, Trigger } from "../scenario.ts";

export function checkUse(e: Elaboration, scenario: Scenario): void {
  checkEvidence(e, scenario);
  const faulty = e.faulty; // names in faulty expressions are used too
  const used = usedNames(e, scenario);
  for (const [index, { name, span, evidence, basis }] of scenario.assumptions.entries()) {
    if (!faulty && !used.assumptions.has(index)) e.report("assumption-never-used", span, { name });
    else if (evidence.length === 0 && basis !== "convention") e.report("assumption-without-evidence", span, { name });
  }
  if (faulty) return;
  checkVariables(e, scenario, used.variables);
  for (const [index, { name, span }] of scenario.definitions.entries()) {
    if (!used.definitions.has(index) && !mentioned(scenario, name)) e.report("definition-never-used", span, { name });
  }
  checkBranches(e, scenario);
}

interface Used {
  readonly variables: Set<number>;
  readonly assumptions: Set<number>;
  readonly definitions: Set<number>;
}

/** Everything that some expression reads; what an effect reads of the variable that it writes does not count. */
function usedNames(e: Elaboration, scenario: Scenario): Used {
  const used: Used = { variables: new Set(), assumptions: new Set(), definitions: new Set() };
  for (const { expression, path } of e.expressions) {
    const written = writtenVariable(scenario, path);
    walk(expression, (node) => {
      if (node.kind === "variable" && node.variable !== written) used.variables.add(node.variable);
      if (node.kind === "assumption") used.assumptions.add(node.assumption);
      if (node.kind === "definition") used.definitions.add(node.definition);
    });
  }
  for (const [, entry] of entriesOf(e.document.clocks)) {
    const texts = [entry.takes ?? "", ...(typeof entry.at === "string" ? [entry.at] : Object.keys(entry.at ?? {}))];
    for (const [index, assumption] of scenario.assumptions.entries()) {
      if (texts.some((text) => text.includes(`$${assumption.name}`))) used.assumptions.add(index);
    }
  }
  return used;
}

function writtenVariable(scenario: Scenario, path: Path): number {
  const at = path.indexOf("does");
  return at === -1 ? -1 : scenario.variables.findIndex((variable) => variable.name === path[at + 1]);
}

/** A question may read a name that no expression does. */
function mentioned(scenario: Scenario, name: string): boolean {
  return scenario.questions.some(({ ask }) => ask.includes(name));
}

/**
 * A variable that nothing reads is still worth keeping where something is hidden and someone sees it change: it is the
 * memory of a signal, from which an actor learns.
 */
function checkVariables(e: Elaboration, scenario: Scenario, used: ReadonlySet<number>): void {
  const signals = signalMemories(scenario);
  for (const [index, { name, span, kind }] of scenario.variables.entries()) {
    if (scenario.deals.some((deal) => isFaulty(deal) && deal.variable === index)) continue; // a stand-in
    if (kind === "clock" || kind === "mark" || used.has(index) || signals.has(index) || mentioned(scenario, name))
      continue;
    e.report("variable-never-read", span, { name });
  }
}

function signalMemories(scenario: Scenario): Set<number> {
  const written = new Set<number>();
  const everyone = 2 ** scenario.actors.length - 1;
  if (scenario.variables.every(({ seenBy }) => seenBy === everyone)) return written; // nothing is hidden
  const happenings = [
    ...scenario.desks.flatMap((desk) => desk.moves),
    ...scenario.eventGroups.flatMap((group) => group.events),
  ];
  for (const { branches, effects } of happenings) {
    for (const effect of [...effects, ...branches.flatMap((branch) => branch.effects)]) {
      if (scenario.variables[effect.variable].seenBy !== 0) written.add(effect.variable);
    }
  }
  return written;
}

function checkEvidence(e: Elaboration, scenario: Scenario): void {
  const listed = new Set<number>();
  for (const { evidence } of [...scenario.assumptions, ...scenario.history, ...scenario.orders, ...scenario.checks])
    for (const index of evidence) listed.add(index);
  const names = new Set(scenario.assumptions.map((assumption) => assumption.name));
  for (const [index, { id, span, points, odds }] of scenario.evidence.entries()) {
    if (listed.has(index) || odds.length > 0 || points.some((point) => names.has(assumptionOfPoint(point)))) continue;
    e.report("evidence-never-used", span, { name: id });
  }
}

/** Of several branches, one that changes nothing and that nothing names leaves no trace. All but one may not do so. */
function checkBranches(e: Elaboration, scenario: Scenario): void {
  const named = namedBranches(e.triggers.map(({ trigger }) => trigger));
  for (const [d, desk] of scenario.desks.entries()) {
    const traceless = desk.moves.filter((move, m) => leavesNoTrace(move, (b) => named.has(`move ${d} ${m} ${b}`)));
    const harmless = desk.mustMove ? 1 : 0; // then it stands for holding
    if (traceless.length > harmless) {
      for (const { name, span } of traceless) e.report("happening-without-trace", span, { name });
    }
    for (const [m, move] of desk.moves.entries()) {
      checkBranchesOf(e, move.name, move.branches, (branch) => named.has(`move ${d} ${m} ${branch}`));
    }
  }
  for (const [g, group] of scenario.eventGroups.entries()) {
    for (const [v, event] of group.events.entries()) {
      if (leavesNoTrace(event, (b) => named.has(`event ${g} ${v} ${b}`))) {
        e.report("happening-without-trace", event.span, { name: event.name });
      }
      checkBranchesOf(e, event.name, event.branches, (branch) => named.has(`event ${g} ${v} ${branch}`));
    }
  }
}

/** Does it change nothing, by itself or by a branch, while nothing names it or a branch of it? */
function leavesNoTrace(of: Pick<Move, "effects" | "branches">, isNamed: (branch: number) => boolean): boolean {
  const changes = of.effects.length > 0 || of.branches.some((branch) => branch.effects.length > 0);
  return !changes && !isNamed(-1) && !of.branches.some((_, index) => isNamed(index));
}

function namedBranches(triggers: readonly Trigger[]): Set<string> {
  const named = new Set<string>();
  for (const trigger of triggers) {
    if (trigger.kind === "move") named.add(`move ${trigger.desk} ${trigger.move} ${trigger.branch}`);
    if (trigger.kind === "deal") for (const { desk, move } of trigger.moves) named.add(`move ${desk} ${move} -1`);
    if (trigger.kind === "event") named.add(`event ${trigger.group} ${trigger.event} ${trigger.branch}`);
  }
  return named;
}

function checkBranchesOf(
  e: Elaboration,
  owner: string,
  branches: readonly Branch[],
  isNamed: (branch: number) => boolean,
): void {
  if (branches.length < 2) return;
  const traceless = branches.filter((branch, index) => branch.effects.length === 0 && !isNamed(index));
  const harmless = traceless.length < 2 ? traceless.length : 0;
  for (const { name, span } of traceless.slice(harmless))
    e.report("branch-vanishes", span, { branch: name, name: owner });
}
