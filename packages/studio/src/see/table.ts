/** A picture's numbers as a table: what stands under it, and what spreadsheets open. */

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** As comma-separated values. What a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf({ columns, rows }: Table): string {
  const cell = (value: string | number | null) => {
    const text = String(value ?? "");
    if (typeof value === "number") return text;
    const safe = text.replace(/^(?=[=+@\t\r-])/, "'");
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}
