/**
 * Draws docs/forecast.svg: a terminal with the real output of `standoff forecast labour-strike`. Run again when the
 * output changes: node scripts/bootstrap.js scripts/picture.ts
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = ["forecast", "labour-strike"];
const [characterWidth, lineHeight, margin] = [8.4, 18, 16];
const columns = 80;

/** Terminal colours on the dark ground, by Select Graphic Rendition number. */
const styles: Readonly<Record<string, string>> = {
  "1": 'font-weight="bold"',
  "2": 'fill-opacity="0.6"',
  "31": 'fill="#ff7b72"',
  "33": 'fill="#e3b341"',
  "36": 'fill="#76c7e8"',
};
const endings: Readonly<Record<string, readonly string[]>> = { "22": ["1", "2"], "39": ["31", "33", "36"] };

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** One line of terminal text as spans; styles never run over a line's end in our output. */
function spans(line: string): string {
  const on = new Set<string>();
  let result = "";
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    const code = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (code === undefined) {
      if (part !== "")
        result += `<tspan ${[...on].map((style) => styles[style] ?? "").join(" ")}>${escaped(part)}</tspan>`;
    } else if (code in endings) for (const style of endings[code]) on.delete(style);
    else if (code === "0") on.clear();
    else on.add(code);
  }
  return result;
}

function draw(text: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const [width, height] = [columns * characterWidth + 2 * margin, lines.length * lineHeight + 2 * margin];
  const room = (line: string) => ([...line.replace(/\u001b\[[0-9;]*m/g, "")].length * characterWidth).toFixed(1);
  const rows = lines.map(
    (line, index) =>
      `<text x="${margin}" y="${margin + (index + 0.75) * lineHeight}" xml:space="preserve"${line === "" ? "" : ` textLength="${room(line)}"`}>${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Output of standoff forecast labour-strike">
<rect width="100%" height="100%" rx="8" fill="#10151c"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#dfe6ee">
${rows.join("\n")}
</g>
</svg>
`;
}

const done = spawnSync(process.execPath, ["packages/cli/bin/standoff.js", ...args], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, FORCE_COLOR: "1", NO_COLOR: "" },
});
if (done.status !== 0) {
  process.stderr.write(done.stderr);
  process.exit(done.status ?? 1);
}
writeFileSync(`${root}docs/forecast.svg`, draw(`$ npx standoff ${args.join(" ")}\n\n${done.stdout}`));
