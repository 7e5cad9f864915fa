/** The course of the news: time runs down, an outcome's line steps sideways at each item, signed. */

import { percent } from "standoff/words";
import { cut } from "../see/names.tsx";
import { across } from "../see/scale.ts";
import { useWidth } from "../see/use-width.ts";
import { inPoints } from "../whatif/difference-table.tsx";
import type { Course } from "./course.ts";

/** As high as an item beside it (`.observed`). */
const ROW = 50;
const HEAD = 48;

/** The narrowest column, in pixels: where there is room for fewer, the first are shown, and the table has all. */
const NARROWEST = 150;

export function CourseChart({ courses: all, rows }: { courses: readonly Course[]; rows: number }) {
  const [ref, width] = useWidth(620, 260);
  const courses = all.slice(0, Math.max(1, Math.floor(width / NARROWEST)));
  const column = width / Math.max(1, courses.length);
  const height = HEAD + ROW * rows + 8;
  return (
    <div ref={ref}>
      <svg width={width} height={height} aria-label={inWords(courses)}>
        {courses.map((course, i) => (
          <g key={course.name} transform={`translate(${i * column} 0)`} aria-hidden="true">
            <Column course={course} width={column - 26} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function Column({ course: { name, before, after }, width }: { course: Course; width: number }) {
  const x = across([0, 1], [8, width]);
  const last = after[after.length - 1] ?? before;
  const bottom = HEAD + ROW * after.length;
  const stood = [before, ...after];
  const down = (i: number) => HEAD + ROW * i + ROW / 2;
  const line = stood
    .map((p, i) => (i === 0 ? `M${x(p)} ${HEAD}` : `V${down(i - 1)}H${x(p)}`))
    .join("")
    .concat(`V${bottom}`);
  return (
    <>
      <text className="b" x={0} y={12}>
        {cut(name, Math.floor(width / 6.4))}
      </text>
      <text x={0} y={27}>
        {percent(before)} → <tspan className="b">{percent(last)}</tspan>
      </text>
      {[0, 0.5, 1].map((p) => (
        <g key={p}>
          <line className="grid" x1={x(p)} x2={x(p)} y1={HEAD} y2={bottom} />
          <text className={p === 1 ? "s to" : p === 0 ? "s" : "s mid"} x={x(p)} y={HEAD - 6}>
            {p === 1 ? "100 %" : 100 * p}
          </text>
        </g>
      ))}
      <path className="line on" d={line} />
      {after.map((p, i) => {
        const from = stood[i];
        const told = inPoints(p - from);
        const left = p < from;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item's place is its name here
          <g key={i}>
            {told !== "0" && <line className="step" x1={x(from)} x2={x(p)} y1={down(i)} y2={down(i)} />}
            <circle className="bar" cx={x(p)} cy={down(i)} r={told === "0" ? 2.5 : 4.5} />
            {told !== "0" && (
              <text className={`b halo${left ? " to" : ""}`} x={x(p) + (left ? -9 : 9)} y={down(i) + 4}>
                {told.replace(" pt", "")}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function inWords(courses: readonly Course[]): string {
  return `What the news did: ${courses
    .map(
      ({ name, before, after }) => `${name} from ${percent(before)} to ${percent(after[after.length - 1] ?? before)}`,
    )
    .join(", ")}`;
}
