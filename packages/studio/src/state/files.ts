/** Where texts come from and go to: the folder that the server opened, this browser's own store, or a link. */
import { savedElsewhere, tellSaved, typedInto } from "./drafts.ts";
import { asFiled, taken } from "./line-ends.ts";
import { useStudio } from "./studio.ts";

/** What the server has open. */
export interface Folder {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder of the scenarios that came along, which `extends` may name. */
  readonly library?: string;
  /** Can the main file be written? */
  readonly writable: boolean;
  /** Is it the tutorial, which a first visit is led through? */
  readonly tutorial?: boolean;
}

/**
 * Reads what stands in the page of one file, else what the server opened; null where the page is served by anything
 * else.
 */
export async function readFolder(): Promise<Folder | null> {
  const within = document.getElementById("folder");
  if (within !== null) return folderIn(JSON.parse(within.textContent ?? "null"));
  try {
    const answer = await fetch("./folder.json", { headers: { Accept: "application/json" } });
    const is = answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
    return is ? folderIn(await answer.json()) : null;
  } catch {
    return null;
  }
}

function folderIn(told: Folder | null): Folder | null {
  if (told === null) return null;
  const files = Object.entries(told.files).map(([name, text]) => [name, taken(name, text)]);
  return { ...told, files: Object.fromEntries(files) };
}

/** Saves the text where it came from. */
export async function save(): Promise<void> {
  const { name, text, saved, change } = useStudio.getState();
  if (saved === null || saved === text) return;
  const [before, after] = [asFiled(name, saved), asFiled(name, text)];
  const handle = handles.get(name);
  if (handle !== undefined) {
    const found = await (await handle.getFile()).text();
    if (found !== before) return savedElsewhere(taken(name, found));
    await writeTo(handle, after);
    return change({ saved: taken(name, after), filed: text });
  }
  const answer = await fetch("./folder.json", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, before, text: after }),
  });
  if (answer.ok) {
    change({ saved: taken(name, after), filed: text });
    tellSaved(name, text);
  } else if (answer.status === 409) savedElsewhere((await readFolder())?.files[name] ?? "");
  else change({ notice: { says: `Not saved: ${await answer.text()}` } });
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
    text: files[next] === before ? (typedInto(next, before) ?? before) : files[next],
    saved: saved === null ? null : before,
    filed: before,
    set: {},
  });
}

/** A text from elsewhere is written from now on; is it that of a file which can be saved? */
export function openText(name: string, told: string, isFile = false): void {
  const { change } = useStudio.getState();
  const text = taken(name, told);
  change({
    name,
    files: { [name]: text },
    stored: {},
    text,
    filed: text,
    saved: isFile ? text : null,
    set: {},
    pinned: null,
    selected: null,
  });
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
  openText(handle.name, text, true);
  return true;
}

/** Writes the text to a file of this machine that is chosen now; a download where the browser has no such thing. */
export async function saveAs(): Promise<void> {
  const { name, text } = useStudio.getState();
  if (pickers.showSaveFilePicker === undefined) return download(name, asFiled(name, text));
  const suggestedName = name.slice(name.lastIndexOf("/") + 1);
  const handle = await pickers.showSaveFilePicker({ types, suggestedName }).catch(() => null);
  if (handle === null) return;
  const written = asFiled(name, text);
  await writeTo(handle, written);
  handles.set(handle.name, handle);
  openText(handle.name, written, true);
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
