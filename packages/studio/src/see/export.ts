/** Pictures as files: the one on the screen, its colours and fonts written into it, so that it stands by itself. */
import { download } from "../state/files.ts";

const written = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "font-stretch",
  "text-anchor",
] as const;

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 12;
/** Pixels of a PNG for each of the screen's. */
const SHARPNESS = 2;

/** The picture by itself, on the surface's colour, with its text alternative as its title. */
function standingAlone(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const parts = [picture, ...picture.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  parts.forEach((part, i) => {
    const style = getComputedStyle(part);
    const own = copies[i] as SVGElement;
    own.setAttribute("style", written.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    for (const name of ["class", "tabindex", "role"]) own.removeAttribute(name);
  });
  for (const part of copy.querySelectorAll("[aria-valuenow]")) part.remove();
  const [width, height] = [picture.width.baseVal.value, picture.height.baseVal.value];
  // Labels may stand a little beyond the picture's edge.
  const box = picture.getBBox();
  const [left, top] = [Math.min(0, box.x) - MARGIN, Math.min(0, box.y) - MARGIN];
  const [right, bottom] = [Math.max(width, box.x + box.width) + MARGIN, Math.max(height, box.y + box.height) + MARGIN];
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  copy.setAttribute("width", String(right - left));
  copy.setAttribute("height", String(bottom - top));
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top }))
    ground.setAttribute(name, String(value));
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  const title = document.createElementNS(SVG, "title");
  title.textContent = picture.getAttribute("aria-label");
  copy.prepend(title, ground);
  return copy;
}

const asText = (picture: SVGSVGElement) => new XMLSerializer().serializeToString(standingAlone(picture));

export function saveSvg(name: string, picture: SVGSVGElement): void {
  download(`${name}.svg`, asText(picture), "image/svg+xml");
}

/** Drawn by the browser. Fonts of the page are not to be had in a picture's picture: the system's stand in. */
export async function savePng(name: string, picture: SVGSVGElement): Promise<void> {
  const address = URL.createObjectURL(new Blob([asText(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(image.width * SHARPNESS);
    canvas.height = Math.ceil(image.height * SHARPNESS);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob !== null) download(`${name}.png`, blob, "image/png");
  } finally {
    URL.revokeObjectURL(address);
  }
}
