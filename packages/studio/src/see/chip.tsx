/** A small square of an ending's colour, before its name in a list; a hatch where colours are forced. */
export function Chip({ tone }: { tone: string }) {
  return (
    <svg className="chip" width="12" height="12" aria-hidden="true">
      <rect className={`f-${tone}`} width="12" height="12" />
    </svg>
  );
}
