/** The forecast: the answer in words, how it stands or happens by date, and every outcome. */
import { likelihoodOver, percent, percentBand } from "standoff/words";
import { isStale, ofStep, type Shown, useStudio } from "../state/studio.ts";
import { longDay } from "./calendar.tsx";
import { LikelihoodBar } from "./likelihood-bar.tsx";
import { OutcomeTable } from "./outcome-table.tsx";
import { groupOf, type OutcomeRow, outcomeRows } from "./outcomes.ts";
import { Picture } from "./picture.tsx";
import { RivalForms } from "./rival-forms.tsx";
import { StudyPanel } from "./study-panel.tsx";

export function ForecastView({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const { day, picture, selected, pinned, change } = studio;
  const rows = outcomeRows(shown);
  const row = rows.find(({ name }) => name === selected) ?? rows[0];
  const { to } = shown.opened;
  const { group, isMean } = groupOf(shown);
  const stands = group !== null && picture === "stands";
  const pinnedGroup = pinned === null ? null : groupOf(pinned).group;
  const endings = new Set(group?.parts.map(({ outcome }) => outcome));
  // Endings come on the last day by what they are: among lines that rise they tell nothing, unless one is looked at.
  const risen = rows.filter(({ name }) => !endings.has(name) || name === row.name);
  const against = pinned === null || pinned === shown ? null : outcomeRows(pinned);
  return (
    <div className={isStale(studio) ? "stale" : ""}>
      <Headline row={row} shown={shown} />
      <div className="sect">
        <h2>{stands ? "How it stands" : "Happens by"}</h2>
        <span className="lab hide-m">
          {stands
            ? `each ending's probability on every date, ${isMean ? "mean over draws" : "at the stated values"}; what neither side has closed is the gap`
            : "the chance that each outcome has come by a date"}
        </span>
        {group !== null && (
          <span className="seg end">
            <button type="button" aria-pressed={stands} onClick={() => change({ picture: "stands" })}>
              How it stands
            </button>
            <button type="button" aria-pressed={!stands} onClick={() => change({ picture: "by" })}>
              Happens by
            </button>
          </span>
        )}
      </div>
      <Picture
        shown={shown}
        group={stands ? { now: group, pinned: pinned === shown ? null : pinnedGroup } : null}
        rows={{
          now: risen,
          pinned: against?.filter(({ name }) => risen.some((one) => one.name === name)) ?? null,
        }}
        selected={row.name}
      />
      <div className="sect" />
      <OutcomeTable rows={rows} endings={endings} pinned={against} selected={row.name} day={day} to={to} />
      <StudyPanel shown={shown} />
      <p className="note">
        {rows[0].isMean
          ? "Mean over draws of all that is not known; bracket: 10 to 90 per cent of the draws, over the ranges given; open tick: at the stated values; dotted: usual rates alone."
          : "At the stated values; the average over the ranges follows."}
      </p>
      <RivalForms shown={shown} />
    </div>
  );
}

function Headline({ row, shown }: { row: OutcomeRow; shown: Shown }) {
  const { to, caveat } = shown.opened;
  const { band, isMean } = row;
  const word = band === null ? "" : likelihoodOver(row.p, [band[0], band[2]]);
  return (
    <div className="answer">
      <div className="fig">
        {percent(row.p).replace(" %", "")}
        <small>%</small>
      </div>
      <div>
        <h2>
          {row.name} by {longDay(to)}
          {word === "" || word === null ? "" : `: ${word}`}
        </h2>
        <p>
          In this model, given these values.{" "}
          {shown.step !== null && (
            <>
              <mark className="coarse">{ofStep(shown.step)}</mark>{" "}
            </>
          )}
          {isMean && band !== null
            ? `Mean over ${shown.study?.study.draws.solved} draws; ${percentBand(band[0], band[2])} over the ranges given; ${percent(row.stated)} at the stated values${row.habit === null ? "" : `; usual rates alone would say ${percent(row.habit)}`}.`
            : "At the stated values; the average over the ranges given follows."}
        </p>
        {caveat !== "" && <p className="note">{caveat}</p>}
      </div>
      <div className="gauge hide-m" aria-hidden="true">
        <LikelihoodBar p={row.p} band={band} stated={isMean ? row.stated : null} habit={row.habit} />
        <span className="lab">0</span>
        <span className="lab">{band === null ? "" : percentBand(band[0], band[2])}</span>
        <span className="lab">100 %</span>
      </div>
    </div>
  );
}
