/**
 * What every picture has: its numbers as a table, opened in its place or with T, and its ways out as SVG, PNG and CSV.
 */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { download } from "../state/files.ts";
import { savePng, saveSvg } from "./export.ts";
import { csvOf, type Table } from "./table.ts";

interface Props {
  /** Names its files and its table. */
  readonly name: string;
  readonly table: Table;
  readonly children: ReactNode;
}

export function ChartFrame({ name, table, children }: Props) {
  const [open, setOpen] = useState(false);
  const drawn = useRef<HTMLDivElement>(null);
  const id = useId();
  const file = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  const picture = () => drawn.current?.querySelector<SVGSVGElement>("svg[aria-label]") ?? null;
  const withPicture = (save: (name: string, picture: SVGSVGElement) => unknown) => () => {
    const found = picture();
    if (found !== null) void save(file, found);
  };
  const hear = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || isField(event.target)) return;
    setOpen(!open);
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of what stands within
    <div className="chartframe" onKeyDown={hear}>
      <div ref={drawn}>{children}</div>
      <div className="ways">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Table of ${name}`}
          onClick={() => setOpen(!open)}
        >
          Table
        </button>
        <button type="button" aria-label={`${name} as SVG`} onClick={withPicture(saveSvg)}>
          SVG
        </button>
        <button type="button" aria-label={`${name} as PNG`} onClick={withPicture(savePng)}>
          PNG
        </button>
        <button
          type="button"
          aria-label={`${name} as CSV`}
          onClick={() => download(`${file}.csv`, csvOf(table), "text/csv")}
        >
          CSV
        </button>
      </div>
      <div id={id} hidden={!open} className="charttable">
        {open && <DataTable name={name} table={table} />}
      </div>
    </div>
  );
}

const isField = (target: EventTarget) =>
  target instanceof Element && target.closest("input:not([type=range]), textarea, select") !== null;

function DataTable({ name, table: { columns, rows } }: Pick<Props, "name" | "table">) {
  return (
    <table className="t" aria-label={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
          <tr key={i}>
            {row.map((cell, place) => (
              <td key={columns[place]} className={typeof cell === "number" ? "num" : ""}>
                {typeof cell === "number" ? <data value={cell}>{Number(cell.toPrecision(6))}</data> : cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
