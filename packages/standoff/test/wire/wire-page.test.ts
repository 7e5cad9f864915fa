/** The exchange in docs/wire.md, played against a session whose messages travel as JSON. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Told, ToMember } from "../../src/wire/messages.ts";
import { session } from "../../src/wire/session.ts";
import type { SessionKinds } from "../../src/wire/session-kinds.ts";
import { twin } from "../../src/wire/twin.ts";

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
const lines = /^```wire\n([\s\S]*?)^```$/m.exec(read("docs/wire.md"))![1].trim().split("\n");
const labour = read("scenarios/labour-strike/scenario.standoff.yaml");
const LEFT_OUT = "…";

test("the exchange of docs/wire.md takes place", async () => {
  const heard: Told<SessionKinds>[] = [];
  let wake = () => {};
  const port = twin(session(), {
    copy: (message) => JSON.parse(JSON.stringify(message)),
    later: setImmediate,
    shares: false,
  });
  const listen = (told: Told<SessionKinds>) => {
    heard.push(told);
    wake();
  };
  port.listen(listen, () => {});
  let at = 0;
  for (const line of lines) {
    const message: unknown = JSON.parse(line.slice(3));
    if (line.startsWith("->")) port.post(withText(message));
    else {
      // News that the page does not show are passed over, replies and failures never.
      const shown = () => heard.findIndex((told, place) => place >= at && differences(told, message).length === 0);
      while (shown() === -1) {
        expect(heard.slice(at).filter(({ is }) => is !== "news")).toEqual([]);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      expect(heard.slice(at, shown()).filter(({ is }) => is !== "news")).toEqual([]);
      at = shown() + 1;
    }
  }
  expect(lines.length).toBeGreaterThan(15);
}, 60_000);

function withText(message: unknown): ToMember<SessionKinds> {
  return JSON.parse(JSON.stringify(message), (name, value) => (name === "labour.yaml" ? labour : value));
}

/** Where what was told is not what is shown. */
function differences(told: unknown, shown: unknown, at = ""): string[] {
  if (shown === LEFT_OUT) return told === undefined ? [`${at} is missing`] : [];
  if (typeof shown === "number" && typeof told === "number") {
    const digits = String(shown).split(".")[1]?.length ?? 0;
    return told.toFixed(digits) === shown.toFixed(digits) ? [] : [`${at}: ${told}`];
  }
  if (typeof shown !== "object" || shown === null) return told === shown ? [] : [`${at}: ${told}`];
  if (typeof told !== "object" || told === null) return [`${at}: ${told}`];
  const entries = new Map(Object.entries(told));
  const wanted = Object.entries(shown).filter(([name]) => name !== LEFT_OUT);
  const more = LEFT_OUT in shown ? [] : [...entries.keys()].filter((name) => !(name in shown));
  return [
    ...more.map((name) => `${at}/${name} is not shown`),
    ...wanted.flatMap(([name, value]) => differences(entries.get(name), value, `${at}/${name}`)),
  ];
}
