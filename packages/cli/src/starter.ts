/**
 * Patterns to start from: the files of `templates/`, each a whole scenario whose first line is a comment, `# Name: what
 * it is`. Written for a user, one gets a title of its own and the line by which editors complete and check it.
 */

/** The pattern that `standoff init` writes where none is named. */
export const usualPattern = "lease";

/** What the pattern is, in the words of its first line. */
export function sayingOf(text: string): string {
  return /^# [^:]+: (.*?)\.?$/m.exec(text)?.[1] ?? "";
}

/**
 * The pattern's text as a scenario of that title, beside `standoff.schema.json`; `typed`: how the user starts the
 * command.
 */
export function startedFrom(text: string, title: string, typed = "standoff"): string {
  const titled = text
    .replace(/^title: .*$/m, () => `title: ${JSON.stringify(title)}`)
    .replace(/^(# +)standoff /gm, (_, mark: string) => `${mark}${typed} `);
  return `# yaml-language-server: $schema=./standoff.schema.json\n${titled}`;
}
