/** ISO days and numbers of days since 1970-01-01, and how a page writes a date. */

const DAY = 86_400_000;

export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function dayOf(iso: string): number {
  return Date.parse(iso) / DAY;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `16 Jun`. */
export function shortDate(iso: string): string {
  const [, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]}`;
}

/** `16 Jun 2025`. */
export function longDate(iso: string): string {
  return `${shortDate(iso)} ${Number(iso.slice(0, 4))}`;
}

/** `Jun`, and in January with the year. */
export function monthName(iso: string): string {
  const name = months[Number(iso.slice(5, 7)) - 1];
  return name === "Jan" ? `${name} ${iso.slice(0, 4)}` : name;
}
