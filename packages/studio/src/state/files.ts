/** Where texts come from and go to: the folder that the server opened, this browser's own store, or a link. */
import { useStudio } from "./studio.ts";

/** What the server has open. */
export interface Folder {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the scenarios that came along, which `extends` may name. */
  readonly library?: string;
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
  const handle = handles.get(name);
  if (handle !== undefined) {
    const found = await (await handle.getFile()).text();
    if (found !== saved) return alert("The file was changed elsewhere; it was not saved over.");
    await writeTo(handle, text);
    return change({ saved: text });
  }
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

/** Another file of those beside it is written: its own text comes back, also where it was typed and not saved. */
export function switchTo(next: string): void {
  const { name, text, saved, files, stored, change } = useStudio.getState();
  if (next === name || files[next] === undefined) return;
  const known = saved === null ? stored : { ...stored, [name]: saved };
  const before = known[next] ?? files[next];
  change({
    name: next,
    files: { ...files, [name]: text },
    stored: known,
    text: files[next] === before ? (restoredText(next, before) ?? before) : files[next],
    saved: saved === null ? null : before,
    set: {},
  });
}

/** A text from elsewhere is written from now on. */
export function openText(name: string, text: string, saved: string | null): void {
  const { change } = useStudio.getState();
  change({ name, files: { [name]: text }, stored: {}, text, saved, set: {}, pinned: null, selected: null });
}

// ---- Files of this machine, where the browser hands them out ----

interface FileHandle {
  readonly name: string;
  readonly getFile: () => Promise<File>;
  readonly createWritable: () => Promise<{
    readonly write: (text: string) => Promise<void>;
    readonly close: () => Promise<void>;
  }>;
}

interface Pickers {
  readonly showOpenFilePicker?: (options: object) => Promise<FileHandle[]>;
  readonly showSaveFilePicker?: (options: object) => Promise<FileHandle>;
}

const pickers = globalThis as unknown as Pickers;
const types = [{ description: "Standoff scenarios", accept: { "text/yaml": [".yaml", ".yml"] } }];
/** The file of this machine that is written, by the name that it has here. */
const handles = new Map<string, FileHandle>();

/** Opens a file of this machine; false where the browser has no such thing. */
export async function openFile(): Promise<boolean> {
  if (pickers.showOpenFilePicker === undefined) return false;
  const [handle] = await pickers.showOpenFilePicker({ types }).catch(() => []);
  if (handle === undefined) return true; // nothing was chosen
  const text = await (await handle.getFile()).text();
  handles.set(handle.name, handle);
  openText(handle.name, text, text);
  return true;
}

/** Writes the text to a file of this machine that is chosen now; a download where the browser has no such thing. */
export async function saveAs(): Promise<void> {
  const { name, text } = useStudio.getState();
  if (pickers.showSaveFilePicker === undefined) return download(name, text);
  const suggestedName = name.slice(name.lastIndexOf("/") + 1);
  const handle = await pickers.showSaveFilePicker({ types, suggestedName }).catch(() => null);
  if (handle === null) return;
  await writeTo(handle, text);
  handles.set(handle.name, handle);
  openText(handle.name, text, text);
}

async function writeTo(handle: FileHandle, text: string): Promise<void> {
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
}

/** Gives the text as a file, where there is nowhere to save it. */
export function download(name: string, text: string | Blob, type = "text/yaml"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.slice(name.lastIndexOf("/") + 1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
