/** The page of one file (`dist/alone.html`) with texts in it, as data: whoever opens it from a disk has them. */
export function fillAlone(page: string, folder: object): string;
