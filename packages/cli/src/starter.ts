/** The scenario that `standoff init` writes: small, complete, every part with a comment that says what it is for. */

/** The text, with the title put in. The schema line makes an editor complete and check the file. */
export function starterScenario(title: string): string {
  return `# yaml-language-server: $schema=./standoff.schema.json
# A small standoff to start from: two sides, one hidden fact, one deadline. Change it line by line and run
#   standoff check THIS-FILE        is it sound?
#   standoff forecast THIS-FILE     what follows from it?
standoff: 1
title: ${JSON.stringify(title)}
as of: { day: 2026-01-05 }                     # the day whose knowledge this file rests on
caveat: An invented example.                    # printed with every forecast
calendar: { from: 2026-01-05, to: 2026-06-29, step: 1 week }

# Points: what they mean is said in words, the same for everyone.
scale: { 0: things as they are, 100: the best that a side thinks attainable }

# How steadily everyone does what is better for them. An option that is better by 10 points is chosen 9 times in 10.
steadiness: { better by: 10 points, is chosen: 9 in 10 }

actors:
  tenant:   { name: Tenant, patience: 0.9 per year }
  landlord: { name: Landlord, patience: 0.9 per year }

# What can change. "seen by" makes a variable hidden from everyone else: it starts by chance, and its owner knows it.
state:
  rent:   { is: [high, middle, low] }          # what the landlord has offered; starts with the first level
  agreed: yes or no                             # starts with no
  court:  yes or no
  other tenant: { is: [none, waiting], starts: { waiting: $other tenant, none: rest }, seen by: landlord }

# Dates that matter. A clock says what lapses.
clocks:
  notice ends: { owner: everyone, at: 2026-04-01, lapses: the notice }

# Who may do what, and when. A desk meets at its tempo; "hold" is always among its options.
desks:
  landlord desk:
    of: landlord
    tempo: fortnightly
    moves:
      lower the rent: { when: not agreed and rent is not low, usual: 10 % per month, does: { rent: up 1 } }
  tenant desk:
    of: tenant
    tempo: fortnightly, weekly within 2 weeks of notice ends
    moves:
      sign:        { when: not agreed, usual: 20 % per month, does: { agreed: yes } }
      go to court: { when: not agreed and not court and now >= notice ends, usual: 5 % per month, does: { court: yes } }

# What nature does: a rate per time, or a chance per step.
events:
  court:
    the judge proposes a middle way: { when: court and rent is high, rate: $judge, does: { rent: middle } }

# What each side wants: on an occurrence, while something holds, or at the end.
payoffs:
  tenant:
    lease: { on: settled, value: if rent is high then 20 else if rent is middle then 50 else 80, read: after }
    costs: { while: court, value: -$court costs per month }
  landlord:
    lease: { on: settled, value: if rent is high then 80 else if rent is middle then 55 else 30, read: after }
    empty: { at end: not agreed, value: if other tenant is waiting then 40 else -10 }
    costs: { while: court, value: -$court costs per month }

# An ending freezes the state.
endings:
  settled: { when: agreed }

# What is forecast.
outcomes:
  lease signed:   { when: agreed, resolves: both have signed }
  court is asked: { on: go to court, resolves: the court confirms it }

# Every number that matters, with its range and what it rests on. Use: --set "judge=0.2 per month"
assumptions:
  other tenant: { value: 0.3, range: 0.1 to 0.6, unit: chance, basis: judgement, evidence: [adverts] }
  court costs:  { value: 12, range: 5 to 25, unit: points per month, basis: estimated, evidence: [fees] }
  judge:        { value: 0.5 per month, range: 0.2 per month to 1 per month, basis: base rate, evidence: [fees] }

evidence:
  adverts: { source: local paper, where: December issues, shows: two of seven flats were let within a week, points: other tenant, grade: C3, of: 2025-12-20 }
  fees:    { source: court's web page, where: table of fees and durations, shows: cases of this kind take two months, points: [court costs, judge], grade: A2, of: 2025-11-01 }

questions:
  signed before the notice ends: { ask: P(lease signed by 2026-04-01) }
  how long: { ask: median days until lease signed }
`;
}
