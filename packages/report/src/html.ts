/**
 * HTML and SVG as text, safe by construction: whatever is put into a template is escaped unless it is itself made by
 * one. Titles, names and notes come from files of others.
 */

/** A piece of markup. Only templates make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | false | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? textOf(parts[i]) : "")).join(""));
}

function textOf(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for attributes in quotes; control characters, which HTML does not hold, are left out. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign]).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
}

/** JSON that may stand in a script element of data: nothing in it can end the element or open a comment. */
export function scriptSafe(value: unknown): Html {
  return new Html(
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}

/** A text as a string of CSS, every sign but letters, digits and blanks as its number. */
export function cssString(text: string): Html {
  return new Html(`"${text.replace(/[^A-Za-z0-9 ]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`);
}
