/** Where texts come from and go to: the folder that the server opened, this browser's own store, or a link. */
import { useStudio } from "./studio.ts";

/** What the server has open. */
export interface Folder {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  /** Can the main file be written? */
  readonly writable: boolean;
}

const kept = (name: string) => `standoff text ${name}`;

/** Reads what the server opened; null where the page is served by anything else. */
export async function readFolder(): Promise<Folder | null> {
  try {
    const answer = await fetch("./folder.json", { headers: { Accept: "application/json" } });
    return answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Text that was typed and neither saved nor taken back, of this file as it was saved then. */
export function restoredText(name: string, saved: string): string | null {
  try {
    const found = JSON.parse(localStorage.getItem(kept(name)) ?? "null") as { of: string; text: string } | null;
    return found !== null && found.of === saved && found.text !== saved ? found.text : null;
  } catch {
    return null;
  }
}

/** Keeps what is typed in this browser, until it is saved. */
export function keepTyped(): () => void {
  return useStudio.subscribe(({ name, text, saved }, before) => {
    if ((text === before.text && saved === before.saved) || name !== before.name) return;
    try {
      if (text === saved) localStorage.removeItem(kept(name));
      else localStorage.setItem(kept(name), JSON.stringify({ of: saved ?? "", text }));
    } catch {
      // A browser without storage: the text stays in the page.
    }
  });
}

/** Saves the text where it came from. */
export async function save(): Promise<void> {
  const { name, text, saved, change } = useStudio.getState();
  if (saved === null || saved === text) return;
  const answer = await fetch("./folder.json", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, before: saved, text }),
  });
  if (answer.ok) change({ saved: text });
  else
    alert(
      answer.status === 409
        ? "The file was changed elsewhere; it was not saved over."
        : `Not saved: ${await answer.text()}`,
    );
}

/** Gives the text as a file, where there is nowhere to save it. */
export function download(name: string, text: string | Blob, type = "text/yaml"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.slice(name.lastIndexOf("/") + 1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
