/** Where a case comes from: a file of this machine, or the gallery of those that came along. */
import { useEffect, useState } from "react";
import { Sheet } from "../shell/sheet.tsx";
import { type Listed, openListed, readGallery } from "../state/gallery.ts";

export function OpenSheet(props: { open: boolean; onClose: () => void; onFile: () => void }) {
  const { open, onClose, onFile } = props;
  const [gallery, setGallery] = useState<readonly Listed[]>([]);
  useEffect(() => {
    if (open) void readGallery().then(setGallery);
  }, [open]);
  return (
    <Sheet title="Open" open={open} onClose={onClose}>
      <p>
        <button
          type="button"
          className="btn"
          onClick={() => {
            onClose();
            onFile();
          }}
        >
          A file of this machine …
        </button>
      </p>
      {gallery.length > 0 && (
        <>
          <h3>Gallery</h3>
          <ul className="gallery">
            {gallery.map((one) => (
              <li key={one.name}>
                <button
                  type="button"
                  className="listed"
                  onClick={() => {
                    onClose();
                    void openListed(one.name);
                  }}
                >
                  <b>{one.name}</b>
                  <span>{one.teaches}.</span>
                  <small>{factsOf(one)}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

function factsOf({ measured, likeliest, from }: Listed): string {
  const size = measured === null ? "" : `${measured.states.toLocaleString("en")} states · `;
  return `${size}likeliest: ${likeliest.name}, ${Math.round(100 * likeliest.chance)} % (${from})`;
}
