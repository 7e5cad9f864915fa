/** Stored results: what was solved verifies; what was changed, in the file or in the scenario, does not. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { runScenario, type SolvedScenario } from "../run.ts";
import { readResult, type StoredResult, storeResult, verifyResult } from "./stored-result.ts";

const tutorial = fileURLToPath(new URL("../../../../scenarios/labour-strike/scenario.standoff.yaml", import.meta.url));
const settings = { set: {}, step: null, reversed: false };

let solved: SolvedScenario;
let text: string;

beforeAll(() => {
  const run = runScenario(tutorial, (path) => readFileSync(path, "utf8"), { scales: [1] });
  if (run.status !== "solved") throw new Error(run.status);
  solved = run;
  text = storeResult(run, "test", settings);
});

function read(changed = text) {
  const result = readResult(changed);
  if (result.status !== "read") throw new Error(result.why);
  return result;
}

/** As a forger would write it. */
function rechecked(result: StoredResult): string {
  const checksum = createHash("sha256").update(JSON.stringify(result)).digest("hex");
  return `${JSON.stringify({ ...result, checksum })}\n`;
}

describe("a stored result", () => {
  test("comes back as it went in", () => {
    expect([...read().logPolicy]).toEqual([...solved.base.logPolicy]);
  });

  test("verifies from scratch", () => {
    const { result, logPolicy } = read();
    const found = verifyResult(solved, { result, logPolicy }, "test");
    expect(found.findings.filter(({ holds }) => !holds)).toEqual([]);
    expect(found.holds).toBe(true);
  });

  test("does not verify with another policy, claim or scenario", () => {
    const { result, logPolicy } = read();
    const moved = logPolicy.slice();
    moved[1] = moved[1] - 1e-6;
    expect(verifyResult(solved, { result: result, logPolicy: moved }, "test").holds).toBe(false);
    const [name] = Object.keys(result.outcomes);
    const claim = { ...result, outcomes: { ...result.outcomes, [name]: result.outcomes[name] + 1e-9 } };
    expect(verifyResult(solved, { result: claim, logPolicy: logPolicy }, "test").holds).toBe(false);
    const other = { ...solved.scenario, hash: "0" };
    expect(verifyResult({ ...solved, scenario: other }, { result, logPolicy }, "test").holds).toBe(false);
  });

  test("tells a claim that cannot be, though its checksum is right", () => {
    const claims: readonly [string, (result: StoredResult) => StoredResult][] = [
      ["residual", (result) => ({ ...result, certificate: { ...result.certificate, residual: -1 } })],
      ["mass lost", (result) => ({ ...result, certificate: { ...result.certificate, massLost: -5 } })],
      ["title", (result) => ({ ...result, scenario: { ...result.scenario, title: "Another" } })],
      ["engine", (result) => ({ ...result, engine: "99" })],
      ["outcome", (result) => ({ ...result, outcomes: { ...result.outcomes, invented: 0.5 } })],
    ];
    for (const [what, change] of claims) {
      const forged = rechecked(change(read().result));
      const { result, logPolicy } = read(forged);
      const found = verifyResult(solved, { result, logPolicy }, "test");
      expect(found.holds, what).toBe(false);
      expect(
        found.findings
          .filter(({ holds }) => !holds)
          .map((one) => one.what)
          .join(),
        what,
      ).toContain(what);
    }
  });

  test("a policy that is no base64 of numbers is damage, though its checksum is right", () => {
    const { policy } = read().result;
    const damages = [
      "!",
      "\u00e9",
      "====",
      policy.slice(1),
      policy.slice(2),
      policy.slice(0, -1),
      `${policy}A`,
      `${policy}AAAA`,
    ];
    for (const damaged of [...damages, policy.replace(/^./, "-"), `${policy.slice(0, 100)} ${policy.slice(100)}`]) {
      expect(readResult(rechecked({ ...read().result, policy: damaged }))).toMatchObject({ status: "damaged" });
    }
  });

  test("any changed byte is an error, never another answer", () => {
    const bytes = new TextEncoder().encode(text);
    const refused = (changed: Uint8Array) => readResult(new TextDecoder().decode(changed)).status === "damaged";
    const whole = bytes.indexOf(44, 600); // the head, byte by byte; the policy behind it at random
    for (let at = 0; at < whole; at++) {
      const bits = 1 << (at % 8);
      bytes[at] ^= bits;
      expect(refused(bytes), `byte ${at}`).toBe(true);
      bytes[at] ^= bits;
    }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = bytes.slice();
        changed[at] ^= bits;
        expect(refused(changed)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(refused(bytes)).toBe(false);
  });

  test("nor may anything be added, taken away or written otherwise", () => {
    const ways = [
      `${text}\n`,
      text.trimEnd(),
      ` ${text}`,
      text.replace(",", ", "),
      text.replace("{", '{"more":1,'),
      "",
    ];
    for (const way of [...ways, text.slice(0, 500), JSON.stringify(JSON.parse(text), null, 1)])
      expect(readResult(way).status).toBe("damaged");
  });
});
