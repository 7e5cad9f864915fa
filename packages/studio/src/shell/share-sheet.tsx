/**
 * Share: a link that carries the case, a figure for another page, the page as one file, the report, the view on paper.
 */
import { useEffect, useState } from "react";
import { useSolver } from "../engine/solver.ts";
import { aloneWith } from "../state/alone.ts";
import { storageOf } from "../state/drafts.ts";
import { download } from "../state/files.ts";
import { hashOf } from "../state/link.ts";
import { useStudio } from "../state/studio.ts";
import { Sheet } from "./sheet.tsx";

const SITE = "standoff site";
const isPrivate = !/^https?:$/.test(location.protocol) || /^(127\.0\.0\.1|localhost)$/.test(location.hostname);

export function ShareButton() {
  const [open, setOpen] = useState(false);
  const shown = useStudio(({ shown }) => shown);
  return (
    <>
      <button type="button" className="btn" disabled={shown === null} onClick={() => setOpen(true)}>
        Share
      </button>
      <Sheet title="Share" open={open} onClose={() => setOpen(false)}>
        <Ways />
      </Sheet>
    </>
  );
}

function Ways() {
  const { text, set, step, name, files, shown } = useStudio();
  const [site, setSite] = useState(storageOf("localStorage")?.getItem(SITE) ?? "");
  const [hash, setHash] = useState("");
  useEffect(() => {
    void hashOf({ text, set, step, name, files }).then(setHash);
  }, [text, set, step, name, files]);
  const base = isPrivate && site !== "" ? new URL("./", site).href : location.href.replace(/[?#].*/s, "");
  const title = shown?.opened.title ?? name;
  return (
    <>
      {isPrivate && (
        <label className="field">
          <span>
            A studio on the web that links lead to <small>made by standoff studio --build; none: this page</small>
          </span>
          <input
            type="url"
            value={site}
            placeholder="https://…"
            onChange={({ target }) => {
              if (target.value !== "" && !URL.canParse(target.value)) return setSite(target.value);
              setSite(target.value);
              storageOf("localStorage")?.setItem(SITE, target.value);
            }}
          />
        </label>
      )}
      <Way name="Link" says="Carries the text and the values set behind its #: no server sees them.">
        <Copy text={`${base}${hash}`} named="the link" />
      </Way>
      <Way name="Figure" says="The picture alone, read-only, in a frame of another page.">
        <Copy text={frameOf(`${base}?figure${hash}`, title)} named="the frame" />
      </Way>
      <Way name="One file" says="The whole studio with this case: works from a disk, without a network.">
        <SaveAlone />
      </Way>
      <Way name="Report" says="What the case says, on what grounds and how sure: one page to hand in.">
        <SaveReport />
      </Way>
      <Way name="Paper" says="This view as it stands, with its title, date and hash.">
        <button type="button" className="btn" onClick={() => setTimeout(print)}>
          Print
        </button>
      </Way>
    </>
  );
}

function Way({ name, says, children }: { name: string; says: string; children: React.ReactNode }) {
  return (
    <div className="way">
      <h3>{name}</h3>
      <p>{says}</p>
      {children}
    </div>
  );
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const frameOf = (address: string, title: string) =>
  `<iframe src="${escaped(address)}" title="${escaped(title)}" width="760" height="660" style="border:0"></iframe>`;

function Copy({ text, named }: { text: string; named: string }) {
  const [told, setTold] = useState("");
  const copy = async () => {
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setTold(copied ? "copied" : "select and copy it");
  };
  return (
    <span className="copy">
      <input readOnly value={text} aria-label={named} onFocus={({ target }) => target.select()} />
      <button type="button" className="btn" onClick={() => void copy()}>
        Copy
      </button>
      <span className="lab" role="status">
        {told}
      </span>
    </span>
  );
}

const fileName = (title: string) =>
  title
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60) || "case";

function SaveAlone() {
  const { shown } = useStudio();
  const [told, setTold] = useState("");
  const write = async () => {
    const page = await aloneWith(useStudio.getState());
    if (page === null) return setTold("this page cannot be read from where it stands");
    download(`${fileName(shown?.opened.title ?? "")}.html`, page, "text/html");
    setTold("written");
  };
  return (
    <span className="copy">
      <button type="button" className="btn" onClick={() => void write()}>
        Download
      </button>
      <span className="lab" role="status">
        {told}
      </span>
    </span>
  );
}

function SaveReport() {
  const solver = useSolver();
  const { shown, selected } = useStudio();
  const [told, setTold] = useState("");
  const write = async () => {
    setTold("being written …");
    const { reportIn } = await import("../state/report.ts");
    const page = await reportIn(solver, useStudio.getState(), selected);
    if (typeof page !== "string") return setTold(page.says);
    download(`${fileName(shown?.opened.title ?? "")}-report.html`, page, "text/html");
    setTold("written");
  };
  return (
    <span className="copy">
      <button type="button" className="btn" disabled={shown?.study === null} onClick={() => void write()}>
        Download
      </button>
      <span className="lab" role="status">
        {shown?.study === null ? "once the averages over draws stand" : told}
      </span>
    </span>
  );
}
