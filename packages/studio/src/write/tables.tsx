/** Assumptions and payoffs as tables: every cell writes back into the text, which keeps its comments and its layout. */
import type { AssumptionRow, PayoffRow } from "standoff/editing";
import { Field, ToText } from "./cells.tsx";

const BASES = ["measured", "base rate", "estimated", "judgement", "convention"];

export function Tables({
  assumptions,
  payoffs,
}: {
  assumptions: readonly AssumptionRow[];
  payoffs: readonly PayoffRow[];
}) {
  return (
    <div className="sheets">
      <h2>Assumptions</h2>
      {assumptions.length === 0 ? (
        <p className="lab">This file has none of its own.</p>
      ) : (
        <Assumptions rows={assumptions} />
      )}
      <h2>Payoffs</h2>
      {payoffs.length === 0 ? <p className="lab">This file has none of its own.</p> : <Payoffs rows={payoffs} />}
    </div>
  );
}

function Assumptions({ rows }: { rows: readonly AssumptionRow[] }) {
  return (
    <table className="t edit assumptions">
      <thead>
        <tr>
          <th scope="col">name, evidence</th>
          <th scope="col">value</th>
          <th scope="col">range</th>
          <th scope="col">unit</th>
          <th scope="col">basis</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, from, value, range, unit, basis, evidence, prior }) => (
          <tr key={name}>
            <th scope="row">
              <ToText from={from}>{name}</ToText>
              {prior && <span className="lab"> prior</span>}
              <small>{evidence.join(", ")}</small>
            </th>
            <td>
              <Field cell={value} label={`${name}, value`} long />
            </td>
            <td>
              <Field cell={range} label={`${name}, range`} optional long />
            </td>
            <td>
              <Field cell={unit} label={`${name}, unit`} optional long />
            </td>
            <td>
              <Field cell={basis} label={`${name}, basis`} choices={BASES} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Payoffs({ rows }: { rows: readonly PayoffRow[] }) {
  const owners = [...new Set(rows.map(({ owner }) => owner))];
  return (
    <table className="t edit">
      <thead>
        <tr>
          <th scope="col">payoff</th>
          <th scope="col">paid</th>
          <th scope="col">when</th>
          <th scope="col">value</th>
        </tr>
      </thead>
      {owners.map((owner) => (
        <tbody key={owner}>
          <tr>
            <th scope="rowgroup" colSpan={4} className="group">
              {owner}
            </th>
          </tr>
          {rows
            .filter((row) => row.owner === owner)
            .map(({ name, from, kind, when, value }) => (
              <tr key={name}>
                <th scope="row">
                  <ToText from={from}>{name}</ToText>
                </th>
                <td className="lab">{kind}</td>
                <td>
                  <Field cell={when} label={`${owner}, ${name}, ${kind}`} long />
                </td>
                <td>
                  <Field cell={value} label={`${owner}, ${name}, value`} long />
                </td>
              </tr>
            ))}
        </tbody>
      ))}
    </table>
  );
}
