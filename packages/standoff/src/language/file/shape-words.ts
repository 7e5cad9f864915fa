/** The words that shapes are made of: what a name may be, and what a date is. */

const nameForm = /^[\p{L}_][\p{L}\p{M}\p{N}_'’ -]*$/u;

/**
 * Has this the form of a name? Letters, digits, spaces, hyphens, apostrophes; not starting with a digit, without double
 * spaces. That names in expressions hold none of their words is for the check of names.
 */
export function isName(text: string): boolean {
  return nameProblem(text) === undefined;
}

/** What keeps a text from being a name, or undefined. */
export function nameProblem(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (text.length > 100) return "it is longer than 100 characters";
  if (/^\d/.test(text)) return "it starts with a digit";
  if (!nameForm.test(text)) return "it holds a character other than letters, digits, spaces, hyphens and apostrophes";
  if (text !== text.trim() || text.includes("  ")) return "it has spaces that nobody can see";
  return undefined;
}

/** Is this a day that exists, written as 2025-05-01? */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  return Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
