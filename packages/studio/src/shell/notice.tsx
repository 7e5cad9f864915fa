/**
 * What is told above the view until it is put away: another text of the same file, an engine that was started again.
 */
import { useStudio } from "../state/studio.ts";

export function NoticeBar() {
  const { notice, saved, change } = useStudio();
  if (notice === null) return null;
  const { says, other } = notice;
  const take = (text: string, isFile: boolean) =>
    change({ notice: null, text, ...(isFile ? { filed: text, saved: saved === null ? null : text } : {}) });
  // What is kept here is of the file as it is now: saving writes over it.
  const keep = (text: string, isFile: boolean) =>
    change({ notice: null, ...(isFile ? { filed: text, saved: saved === null ? null : text } : {}) });
  return (
    <div className="notice" role="status">
      <span>{says}</span>
      {other !== undefined && (
        <button type="button" className="btn" onClick={() => take(other.text, other.isFile)}>
          Show {other.called}
        </button>
      )}
      <button
        type="button"
        className="btn"
        onClick={() => (other === undefined ? change({ notice: null }) : keep(other.text, other.isFile))}
      >
        {other === undefined ? "Good" : "Keep what is here"}
      </button>
    </div>
  );
}
