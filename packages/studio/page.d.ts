/** The folder of the page that the command serves; built from its sources in the repository, where these are newer. */
export function pageFolder(tell: (says: string) => void): Promise<string>;
