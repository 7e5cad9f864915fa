/**
 * Counted frequencies: `{ seen: 3, in: 40 years }` in place of a rate. What is believed of a rate after n cases in a
 * time T is a Gamma distribution; by Jeffreys's prior its shape is n + 1/2 and its rate T, so that the mean is (n +
 * 1/2) / T. The rate becomes an assumption of its own with that value, the range from its 10 to its 90 per cent point,
 * and that distribution: it can be set, has a place in the list of assumptions, and is drawn like them. This is done
 * before settings are put in.
 */
import { gammaQuantile } from "../../math/gamma.ts";
import { reservedIn } from "../expression/words.ts";
import type { Located, LocatedEntry, LocatedMap } from "./located.ts";

export const countForm = /^\d{1,6}$/;
export const countedTimeForm = /^(?=.*[1-9].* )(\d+(?:\.\d+)?)\s+(day|week|month|year)s?$/;

/** The document with its counts written out as assumptions. */
export function writeOutCounts(root: LocatedMap): LocatedMap {
  const section = root.entries.get("assumptions")?.value;
  const assumptions = new Map(section?.kind === "map" ? section.entries : []);
  const counts = new Counts(assumptions);
  const entries = new Map(root.entries);
  for (const [name, places] of Object.entries(sections)) {
    const entry = entries.get(name);
    if (entry !== undefined) entries.set(name, { key: entry.key, value: counts.in(entry.value, places, []) });
  }
  if (counts.found === 0) return root;
  const span = entries.get("assumptions")?.key ?? root.span;
  entries.set("assumptions", { key: span, value: { kind: "map", span: section?.span ?? span, entries: assumptions } });
  return { ...root, entries };
}

/** Where a count may stand: the way down by keys, "*" for any name. */
const sections: Readonly<Record<string, readonly (readonly string[])[]>> = {
  desks: [
    ["*", "usual", "*"],
    ["*", "moves", "*", "usual"],
  ],
  events: [["*", "*", "rate"]],
  signals: [["*", "rate"]],
  offers: [
    ["*", "usual"],
    ["*", "usual to accept"],
    ["*", "usual to refuse"],
    ["*", "usual to counter"],
  ],
};

class Counts {
  found = 0;
  readonly #assumptions: Map<string, LocatedEntry>;

  constructor(assumptions: Map<string, LocatedEntry>) {
    this.#assumptions = assumptions;
  }

  in(part: Located, ways: readonly (readonly string[])[], path: readonly string[]): Located {
    if (part.kind !== "map") return part;
    if (ways.some((way) => way.length === 0)) return this.#written(part, path);
    let entries = part.entries;
    for (const [key, entry] of part.entries) {
      const below = ways.filter(([first]) => first === "*" || first === key).map((way) => way.slice(1));
      if (below.length === 0) continue;
      const value = this.in(entry.value, below, [...path, key]);
      if (value !== entry.value) entries = new Map(entries).set(key, { key: entry.key, value });
    }
    return entries === part.entries ? part : { ...part, entries };
  }

  /** A reference to the assumption that a count becomes; what is no count stays. */
  #written(count: LocatedMap, path: readonly string[]): Located {
    const seen = textAt(count, "seen");
    const time = countedTimeForm.exec(textAt(count, "in") ?? "");
    if (seen === undefined || !countForm.test(seen) || time === null) return count;
    const name = this.#free(nameOf(path), path[0]);
    this.found++;
    const [n, per] = [Number(seen), `per ${time[2]}`];
    const rate = (of: number) => `${of / Number(time[1])}`;
    const end = (chance: number) => Number((gammaQuantile(n + 0.5, chance) / Number(time[1])).toPrecision(6));
    const { span } = count;
    const text = (written: string): LocatedEntry => ({ key: span, value: { kind: "text", span, text: written } });
    const entries = new Map<string, LocatedEntry>([
      ["value", text(`${rate(n + 0.5)} ${per}`)],
      ["range", text(`${end(0.1)} to ${end(0.9)} ${per}`)],
      ["distribution", text(`gamma ${n + 0.5} ${time[1]}`)],
      ["basis", text("base rate")],
      ["note", text(`seen ${seen} times in ${time[0]}`)],
    ]);
    const evidence = count.entries.get("evidence");
    if (evidence !== undefined) entries.set("evidence", evidence);
    this.#assumptions.set(name, { key: span, value: { kind: "map", span, entries } });
    return { kind: "text", span, text: `$${name}` };
  }

  /** A name that no word of the language breaks up, and that is not taken. */
  #free(written: string, owner: string): string {
    const name = reservedIn(written) === undefined ? written : written.replaceAll(" ", "-");
    return this.#assumptions.has(name) ? `${name} at ${owner}` : name;
  }
}

/** What the rate at a place is of: `usual rate of MOVE`, `rate of EVENT`, `usual rate to accept OFFER`. */
function nameOf(path: readonly string[]): string {
  const last = path.at(-1)!;
  if (last === "rate") return `rate of ${path.at(-2)}`;
  if (last === "usual") return `usual rate of ${path.at(-2)}`;
  if (last.startsWith("usual to ")) return `usual rate ${last.slice("usual ".length)} ${path.at(-2)}`;
  return `usual rate of ${last}`;
}

function textAt(map: LocatedMap, key: string): string | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === "text" ? value.text.trim() : undefined;
}
