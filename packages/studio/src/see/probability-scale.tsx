/** The axis of a single probability: always from 0 to 100 per cent. */
import type { Frame } from "./calendar.tsx";

export function ProbabilityScale({ frame, y }: { frame: Frame; y: (p: number) => number }) {
  return (
    <g aria-hidden="true">
      {[0, 0.25, 0.5, 0.75, 1].map((p) => (
        <g key={p}>
          <line className="grid" x1={frame.left - 4} x2={frame.right} y1={y(p)} y2={y(p)} />
          <text className="s to" x={frame.left - 8} y={y(p) + 3.5}>
            {p === 1 ? "100 %" : 100 * p}
          </text>
        </g>
      ))}
    </g>
  );
}
