/** The left pane: the scenario as text, as tables, as cards, on the calendar. One text stands behind all of them. */
import { useEffect, useState } from "react";
import type { Sheets } from "standoff/editing";
import { useStudio } from "../state/studio.ts";
import { Editor } from "./editor.tsx";
import { Evidence } from "./evidence.tsx";
import { FileTools } from "./file-tools.tsx";
import { service } from "./service.ts";
import { Tables } from "./tables.tsx";
import { Timeline } from "./timeline.tsx";
import "./write.css";

const WAYS = ["Text", "Tables", "Evidence", "Clocks"] as const;
type Way = (typeof WAYS)[number];

export function Writer() {
  const [way, setWay] = useState<Way>("Text");
  return (
    <>
      <FileTools />
      <fieldset className="seg as" aria-label="The scenario as">
        {WAYS.map((one) => (
          <button key={one} type="button" aria-pressed={way === one} onClick={() => setWay(one)}>
            {one}
          </button>
        ))}
      </fieldset>
      {way !== "Text" && <Sheet way={way} />}
      <Editor hidden={way !== "Text"} onGo={() => setWay("Text")} />
    </>
  );
}

function Sheet({ way }: { way: Way }) {
  const text = useStudio(({ text }) => text);
  const [read, setRead] = useState<{ readonly of: string; readonly sheets: Sheets } | null>(null);
  useEffect(() => {
    let wanted = true;
    void service.sheets(text).then((found) => {
      if (wanted && found !== null) setRead({ of: text, sheets: found });
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  if (read === null) return <div className="sheets" />;
  const { of, sheets } = read;
  if (way === "Tables") return <Tables {...sheets} />;
  return way === "Evidence" ? <Evidence cards={sheets.evidence} /> : <Timeline {...sheets} text={of} />;
}
