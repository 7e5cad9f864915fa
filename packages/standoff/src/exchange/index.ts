/** `standoff/exchange`: the files of other tools, read (Gambit) and written (Gambit, PRISM, UMB). */
export type { GameTree } from "./gambit/game-tree.ts";
export { MOST_NODES } from "./gambit/game-tree.ts";
export { kindOfGame } from "./gambit/kind-of-game.ts";
export { readEfg } from "./gambit/read-efg.ts";
export { readNfg } from "./gambit/read-nfg.ts";
export { bytesOfTree, treeToWorld } from "./gambit/tree-world.ts";
export { unfold } from "./gambit/unfold.ts";
export { writeEfg } from "./gambit/write-efg.ts";
export type { MarkovChain } from "./prism/markov-chain.ts";
export { markovChain } from "./prism/markov-chain.ts";
export { askedOf, claimsOf, marksOf, natureValues } from "./prism/marks.ts";
export type { Claim } from "./prism/prism.ts";
export { prismFiles, prismLanguage } from "./prism/prism.ts";
export { questionChain } from "./prism/question-chain.ts";
export { umb } from "./prism/umb.ts";
