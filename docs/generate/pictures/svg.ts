import { type Colour, darkRules, light } from "./palette.js";

/** The shapes that the pictures are made of, as SVG text. */

export type Point = readonly [x: number, y: number];

/** A part of a line of text in a colour of its own. */
export interface Span {
  readonly text: string;
  readonly colour: Colour;
  readonly bold?: boolean;
}

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: "middle" | "end";
  /** The colour behind text that lies on a line. */
  readonly behind?: Colour;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const tspan = ({ text, colour, bold }: Span): string =>
  `<tspan fill="${light(colour)}"${bold ? ' font-weight="bold"' : ""}>${escaped(text)}</tspan>`;

/** About how wide Arial writes a text. */
function widthOf(text: string, size: number): number {
  const widths = [...text].map((letter) => (/[fijlrtI ,]/.test(letter) ? 0.28 : /[A-Z_mw]/.test(letter) ? 0.69 : 0.54));
  return size * widths.reduce((sum, width) => sum + width, 0);
}

/** One line of text. `y` is the middle of its capital letters. */
export function textLine(
  [x, y]: Point,
  spans: readonly Span[],
  { size = 11.5, anchor, behind }: TextStyle = {},
): string {
  const align = anchor === undefined ? "" : ` text-anchor="${anchor}"`;
  const baseline = Math.round((y + size * 0.36) * 10) / 10;
  const text = `<text x="${x}" y="${baseline}" font-size="${size}"${align}>${spans.map(tspan).join("")}</text>`;
  if (behind === undefined) return text;
  const width = Math.round(widthOf(spans.map((span) => span.text).join(""), size)) + 6;
  const left = anchor === "middle" ? x - width / 2 : x - 3;
  const place = `x="${left}" y="${y - 7}" width="${width}" height="14"`;
  return `<rect ${place} fill="${light(behind)}"/>\n${text}`;
}

export interface BoxStyle {
  readonly fill: Colour;
  readonly stroke: Colour;
  readonly width?: number;
  readonly radius?: number;
  readonly dashed?: boolean;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const grown = ({ left, top, width, height }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** A rectangle with rounded corners: a path, as every other outline in the pictures. */
export function roundedBox({ left, top, width, height }: Box, style: BoxStyle): string {
  const { fill, stroke, width: lineWidth = 1.2, radius = 8, dashed } = style;
  const [across, down] = [width - 2 * radius, height - 2 * radius];
  const corner = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  const outline = [
    `M${left + radius} ${top}h${across}${corner(radius, radius)}v${down}${corner(-radius, radius)}`,
    `h${-across}${corner(-radius, -radius)}v${-down}${corner(radius, -radius)}z`,
  ].join("");
  const look = `fill="${light(fill)}" stroke="${light(stroke)}" stroke-width="${lineWidth}"`;
  return `<path d="${outline}" ${look}${dashed ? ' stroke-dasharray="5 4"' : ""}/>`;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly shapes: readonly string[];
}

/** A whole picture: a card with a background of its own, so that it can be read on any page. */
export function svgPicture({ width, height, title, description, shapes }: Picture): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const accessibility = 'role="img" aria-labelledby="title description"';
  const fonts = "Arial,Helvetica,Liberation Sans,sans-serif";
  const corners = `x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fonts}" ${accessibility}>`,
    `<title id="title">${title}</title>`,
    `<desc id="description">${description}</desc>`,
    `<style>@media (prefers-color-scheme:dark){${darkRules()}}</style>`,
    `<rect ${corners} fill="${light("card")}" stroke="${light("frame")}"/>`,
    ...shapes,
    "</svg>\n",
  ].join("\n");
}
