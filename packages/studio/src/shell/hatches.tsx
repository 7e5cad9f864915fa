/** Hatches in place of the endings' colours, for forced colours: see the end of `studio.css`, which names them. */
const hatches = [
  ["agreement", "M0 6L6 0", 6],
  ["interim", "M0 12L12 0", 12],
  ["talks", "M2 4h2", 8],
  ["sanctions", "M0 0L10 10", 10],
  ["strike", "M0 0L7 7M0 7L7 0", 7],
] as const;

export function Hatches() {
  return (
    <svg width="0" height="0" className="hatches" aria-hidden="true">
      <defs>
        {hatches.map(([tone, path, size]) => (
          <pattern key={tone} id={`hatch-${tone}`} width={size} height={size} patternUnits="userSpaceOnUse">
            <rect width={size} height={size} fill="Canvas" />
            <path d={path} stroke="CanvasText" strokeWidth="1.5" />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}
