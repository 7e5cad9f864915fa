/** What a file of a game is, by how it begins: ours to read, or what else it seems to be. */

/** Files that others of Gambit's tools and neighbours write. */
const others: readonly [RegExp, string][] = [
  [/^#\s*B?AGG\b/i, "it is an action graph game (.agg, .bagg), which is not read: Gambit's own tools solve it"],
  [/^(standoff|extends|title)\s*:/m, "it is a scenario of Standoff's: `standoff forecast` solves it"],
  [/^(#|\/\/|;)/, "it begins with a comment: .efg and .nfg have none, they begin with EFG 2 or NFG 1"],
  [/^<\?xml|^<[a-z!]/i, "it is XML, perhaps a workbench file of Gambit's: export the game as .efg or .nfg"],
  [/^\{\s*"/, "it is JSON; a game is read from .efg or .nfg"],
  [/^EFG\b/, "it is an .efg file of another version than 2"],
  [/^NFG\b/, "it is an .nfg file of another version than 1"],
];

export function kindOfGame(text: string): "efg" | "nfg" | { readonly other: string } {
  const start = text
    .slice(0, 2000)
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^EFG\s+2\b/.test(start)) return "efg";
  if (/^NFG\s+1\b/.test(start)) return "nfg";
  if (start === "") return { other: "it is empty; a game begins with EFG 2 or NFG 1" };
  const known = others.find(([form]) => form.test(start));
  const first = start.split("\n", 1)[0].trim().slice(0, 40);
  return { other: known?.[1] ?? `it is no game: it begins with "${first}", not with EFG 2 or NFG 1` };
}
