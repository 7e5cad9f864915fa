/** Identifiers for other tools: never two names in one, whatever the names; and the same in all files of a chain. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openText } from "../../../test/open-text.ts";
import { randomSolution } from "../../../test/reference/standoff-for-tests.ts";
import { markovChain } from "./markov-chain.ts";
import { claimsOf, marksOf } from "./marks.ts";
import { prismFiles, prismLanguage } from "./prism.ts";
import { identifiers } from "./prism-names.ts";
import { umb } from "./umb.ts";

/** Names of few letters, so that many come near each other; and of any. */
const nearNames = fc.uniqueArray(
  fc.oneof(
    fc.string({
      unit: fc.constantFrom("a", "_", "-", " ", "2", "é", "ж", "я", "e\u0301", "S"),
      minLength: 1,
      maxLength: 4,
    }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.constantFrom("init", "deadlock", "done", "s", "P", "label", "true", "a_2", "_", "_2", "done_", "A", "A_"),
  ),
  { minLength: 1, maxLength: 30 },
);

describe("identifiers", () => {
  it("are different for different names, and such as PRISM takes", () => {
    fc.assert(
      fc.property(nearNames, (names) => {
        const found = identifiers(names);
        expect(new Set(found).size).toBe(names.length);
        for (const identifier of found) {
          expect(identifier).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
          expect(["init", "deadlock", "done", "s", "P", "label", "true", "A", "S"]).not.toContain(identifier);
        }
      }),
    );
  });

  it("keep what is an identifier already, and say the rest as nearly as they can", () => {
    expect(identifiers(["cease fire", "cease_fire", "cease-fire", "café", "война", "мир", "A", "2 %"])).toEqual([
      "cease_fire_2",
      "cease_fire",
      "cease_fire_3",
      "cafe",
      "_",
      "_2",
      "A_",
      "_2_",
    ]);
  });
});

describe("the files of one chain", () => {
  const names = ["cease fire", "cease-fire", "война", "мир", "done", "init"];
  const opened = openText(`
standoff: 1
title: names
as of: { day: 2026-01-05 }
calendar: { from: 2026-01-05, to: 2026-02-02, step: 1 week }
afterwards: none
scale: { 0: as now, 100: best }
steadiness: { lambda: 1 }
noise: mistakes
actors: { город: { name: Город }, порт: { name: Порт } }
state: { ${names.map((_, i) => `v${i}: yes or no`).join(", ")}, s: yes or no, жар: yes or no, пар: yes or no }
events: { n: { ${names.map((_, i) => `e${i}: { rate: ${i + 1} per year, does: { v${i}: yes, s: yes, жар: yes, пар: yes } }`).join(", ")} } }
outcomes: { ${names.map((name, i) => `${name}: { when: v${i} }`).join(", ")} }
payoffs: { город: { x: { while: s and жар, value: 3 per month } }, порт: { y: { while: v1 and пар, value: 5 per month } } }
`);
  if (opened.status === "refused") throw new Error(opened.says);
  const { scenario, world } = opened;
  const solved = randomSolution(world, 3);
  const chain = markovChain(world, solved.policy, marksOf(scenario, world));
  const claims = claimsOf(scenario, world, solved, chain);
  const files = prismFiles(world, chain, claims);

  it("ask each label once, under the identifier that it has everywhere", () => {
    const inLabels = [...files.lab.split("\n")[0].matchAll(/\d+="(\w+)"/g)].map(([, name]) => name);
    expect(inLabels).toEqual(["init", "deadlock", "done", "cease_fire", "cease_fire_2", "_", "_2", "done_", "init_"]);
    const asked = [...files.props.matchAll(/P=\? \[ F "(\w+)" \]/g)].map(([, name]) => name);
    expect(asked).toEqual(inLabels.slice(3));
    const rewards = [...files.props.matchAll(/R\{"(\w+)"\}/g)].map(([, name]) => name);
    expect(rewards).toEqual(files.srew.map(({ name }) => name));
    expect(new Set(rewards).size).toBe(2);
    const inLanguage = [...prismLanguage(world, chain)!.matchAll(/^label "(\w+)"/gm)].map(([, name]) => name);
    expect(inLanguage).toEqual(inLabels.slice(2));
    const text = new TextDecoder().decode(umb(world, chain, "0"));
    const index = JSON.parse(text.slice(text.indexOf("{"), text.indexOf("\0", text.indexOf("{"))));
    const aliases = (of: Record<string, { alias: string }>) => Object.values(of).map(({ alias }) => alias);
    expect(aliases(index.annotations.aps)).toEqual(inLabels.slice(2));
    expect(aliases(index.annotations.rewards)).toEqual(rewards);
    const variables = files.sta.split("\n")[0].slice(1, -1).split(",");
    expect(new Set(variables).size).toBe(variables.length);
    const fields = index.valuations.states.classes[0].variables.flatMap((v: { name?: string }) => v.name ?? []);
    expect([...fields].sort()).toEqual([...variables].sort());
  });

  it("say what each identifier stands for", () => {
    expect(files.props).toContain('// "_2": мир\n');
    expect(files.props).toContain('// "cease_fire_2": cease-fire\n');
  });
});
