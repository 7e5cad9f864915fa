/**
 * Bargaining over a few agreements and lotteries among them, in points above the disagreement: Nash's solution (the
 * largest product of gains) [N50] and that of Kalai and Smorodinsky (gains in proportion to the most that each could
 * have) [KS75]. What a lottery leaves over goes to disagreement. The set of lotteries is convex, so both are unique in
 * gains where everyone can gain.
 *
 * [N50] J. F. Nash. The bargaining problem. Econometrica 18 (1950) 155-162.
 * [KS75] E. Kalai, M. Smorodinsky. Other solutions to Nash's bargaining problem. Econometrica 43 (1975) 513-518.
 */
import { solveLinearProgram } from "./linear-program.ts";

export interface Bargaining {
  /** By agreement: what each party gains on disagreement. */
  readonly gains: readonly (readonly number[])[];
  /** By agreement: the same of those who only have to agree: they must not lose, and do not count otherwise. */
  readonly vetoes?: readonly (readonly number[])[];
}

export interface Lottery {
  /** By agreement; what is left to one is disagreement. */
  readonly shares: readonly number[];
  /** By party. */
  readonly gains: readonly number[];
}

export interface BargainingSolutions {
  readonly nash: Lottery;
  readonly kalaiSmorodinsky: Lottery;
  /** By party: the most that it can gain while nobody loses. */
  readonly ideal: readonly number[];
}

/** Gains below this part of the largest number in play are none. */
const NOTHING = 1e-9;

/** Null where no lottery gives every party a gain. */
export function solveBargaining({ gains, vetoes = [] }: Bargaining): BargainingSolutions | null {
  const parties = gains[0]?.length ?? 0;
  const largest = Math.max(0, ...gains.flat().map(Math.abs));
  if (parties === 0 || largest === 0) return null;
  const problem = new Problem(
    gains.map((row) => row.map((value) => value / largest)),
    vetoes.map((row) => row.map((value) => value / largest)),
  );
  const ideal = Array.from({ length: parties }, (_, party) => problem.gainsOf(problem.idealOf(party))[party]);
  const start = problem.inProportionTo(ideal.map(() => 1));
  if (!(Math.min(...problem.gainsOf(start)) > NOTHING)) return null;
  const lottery = (shares: readonly number[]): Lottery => ({
    shares: shares.map((share) => Math.min(1, Math.max(0, share))),
    gains: problem.gainsOf(shares).map((gain) => gain * largest),
  });
  return {
    nash: lottery(problem.nash(start)),
    kalaiSmorodinsky: lottery(problem.inProportionTo(ideal)),
    ideal: ideal.map((gain) => gain * largest),
  };
}

const MOST_ROUNDS = 20_000;
/** Of the logarithm of the product. */
const TOLERANCE = 1e-14;
const HALVINGS = 100;

interface Corner {
  readonly shares: readonly number[];
  weight: number;
}

class Problem {
  private readonly gains: readonly (readonly number[])[];
  private readonly parties: number;
  /** Shares sum to one at most, and no faction with a veto loses. */
  private readonly rows: readonly (readonly number[])[];
  private readonly limits: readonly number[];

  constructor(gains: readonly (readonly number[])[], vetoes: readonly (readonly number[])[]) {
    this.gains = gains;
    this.parties = gains[0].length;
    const stopping = (vetoes[0] ?? []).map((_, i) => vetoes.map((row) => -row[i]));
    this.rows = [gains.map(() => 1), ...stopping];
    this.limits = [1, ...stopping.map(() => 0)];
  }

  gainsOf(shares: readonly number[]): number[] {
    const sum = (party: number) => shares.reduce((total, share, k) => total + share * this.gains[k][party], 0);
    return Array.from({ length: this.parties }, (_, party) => sum(party));
  }

  /** The lottery that is best for one party while no other loses. */
  idealOf(party: number): number[] {
    const noLoss = Array.from({ length: this.parties }, (_, other) => this.gains.map((row) => -row[other]));
    return this.best(
      this.gains.map((row) => row[party]),
      noLoss,
    );
  }

  /** The largest gains in these proportions: t times them, with t as large as can be. */
  inProportionTo(proportions: readonly number[]): number[] {
    const rows = proportions.map((one, party) => [...this.gains.map((row) => -row[party]), one]);
    const program = {
      gain: [...this.gains.map(() => 0), 1],
      rows: [...this.rows.map((row) => [...row, 0]), ...rows],
      limits: [...this.limits, ...rows.map(() => 0)],
    };
    return solveLinearProgram(program)!.slice(0, -1);
  }

  /**
   * The largest product of gains, by pairwise Frank-Wolfe steps with exact line searches, from where everyone gains.
   */
  nash(start: readonly number[]): number[] {
    const corners: Corner[] = [{ shares: start, weight: 1 }];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const shares = mixed(corners);
      const here = this.gainsOf(shares);
      const slope = this.gains.map((row) => row.reduce((sum, gain, party) => sum + gain / here[party], 0));
      const towards = this.best(slope, []);
      const worst = corners.reduce((a, b) => (dot(slope, a.shares) <= dot(slope, b.shares) ? a : b));
      if (dot(slope, towards) - dot(slope, shares) < TOLERANCE) return shares;
      const along = this.gainsOf(towards.map((share, k) => share - worst.shares[k]));
      const step = longest(here, along, worst.weight);
      if (step === 0) return shares;
      const known = corners.find((corner) => corner.shares.every((share, k) => share === towards[k]));
      if (known === undefined) corners.push({ shares: towards, weight: step });
      else known.weight += step;
      worst.weight -= step;
      if (worst.weight <= 0) corners.splice(corners.indexOf(worst), 1);
    }
    return mixed(corners);
  }

  private best(gain: readonly number[], more: readonly (readonly number[])[]): number[] {
    const limits = [...this.limits, ...more.map(() => 0)];
    return solveLinearProgram({ gain, rows: [...this.rows, ...more], limits })!; // shares are bounded
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function mixed(corners: readonly Corner[]): number[] {
  return corners[0].shares.map((_, k) => corners.reduce((sum, { shares, weight }) => sum + weight * shares[k], 0));
}

/** How far to go so that the sum of logarithms is largest: where its slope turns, by halving. */
function longest(from: readonly number[], along: readonly number[], most: number): number {
  const falls = (step: number) => {
    const gains = from.map((gain, i) => gain + step * along[i]);
    return gains.some((gain) => gain <= 0) || gains.reduce((sum, gain, i) => sum + along[i] / gain, 0) < 0;
  };
  if (!falls(most)) return most;
  let [low, high] = [0, most];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (falls(middle)) high = middle;
    else low = middle;
  }
  return low;
}
