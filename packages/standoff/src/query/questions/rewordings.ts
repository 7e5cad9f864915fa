/**
 * Questions as people first put them, said again in the language of questions. Nothing is answered by them: where a
 * question cannot be read, the first of them that can is what the hint proposes.
 */

/** Longer texts are no question in a few words. */
const longest = 300;

const monthEnds: readonly (readonly [month: string, day: number])[] = [
  ["January", 31],
  ["February", 28],
  ["March", 31],
  ["April", 30],
  ["May", 31],
  ["June", 30],
  ["July", 31],
  ["August", 31],
  ["September", 30],
  ["October", 31],
  ["November", 30],
  ["December", 31],
];

type Rule = readonly [form: RegExp, instead: string];

const rules: readonly Rule[] = [
  [/^(p|Pr|prob)\s*\(/i, "P("],
  [/^P\s*\[(.*)\]$/i, "P($1)"],
  [/^P\s*\(([^()]*)\)\s+((?:by|before|after|between|within|given)\b.*)$/i, "P($1 $2)"],
  [
    /^(?:what is )?(?:the )?(?:probability|prob\.?|chance|odds|likelihood)\s*(?:of|that)?\s*\(?(.*?)\)?\s*\??$/i,
    "P($1)",
  ],
  [/^(?:when|how long until|how long to|time until|time to|days to)\s+(.*?)\s*\??$/i, "days until $1"],
  [/^((?:(?:median|mean) )?days until) (.+?) ((?:by|before|after|between) .*)$/, "$1 $2 given $2 $3"],
  [/\bbefore the end\b/, "by the last day"],
  [/\bthe end\b/, "the last day"],
  [/,\s*/g, " and "],
  [/\s*&&\s*/g, " and "],
  [/\s*\|\|\s*/g, " or "],
  [/!\s*/g, "not "],
  [/^(P\s*\(.*)$/, "$1)"],
  ...monthEnds.map(
    ([month, day]): Rule => [new RegExp(`\\b(?:the )?(?:end of )?${month}\\b(?! \\d{1,2}\\b)`), `${day} ${month}`],
  ),
  [/^P\s*\(([^|]+)\)$/, "P(holds($1) at the last day)"],
  [/^(?!P\s*\(|E\s*\()(.+?)\s*\??$/, "P($1)"],
];

/** Other ways to put a question, the likeliest first. */
export function rewordings(text: string): string[] {
  const plain = text.trim();
  if (plain.length > longest) return [];
  return rules.flatMap(([form, instead]) => {
    const said = plain.replace(form, instead);
    return said === plain ? [] : [said];
  });
}
