/** A model too large for this page, or slow in it: what makes it so, and coarser steps to take instead. */
import { useEffect, useState } from "react";
import type { Client, Failure } from "standoff/wire";
import { type Reply, startEngine } from "../engine/engine.ts";
import { orderOf } from "../state/follow.ts";
import { useStudio } from "../state/studio.ts";

type Large = Extract<Failure, { kind: "too large" | "no memory to solve" }>;

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;

export function TooLarge({ failure }: { failure: Large }) {
  return (
    <div className="toolarge">
      <h2>Too large for this page</h2>
      {failure.kind === "no memory to solve" ? (
        <p>
          Solving it takes {gigabytes(failure.needsBytes)}; {gigabytes(failure.limitBytes)} are left. A coarser step
          makes it smaller at once; the command on a machine with more memory takes it as it is.
        </p>
      ) : (
        <WhatGrew failure={failure} />
      )}
      {(failure.kind !== "too large" || failure.combinations === undefined) && (
        <>
          <h3>Take a coarser step</h3>
          <p>Fewer, longer periods: the same moves and clocks, dates less finely told. The text stays as it is.</p>
          <Coarser />
        </>
      )}
    </div>
  );
}

function WhatGrew({ failure }: { failure: Extract<Large, { kind: "too large" }> }) {
  const { nodes, period, periods, limitBytes, variables, occurrences, combinations } = failure;
  return (
    <>
      <p>
        {combinations === undefined
          ? `After ${period} of ${periods} periods it had ${nodes.toLocaleString("en")} states, and ${gigabytes(limitBytes)} were full.`
          : "Too many independent uncertainties stand at the start: every combination of them is a beginning of its own."}
      </p>
      <h3>What to shrink</h3>
      <div className="grid2">
        <ul>
          {variables.slice(0, 5).map(({ name, multiplies }) => (
            <li key={name}>
              <b>{name}</b> multiplies the states by {multiplies.toFixed(1)}
            </li>
          ))}
        </ul>
        <ul>
          {occurrences.slice(0, 5).map(({ name, states }) => (
            <li key={name}>
              <b>{name}</b> opened {states.toLocaleString("en")} states
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };
const STEPS = ["1 week", "2 weeks", "4 weeks", "8 weeks"];

function daysOf(step: string): number | null {
  const found = /^\s*(\d+)\s*(day|week|month)s?\b/.exec(step);
  return found === null ? null : Number(found[1]) * DAYS[found[2]];
}

/** Steps longer than the present one; the engine says where one does not suit the calendar. */
function coarser(text: string, present: string | null): readonly string[] {
  const own = daysOf(present ?? /\bstep:\s*([^,}\n#]+)/.exec(text)?.[1] ?? "");
  return own === null ? ["double"] : STEPS.filter((step) => daysOf(step)! > own).slice(0, 3);
}

function Coarser() {
  const { text, step, change } = useStudio();
  const steps = coarser(text, step);
  const counts = useCounts(steps);
  return (
    <div className="choices">
      {steps.map((one) => (
        <span key={one} className="offer">
          <button type="button" className="btn" onClick={() => change({ step: one, failure: null })}>
            {one === "double" ? "twice as long" : one}
          </button>
          <span className="lab">{counts[one] ?? "its states are being counted"}</span>
        </span>
      ))}
    </div>
  );
}

/** "898,749 states, first answer within 20 s" */
function sizeInWords({ world, effort }: Pick<Reply<"open">, "world" | "effort">): string {
  const seconds = Math.max(1, effort.statedSeconds[1]);
  return `${world.states.toLocaleString("en")} states, first answer within ${inTime(seconds)}`;
}

const inTime = (seconds: number) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`);

/** Milliseconds for which the text must stand before other steps of it are counted. */
const COUNTED_AFTER = 2_000;

/** What each step makes of the text, in words: built one after the other by an engine of their own, shortest first. */
function useCounts(steps: readonly string[]): Readonly<Record<string, string>> {
  const { text, name, mechanisms } = useStudio();
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({});
  const asked = steps.join();
  useEffect(() => {
    setCounts({});
    let engine: Client | null = null;
    const count = async () => {
      engine = startEngine();
      for (const step of asked.split(",")) {
        const found = await engine.open(orderOf({ ...useStudio.getState(), text, name, mechanisms, step })).result;
        if (engine === null) return;
        const says = "reply" in found ? sizeInWords(found.reply) : notCounted(found.failure);
        setCounts((before) => ({ ...before, [step]: says }));
      }
      end();
    };
    const end = () => {
      engine?.restart(); // ended; nothing asks it again
      engine = null;
    };
    const begin = setTimeout(() => void count(), COUNTED_AFTER);
    return () => {
      clearTimeout(begin);
      end();
    };
  }, [text, name, mechanisms, asked]);
  return counts;
}

function notCounted({ kind }: Failure): string {
  if (kind === "too large" || kind === "no memory to solve") return "still too large";
  return kind === "faulty" ? "does not suit the calendar" : "not counted";
}

/** Runs that are expected to take longer than this are offered a coarser step, in seconds. */
const LONG = 10;

/** Above the view while a long run is under way. */
export function LongRun() {
  const { run } = useStudio();
  const seconds = run?.effort?.statedSeconds[1] ?? 0;
  if (run === null || seconds < LONG) return null;
  return (
    <div className="notice" role="status">
      <span>
        A large model: the first answer may take {inTime(seconds)}. A coarser step tells dates less finely, and comes
        sooner:
      </span>
      <Coarser />
    </div>
  );
}
