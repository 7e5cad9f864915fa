/**
 * The page of one file, and the scenario that stands in it as data. Plain JavaScript: the command and the page itself
 * both fill it.
 */

const BLOCK = /(<script type="application\/json" id="folder">)[^<]*(?=<\/script>)/;

/**
 * The page of one file with texts in it: whoever opens it from a disk has them. Nothing in them can end the element or
 * run.
 */
export function fillAlone(page, folder) {
  if (!BLOCK.test(page)) throw new Error("this is no page of one file");
  return page.replace(BLOCK, (_, start) => start + JSON.stringify(folder).replaceAll("<", "\\u003C"));
}
