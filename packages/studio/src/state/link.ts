/** Links that carry a scenario in their hash: whoever opens one has the text, and no server has seen it. */
import type { Values } from "./studio.ts";

export interface Carried {
  readonly text: string;
  readonly set: Values;
  /** A step that is not the file's. */
  readonly step: string | null;
  /** The file's name, and the others that it names; none where it stands alone. */
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Longer texts are refused, whatever they are packed into, in characters. */
const LONGEST = 2_000_000;
const MARK = "#case=";

/** The hash that carries a text and the values set. */
export async function hashOf({ text, set, step, name, files }: Carried): Promise<string> {
  const others = Object.entries(files ?? {}).filter(([other]) => other !== name);
  const alone = { text, set, ...(step === null ? {} : { step }) };
  const carried = others.length === 0 ? alone : { ...alone, name, files: Object.fromEntries(others) };
  const packed = await streamed(new Blob([JSON.stringify(carried)]), new CompressionStream("deflate-raw"));
  return (
    MARK +
    btoa(String.fromCharCode(...packed))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "")
  );
}

/** What a hash carries; null where it carries nothing that can be read. */
export async function carriedIn(hash: string): Promise<Carried | null> {
  if (!hash.startsWith(MARK)) return null;
  try {
    const letters = atob(hash.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await streamed(new Blob([packed]), new DecompressionStream("deflate-raw"));
    const { text, set, step = null, name, files = {} } = JSON.parse(new TextDecoder().decode(bytes));
    const isCase = typeof text === "string" && isTexts(set) && isTexts(files);
    if (!isCase || !(step === null || typeof step === "string")) return null;
    return typeof name === "string" ? { text, set, step, name, files } : { text, set, step };
  } catch {
    return null;
  }
}

function isTexts(set: unknown): set is Values {
  return typeof set === "object" && set !== null && Object.values(set).every((value) => typeof value === "string");
}

async function streamed(blob: Blob, through: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const reader = blob
    .stream()
    .pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array>)
    .getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > LONGEST) throw new Error("longer than any scenario");
  }
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
}
