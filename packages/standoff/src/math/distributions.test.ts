/**
 * Quantile functions against quantiles found by bisection of the distribution functions with 40 digits (mpmath 1.3),
 * against closed forms, and by their moments: the mean of a quantile function over even numbers is that of its
 * distribution.
 */
import { describe, expect, it } from "vitest";
import { betaBelow, studentAbove } from "./beta.ts";
import { type Distribution, massWithin, quantile } from "./distributions.ts";
import { normalBelow, normalQuantile } from "./normal.ts";

const chances = [1e-6, 0.01, 0.3, 0.5, 0.9, 1 - 1e-6];
/** What the draws promise. */
const precise = 1e-10;

const normal: Distribution = { kind: "normal", mean: 0, deviation: 1 };
const tabled: readonly (readonly [Distribution, readonly number[]])[] = [
  [
    { kind: "beta", a: 2, b: 5 },
    [
      0.0002582878293540636, 0.026763191142755056, 0.18180347131894917, 0.26444998329565994, 0.5103163065514916,
      0.9555730480301817,
    ],
  ],
  [
    { kind: "beta", a: 0.4, b: 0.7 },
    [
      1.612550253313627e-15, 1.612544681201606e-5, 0.07813500674855724, 0.26755992832498676, 0.8951770297004266,
      0.9999999921594298,
    ],
  ],
  [
    { kind: "pert", low: 1, mode: 2, high: 6 },
    [
      1.0006753594963445, 1.1156726309613236, 1.9295812448711631, 2.3833612969625944, 3.726670252167909,
      5.865088674672801,
    ],
  ],
  [
    { kind: "gamma", shape: 3.5, rate: 40 },
    [
      0.0009815450123796241, 0.015488028819599122, 0.058391630612263414, 0.07932263994401897, 0.1502129577972566,
      0.5065228904272483,
    ],
  ],
  [
    { kind: "gamma", shape: 0.5, rate: 2 },
    [
      3.9269908169892977e-13, 3.927197186447743e-5, 0.037117965458136365, 0.1137341057798932, 0.6763858635238537,
      5.982031744233708,
    ],
  ],
  [normal, [-4.753424308822899, -2.326347874040841, -0.5244005127080408, 0, 1.2815515655446004, 4.753424308822899]],
  [
    { ...normal, within: [2, 9] },
    [2.000000421369407, 2.004231560538867, 2.1462857884786, 2.277604838809459, 2.837275980456457, 5.468054248844205],
  ],
  [
    { ...normal, within: [-1, 1.5] },
    [
      -0.9999967990495267, -0.9684868991075796, -0.27667061822895217, 0.11536988562812062, 1.061369721684126,
      1.4999940198544688,
    ],
  ],
  [
    { kind: "lognormal", mean: 1, deviation: 0.3, unit: 1, within: [2, 4] },
    [
      2.0000018978002374, 2.0187680010636777, 2.4754599868956, 2.7743486531818915, 3.603364132231645,
      3.9999948460920494,
    ],
  ],
  [
    { kind: "triangular", low: 1, mode: 2, high: 5 },
    [1.002, 1.2, 2.101724650762112, 2.550510257216822, 3.904554884989668, 4.996535898384862],
  ],
  [
    { kind: "triangular", low: 1, mode: 2, high: 5, within: [1.5, 4] },
    [
      1.5000034166549931, 1.5330728530573159, 2.1408043089008406, 2.5251262658470837, 3.5769750529242295,
      3.9999948750131327,
    ],
  ],
  [
    { kind: "gamma", shape: 2, rate: 1, within: [5, 9] },
    [5.000001163369263, 5.011688173214048, 5.409735760670092, 5.786211065962956, 7.395821816009898, 8.99996471289784],
  ],
  [
    { kind: "beta", a: 2, b: 5, within: [0.6, 0.9] },
    [
      0.6000000887695641, 0.6008909982247165, 0.6302522357205022, 0.6563999515765627, 0.7558578760683011,
      0.8999848544609531,
    ],
  ],
];

describe("quantiles", () => {
  it.each(tabled)("%o", (distribution, wanted) => {
    chances.forEach((u, place) => {
      expect(Math.abs(quantile(distribution, u) - wanted[place])).toBeLessThan(precise);
    });
  });

  it("of the normal distribution undo its chances, far out too", () => {
    for (const z of [-37, -9, -1, -1e-3, 0, 0.5, 3])
      expect(Math.abs(normalQuantile(normalBelow(z)) - z)).toBeLessThan(1e-12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(quantile({ ...normal, within: [20, 30] }, 0.5)).toBeCloseTo(20.0345, 4); // about log 2 / 20 above the bound
  });

  it("of Student's t are those of its tables", () => {
    expect(studentAbove(3, 0.025)).toBeCloseTo(3.182446305284263, 11);
    expect(studentAbove(7, 0.025)).toBeCloseTo(2.364624251592785, 11);
    expect(studentAbove(1, 0.25)).toBeCloseTo(1, 12);
  });

  it("of a discrete distribution are its values, by their chances", () => {
    const dice: Distribution = { kind: "discrete", values: [0, 1, 5], chances: [0.25, 0.5, 0.25] };
    expect([0.1, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((u) => quantile(dice, u))).toEqual([0, 0, 1, 1, 5, 5]);
  });

  it("of ends that meet are that value", () => {
    for (const kind of ["triangular", "pert"] as const)
      expect(quantile({ kind, low: 2, mode: 2, high: 2 }, 0.3)).toBe(2);
    expect(quantile({ kind: "triangular", low: 1, mode: 1, high: 2 }, 0.75)).toBeCloseTo(1.5, 12);
    expect(quantile({ kind: "triangular", low: 1, mode: 2, high: 2 }, 0.25)).toBeCloseTo(1.5, 12);
  });
});

/** Mean and variance by the midpoint rule over even numbers; the ends' slow tails cost digits. */
function moments(distribution: Distribution, points = 20_000): [number, number] {
  let [sum, squares] = [0, 0];
  for (let place = 0; place < points; place++) {
    const value = quantile(distribution, (place + 0.5) / points);
    sum += value;
    squares += value * value;
  }
  return [sum / points, squares / points - (sum / points) ** 2];
}

describe("moments", () => {
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const cutMean = (density(-1) - density(1.5)) / (normalBelow(1.5) - normalBelow(-1));
  const known: readonly (readonly [Distribution, number, number])[] = [
    [{ kind: "uniform", low: 2, high: 6 }, 4, 16 / 12],
    [{ kind: "triangular", low: 1, mode: 2, high: 6 }, 3, (1 + 4 + 36 - 2 - 6 - 12) / 18],
    [{ kind: "pert", low: 1, mode: 2, high: 6 }, 2.5, ((2.5 - 1) * (6 - 2.5)) / 7],
    [{ kind: "beta", a: 2, b: 5 }, 2 / 7, 10 / (49 * 8)],
    [{ kind: "gamma", shape: 3.5, rate: 40 }, 3.5 / 40, 3.5 / 1600],
    [{ kind: "normal", mean: 3, deviation: 2 }, 3, 4],
    [
      { ...normal, within: [-1, 1.5] },
      cutMean,
      1 - cutMean ** 2 + (-density(-1) - 1.5 * density(1.5)) / (normalBelow(1.5) - normalBelow(-1)),
    ],
    [
      { kind: "lognormal", mean: 1, deviation: 0.3, unit: 2 },
      2 * Math.exp(1.045),
      4 * Math.exp(2.09) * Math.expm1(0.09),
    ],
    [{ kind: "discrete", values: [0, 1, 5], chances: [0.25, 0.5, 0.25] }, 1.75, 6.75 - 1.75 ** 2],
  ];
  it.each(known)("%o", (distribution, mean, variance) => {
    const [foundMean, foundVariance] = moments(distribution);
    expect(foundMean / mean).toBeCloseTo(1, 4);
    expect(foundVariance / variance).toBeCloseTo(1, 2);
  });

  it("the mass within bounds is the difference of chances", () => {
    expect(massWithin({ kind: "beta", a: 2, b: 5, within: [0.6, 0.9] })).toBeCloseTo(
      betaBelow(2, 5, 0.9) - betaBelow(2, 5, 0.6),
      12,
    );
    expect(massWithin({ ...normal, within: [8, 9] })).toBeGreaterThan(0);
    expect(massWithin(normal)).toBe(1);
  });
});

describe("a mixture", () => {
  it("of two uniforms apart and a point between has quantiles by hand", () => {
    const mixed: Distribution = {
      kind: "mixture",
      parts: [
        { weight: 0.5, of: { kind: "uniform", low: 0, high: 1 } },
        { weight: 0.25, of: { kind: "discrete", values: [1.5], chances: [1] } },
        { weight: 0.25, of: { kind: "uniform", low: 2, high: 4 } },
      ],
    };
    for (const [u, x] of [
      [0.1, 0.2],
      [0.45, 0.9],
      [0.6, 1.5],
      [0.74, 1.5],
      [0.8, 2.4],
      [0.95, 3.6],
    ])
      expect(quantile(mixed, u)).toBeCloseTo(x, 10);
  });

  it("of one is itself", () => {
    const of = { kind: "triangular", low: 1, mode: 2, high: 4 } as const;
    for (const u of chances)
      expect(quantile({ kind: "mixture", parts: [{ weight: 1, of }] }, u)).toBeCloseTo(quantile(of, u), 10);
  });
});
