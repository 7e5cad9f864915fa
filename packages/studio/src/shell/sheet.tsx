/** A sheet over the page: takes the focus, gives it back, and closes with Escape. */
import { type ReactNode, useEffect, useRef } from "react";

export function Sheet(props: { title: string; open: boolean; onClose: () => void; children: ReactNode }) {
  const { title, open, onClose, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog?.open === false) dialog.showModal();
    if (!open) dialog?.close();
  }, [open]);
  return (
    <dialog className="sheet" ref={ref} aria-label={title} onClose={onClose}>
      {open && (
        <>
          <h2>{title}</h2>
          {children}
          <button type="button" className="btn close" onClick={onClose}>
            Close
          </button>
        </>
      )}
    </dialog>
  );
}
