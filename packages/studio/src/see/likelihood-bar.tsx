/**
 * A bar on the scale of words: its length is the probability; the bracket below is the band over draws, the open tick
 * the answer at the stated values, the dotted one habit alone.
 */
import { useWidth } from "./use-width.ts";

export const WORDS = [
  [0.05, "very unlikely"],
  [0.2, "unlikely"],
  [0.45, "even"],
  [0.55, "likely"],
  [0.8, "very likely"],
  [0.95, ""],
] as const;

interface Props {
  readonly p: number;
  readonly band: readonly [number, number, number] | null;
  readonly stated: number | null;
  readonly habit: number | null;
}

export function LikelihoodBar({ p, band, stated, habit }: Props) {
  const [ref, width] = useWidth(260, 60);
  const x = (probability: number) => 1 + (width - 2) * probability;
  const bracket = band === null ? "" : `M${x(band[0])} 12V17.5H${x(band[2])}V12`;
  return (
    <div ref={ref}>
      <svg width={width} height={20} aria-hidden="true">
        <rect className="barbg" x={1} y={6} width={width - 2} height={8} />
        {WORDS.map(([bound]) => (
          <line key={bound} className="grid" x1={x(bound)} x2={x(bound)} y1={0} y2={20} />
        ))}
        <rect className="bar" x={1} y={6} width={Math.max(1, x(p) - 1)} height={8} />
        <path className="brkseam" d={bracket} />
        <path className="brk" d={bracket} />
        {habit !== null && <line className="habit" x1={x(habit)} x2={x(habit)} y1={2} y2={18} />}
        {stated !== null && <path className="tick" d={`M${x(stated) - 3} 3.5h6v13h-6z`} strokeWidth={1} />}
      </svg>
    </div>
  );
}

/** The words above a column of bars. */
export function ScaleOfWords() {
  const [ref, width] = useWidth(260, 60);
  const x = (probability: number) => 1 + (width - 2) * probability;
  return (
    <div ref={ref}>
      <svg width={width} height={14} aria-hidden="true">
        {WORDS.slice(0, -1).map(([bound, word], i) => {
          const middle = (x(bound) + x(WORDS[i + 1][0])) / 2;
          return width < (word === "unlikely" || word === "likely" ? 170 : 330) ? null : (
            <text key={word} className="s mid" x={middle} y={10}>
              {word}
            </text>
          );
        })}
      </svg>
    </div>
  );
}
