/** The conditions that situations are gathered by, to be written anew: one a line, a name before its condition. */
import { useState } from "react";
import type { NamedCondition } from "standoff";
import { useStudio } from "../state/studio.ts";

const sides = { "↑": "above", "↓": "below", "·": "rest" } as const;
const marks = { above: "↑", below: "↓", rest: "·" } as const;

/** "↑ settled: signed": from above, by its name, where this holds. */
function written(conditions: readonly NamedCondition[]): string {
  return conditions.map(({ name, when, side }) => `${marks[side]} ${name}: ${when}`).join("\n");
}

function read(text: string): NamedCondition[] {
  return text.split("\n").flatMap((line) => {
    const found = /^\s*([↑↓·]?)\s*([^:]+?)\s*:\s*(.+?)\s*$/.exec(line);
    return found === null
      ? []
      : [{ name: found[2], when: found[3], side: sides[found[1] as keyof typeof sides] ?? "rest" }];
  });
}

export function GatherBy({ situations }: { situations: readonly NamedCondition[] }) {
  const { gathered, change } = useStudio();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(gathered !== null);
  const usual = written(gathered ?? situations);
  const text = typed ?? usual;
  return (
    <details className="gather" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Gathered by {situations.length} conditions</summary>
      <label htmlFor="gather" className="lab">
        One a line, the first that holds counts. ↑ closes from above, ↓ from below.
      </label>
      <textarea
        id="gather"
        rows={Math.max(4, text.split("\n").length)}
        value={text}
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      <div className="row">
        <button
          type="button"
          className="btn"
          disabled={typed === null || read(typed).length === 0}
          onClick={() => {
            change({ gathered: read(text) });
            setTyped(null);
          }}
        >
          Gather by these
        </button>
        <button
          type="button"
          className="btn"
          disabled={gathered === null && typed === null}
          onClick={() => {
            setTyped(null);
            change({ gathered: null });
          }}
        >
          As the scenario names them
        </button>
      </div>
    </details>
  );
}
