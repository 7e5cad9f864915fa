/** What a page and its JSON say of how precise their own figures are, and of figures that do not exist. */
import { expect, test } from "vitest";
import { run } from "./captured.ts";

test("a mean that does not exist is not made up, with draws or without", async () => {
  const nowhere = "E(log(if signed then 0 else 1) at 2026-07-30)";
  const ask = ["ask", "labour-strike", nowhere, "--draws", "8"];
  const page = (await run(ask)).out;
  expect(page).toContain("\n  no finite value\n");
  expect(page).not.toContain("NaN");
  const [answer] = JSON.parse((await run([...ask, "--json"])).out).answers;
  expect(answer).toMatchObject({ status: "no finite value", mean: { value: null, error: null }, band: null });
});

test("a forecast and an answer tell their numerical error, larger where something unlikely is given", async () => {
  const args = ["labour-strike", "--draws", "0", "--json"];
  const { numericalError, certificate } = JSON.parse((await run(["forecast", ...args])).out);
  expect(numericalError).toBe(certificate.numericalError);
  expect(numericalError).toBeLessThan(1e-9);
  const asked = await run(["ask", "labour-strike", "P(settled | strike called)", "--draws", "8", "--json"]);
  const [answer] = JSON.parse(asked.out).answers;
  expect(answer.numericalError).toBeCloseTo((2 * numericalError) / answer.given, 15);
  const page = (await run(["forecast", "labour-strike", "--draws", "0"])).out;
  expect(page.replaceAll("\n", " ")).toMatch(/residual \S+, which moves no probability by more than \d+e-\d+, mass/);
  expect(page).not.toContain("Numerical error");
});
