/** What-if files as toggles: whole mechanisms, on or off. */
import { useMemo, useState } from "react";
import { mechanismsIn } from "../state/mechanisms.ts";
import { useStudio } from "../state/studio.ts";

/** More than these are looked for by name. */
const FEW = 8;

export function Mechanisms() {
  const { files, name, mechanisms, change } = useStudio();
  const all = useMemo(() => mechanismsIn(files, name), [files, name]);
  const [sought, setSought] = useState("");
  if (all.length === 0) return null;
  const shown = all.filter(
    (one) =>
      mechanisms.includes(one.file) ||
      one.name.includes(sought.toLowerCase()) ||
      one.says.toLowerCase().includes(sought.toLowerCase()),
  );
  const toggle = (file: string) =>
    change({
      mechanisms: mechanisms.includes(file) ? mechanisms.filter((one) => one !== file) : [...mechanisms, file],
    });
  return (
    <fieldset className="mechanisms">
      <legend>Whole mechanisms</legend>
      {all.length > FEW && (
        <input
          className="typed"
          aria-label="find a what-if"
          placeholder={`find among ${all.length}`}
          value={sought}
          onChange={({ target }) => setSought(target.value)}
        />
      )}
      {shown.slice(0, sought === "" ? FEW + mechanisms.length : undefined).map(({ file, name: own, says }) => (
        <label key={file} title={says}>
          <input type="checkbox" checked={mechanisms.includes(file)} onChange={() => toggle(file)} />
          <span>
            {own}
            <small>{says}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
