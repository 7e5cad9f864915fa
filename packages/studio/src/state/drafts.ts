/**
 * What is typed and not saved, kept in this browser. Every tab keeps its own, so that two of one scenario do not
 * overwrite each other; what a tab that is closed or crashed has left is taken up by the next that opens the same file.
 */
import { useStudio } from "./studio.ts";

export interface Draft {
  /** The text as it was saved then. */
  readonly of: string;
  readonly text: string;
  /** When it was last changed, in milliseconds. */
  readonly at: number;
}

const PREFIX = "standoff draft ";
/** Drafts of closed tabs that are kept, of all scenarios. */
const MOST = 20;

let tab = "";
const lockOf = (id: string) => `standoff tab ${id}`;
const keyOf = (id: string, name: string) => `${PREFIX}${id} ${name}`;

/** Finds out which tab this is. A tab that was duplicated begins with the same name, and takes another. */
export async function nameTab(): Promise<void> {
  const known = storageOf("sessionStorage")?.getItem("standoff tab");
  tab = known ?? crypto.randomUUID();
  // A page that is loaded again is the same tab, though the one before it may not have let go of its lock yet.
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const isAgain = known !== null && loaded?.type === "reload";
  if (isAgain) void navigator.locks?.request(lockOf(tab), () => new Promise(() => {}));
  else if (!(await hold(tab))) {
    tab = crypto.randomUUID();
    await hold(tab);
  }
  storageOf("sessionStorage")?.setItem("standoff tab", tab);
}

/** Holds the tab's lock for as long as the page lives; false where another holds it. */
function hold(id: string): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });
}

/** What was typed into this file and not saved: this tab's, else the newest that a closed one has left. */
export async function takeDraft(name: string): Promise<Draft | null> {
  const own = draftAt(keyOf(tab, name));
  if (own !== null) return own;
  const held = await navigator.locks?.query();
  const open = new Set((held?.held ?? []).map((lock) => lock.name ?? ""));
  const left = draftKeys().filter((key) => key.endsWith(` ${name}`) && !open.has(lockOf(tabOf(key))));
  const newest = left.map((key) => ({ key, draft: draftAt(key) })).sort((a, b) => whenOf(b.draft) - whenOf(a.draft))[0];
  if (newest?.draft == null) return null;
  keep(name, newest.draft);
  storageOf("localStorage")?.removeItem(newest.key);
  return newest.draft;
}

/** What was typed in this tab into a file that is still as it was then. */
export function typedInto(name: string, filed: string): string | null {
  const draft = draftAt(keyOf(tab, name));
  return draft !== null && draft.of === filed && draft.text !== filed ? draft.text : null;
}

/** Keeps what is typed, until it is saved or taken back. */
export function keepTyped(): () => void {
  return useStudio.subscribe(({ name, text, filed }, before) => {
    if (name !== before.name || (text === before.text && filed === before.filed)) return;
    if (text === filed) storageOf("localStorage")?.removeItem(keyOf(tab, name));
    else keep(name, { of: filed, text, at: Date.now() });
  });
}

function keep(name: string, draft: Draft): void {
  try {
    const store = storageOf("localStorage");
    store?.setItem(keyOf(tab, name), JSON.stringify(draft));
    const others = draftKeys().filter((key) => tabOf(key) !== tab);
    const old = others.sort((a, b) => whenOf(draftAt(b)) - whenOf(draftAt(a))).slice(MOST);
    for (const key of old) store?.removeItem(key);
  } catch {
    // A browser without room: the text stays in the page.
  }
}

const tabOf = (key: string) => key.slice(PREFIX.length).split(" ")[0];
const whenOf = (draft: Draft | null) => draft?.at ?? 0;

function draftKeys(): string[] {
  const store = storageOf("localStorage");
  return Object.keys(store ?? {}).filter((key) => key.startsWith(PREFIX));
}

function draftAt(key: string): Draft | null {
  try {
    const found = JSON.parse(storageOf("localStorage")?.getItem(key) ?? "null") as Draft | null;
    return typeof found?.text === "string" && typeof found.of === "string" ? found : null;
  } catch {
    return null;
  }
}

/** Null in a browser that keeps nothing for this page. */
export function storageOf(name: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return globalThis[name];
  } catch {
    return null;
  }
}

/** What tabs tell each other of a scenario: that they have it open, and what they have saved. */
type Word =
  | { readonly name: string; readonly is: "opened" | "here" }
  | { readonly name: string; readonly is: "saved"; readonly text: string };

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("standoff");
const say = (word: Word) => channel?.postMessage(word);

/** Told once the text has been saved from this tab. */
export const tellSaved = (name: string, text: string): void => say({ name, is: "saved", text });

/**
 * Hears other tabs of the same scenario: says that they are there, and takes what they save where nothing was typed
 * here.
 */
export function hearTabs(): void {
  channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
    if (data.name !== useStudio.getState().name) return;
    if (data.is === "saved") return savedElsewhere(data.text);
    if (data.is === "opened") say({ name: data.name, is: "here" });
    const { notice, change } = useStudio.getState();
    if (notice === null) change({ notice: { says: "Open in another tab too: each keeps its own text." } });
  });
  say({ name: useStudio.getState().name, is: "opened" });
}

/** The file has another text by now. What was typed here stays, and the other is offered. */
export function savedElsewhere(present: string): void {
  const { text, filed, saved, change } = useStudio.getState();
  if (text === filed) change({ text: present, filed: present, saved: saved === null ? null : present });
  else if (text !== present)
    change({
      notice: {
        says: "The file was changed elsewhere. Here stands what you typed.",
        other: { text: present, called: "the file", isFile: true },
      },
    });
}
