import { expect, test } from "vitest";
import { type Diagnostic, formatDiagnostic, sortDiagnostics } from "./diagnostic.ts";

const source = { path: "port.standoff.yaml", text: "title: A\nwhen: tallks is open\n" };
const span = { file: 0, start: 15, end: 21 };
const unknown: Diagnostic = {
  code: "unknown-name",
  severity: "error",
  span,
  message: 'nothing is called "tallks" here',
};

test("a diagnostic prints its place, its line with carets, and what helps", () => {
  const related = [{ span: { file: 0, start: 0, end: 5 }, message: "the title is here" }];
  const full = { ...unknown, expected: "a name", hint: 'did you mean "talks"?', example: "talks = open", related };
  expect(formatDiagnostic(full, [source])).toBe(
    [
      'port.standoff.yaml:2:7: error[unknown-name] nothing is called "tallks" here',
      "  2 | when: tallks is open",
      "    |       ^^^^^^",
      "  expected: a name",
      '  hint: did you mean "talks"?',
      "  for example: talks = open",
      "  port.standoff.yaml:1:1: the title is here",
      "  1 | title: A",
      "    | ^^^^^",
    ].join("\n"),
  );
});

test("a painter colours only what it is given", () => {
  const same = (text: string) => text;
  const color = { error: (text: string) => `<${text}>`, warning: same, info: same, faint: same, strong: same };
  expect(formatDiagnostic(unknown, [source], { color })).toContain("<error>[unknown-name]");
  expect(formatDiagnostic(unknown, [source], { color })).toContain("<^^^^^^>");
});

test("a long line is cut around the place, and the carets stay under it", () => {
  const text = `${"x".repeat(300)}BAD${"y".repeat(300)}`;
  const lines = formatDiagnostic({ ...unknown, span: { file: 0, start: 300, end: 303 } }, [{ path: "p", text }]).split(
    "\n",
  );
  expect(lines[1].length).toBeLessThan(120);
  expect(lines[1].slice(lines[2].indexOf("^"), lines[2].lastIndexOf("^") + 1)).toBe("BAD");
});

test("control characters do not reach the terminal", () => {
  const text = "a\u001b[31mb\u0000c\u202ed";
  const printed = formatDiagnostic({ ...unknown, span: { file: 0, start: 1, end: 2 } }, [{ path: "p", text }]);
  expect(printed.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a place outside every file is said so", () => {
  expect(formatDiagnostic(unknown, [])).toBe('(no file): error[unknown-name] nothing is called "tallks" here');
});

test("errors come before warnings, then by place; repetitions go", () => {
  const at = (start: number, severity: Diagnostic["severity"]) => ({
    ...unknown,
    severity,
    span: { file: 0, start, end: start },
  });
  const sorted = sortDiagnostics([at(9, "error"), at(1, "warning"), at(3, "error"), at(9, "error")]);
  expect(sorted.map(({ severity, span }) => `${severity} ${span.start}`)).toEqual(["error 3", "error 9", "warning 1"]);
});
