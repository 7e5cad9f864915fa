/**
 * Names in the files of an exported chain. PRISM and Storm know identifiers of ASCII letters, digits and underscores
 * only, where a scenario has names in any script: one table a chain, which all of its files use, so that a property
 * asks the label that it means. Different names never share an identifier. One that is an identifier already keeps it;
 * another is written as nearly as ASCII can, and numbered where that is not enough.
 */
import type { World } from "../../world/world.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** Identifiers of a chain's labels and rewards by name, and of the scenario's variables behind the state's number. */
export interface ChainNames {
  readonly label: (name: string) => string;
  readonly reward: (name: string) => string;
  readonly variables: readonly string[];
  /** What an identifier stands for, where that is another text: `identifier: name`. */
  readonly legend: readonly string[];
}

/** The variable that holds a state's number. */
export const STATE_NUMBER = "s";

export function chainNames(world: World, chain: MarkovChain): ChainNames {
  const labels = table(chain.labels.map(({ name }) => name));
  const rewards = table(chain.rewards.map(({ name }) => name));
  return {
    label: (name) => labels.get(name) ?? name,
    reward: (name) => rewards.get(name) ?? name,
    variables: identifiers(world.header.description.variables.map(({ name }) => name)),
    legend: [...labels, ...rewards].flatMap(([name, identifier]) =>
      name === identifier ? [] : [`"${identifier}": ${name}`],
    ),
  };
}

function table(names: readonly string[]): Map<string, string> {
  const found = identifiers(names);
  return new Map(names.map((name, index) => [name, found[index]]));
}

/** An identifier for each of some names, all different, none a word of PRISM's. */
export function identifiers(names: readonly string[]): string[] {
  const plain = names.map(plainIdentifier);
  const taken = new Set<string>();
  const own = names.map((name, index) => {
    const keeps = name === plain[index] && !reserved.has(name) && !taken.has(name);
    if (keeps) taken.add(name);
    return keeps;
  });
  const last = new Map<string, number>();
  return names.map((name, index) => {
    if (own[index]) return name;
    const base = reserved.has(plain[index]) ? `${plain[index]}_` : plain[index];
    let number = last.get(base) ?? 1;
    const numbered = () => (number === 1 ? base : `${base.replace(/_$/, "")}_${number}`);
    while (taken.has(numbered()) || reserved.has(numbered())) number++;
    last.set(base, number);
    taken.add(numbered());
    return numbered();
  });
}

/** Words that PRISM's language keeps for itself, its own labels, and ours. */
const reserved: ReadonlySet<string> = new Set(
  `A bool clock const csg ctmc C double dtmc E endinit endinvariant endmodule endobservables endplayer endrewards endsystem
  false filter formula func F global G idtmc imdp init int invariant I label max mdp min module of observable observables P
  player pomdp popta Pmax Pmin probabilistic prob pta rate rewards Rmax Rmin R S smg stochastic system true tsg U W X
  nondeterministic deadlock done ${STATE_NUMBER}`.split(/\s+/),
);

/**
 * A name as nearly as an identifier can say it: accents dropped, all else that is no ASCII letter or digit an
 * underscore.
 */
function plainIdentifier(name: string): string {
  const ascii = name
    .replace(/\p{M}+/gu, "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "");
  return ascii.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_") || "_";
}
