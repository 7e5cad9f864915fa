/** The scenarios that came along, where whoever serves the page has them. */
import { openText } from "./files.ts";

/** What is told of each before it is opened. */
export interface Listed {
  readonly name: string;
  readonly teaches: string;
  readonly from: string;
  readonly measured: { readonly states: number } | null;
  readonly likeliest: { readonly name: string; readonly chance: number };
}

/** None where there is no gallery: in a page of one file. */
export async function readGallery(): Promise<readonly Listed[]> {
  return ((await read("./gallery.json")) as readonly Listed[] | null) ?? [];
}

/** Opens one as a text that is not written back. */
export async function openListed(name: string): Promise<void> {
  const found = (await read(`./gallery/${name}.json`)) as { readonly name: string; readonly text: string } | null;
  if (found !== null) openText(found.name, found.text);
}

async function read(address: string): Promise<unknown> {
  if (document.getElementById("folder") !== null) return null;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  } catch {
    return null;
  }
}
