/**
 * Which file is written, and where it goes: the folder that the server opened, a file of this machine, or a download.
 */
import { useRef, useState } from "react";
import { download, openFile, openText, save, saveAs, switchTo } from "../state/files.ts";
import { asFiled } from "../state/line-ends.ts";
import { useStudio } from "../state/studio.ts";
import { OpenSheet } from "./open-sheet.tsx";

const shortOf = (name: string) => name.slice(name.lastIndexOf("/") + 1);

export function FileTools() {
  const { name, files, text, saved } = useStudio();
  const input = useRef<HTMLInputElement>(null);
  const [opening, setOpening] = useState(false);
  const names = Object.keys(files);
  const open = async () => {
    if (!(await openFile())) input.current?.click();
  };
  return (
    <div className="panehead">
      {names.length > 1 ? (
        <select
          className="btn file"
          aria-label="file"
          value={name}
          title={name}
          onChange={({ target }) => switchTo(target.value)}
        >
          {names.map((one) => (
            <option key={one} value={one}>
              {shortOf(one)}
            </option>
          ))}
        </select>
      ) : (
        <span className="file" title={name}>
          {shortOf(name)}
        </span>
      )}
      <span className="end" />
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml"
        hidden
        onChange={async ({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) openText(file.name, await file.text());
          target.value = "";
        }}
      />
      <button type="button" className="btn hide-m" onClick={() => setOpening(true)}>
        Open …
      </button>
      <OpenSheet open={opening} onClose={() => setOpening(false)} onFile={() => void open()} />
      <button type="button" className="btn hide-m" onClick={() => void saveAs()}>
        Save as …
      </button>
      {saved === null ? (
        <button type="button" className="btn" onClick={() => download(name, asFiled(name, text))}>
          Download
        </button>
      ) : (
        <button type="button" className="btn" disabled={saved === text} onClick={() => void save()}>
          {saved === text ? "Saved" : "Save"}
        </button>
      )}
    </div>
  );
}
