import { type Colour, light } from "./palette.js";
import type { Point } from "./svg.js";

/** Lines with rounded corners and an arrowhead. */

export interface LineStyle {
  readonly colour: Colour;
  readonly width?: number;
  readonly dotted?: boolean;
}

const CORNER = 8;

/** The points of SVG path data that has only absolute moves and lines: "M10 20 H50 V80 L60 90". */
export function pointsOf(path: string): readonly Point[] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MLHV])\s*([-\d.]+)(?:[ ,]+([-\d.]+))?/g)].map(([, command, first, second]): Point => {
    if (command === "V") y = Number(first);
    else x = Number(first);
    if (command === "M" || command === "L") y = Number(second);
    return [x, y];
  });
}

const distance = ([x1, y1]: Point, [x2, y2]: Point): number => Math.hypot(x2 - x1, y2 - y1);

/** The point at that distance from `from` on the way to `to`. */
function along(from: Point, to: Point, length: number): Point {
  const part = length / (distance(from, to) || 1);
  const at = (start: number, end: number) => Math.round((start + (end - start) * part) * 10) / 10;
  return [at(from[0], to[0]), at(from[1], to[1])];
}

/** A path through the points, with its corners rounded. */
function roundedPath(points: readonly Point[]): string {
  const inner = points.slice(1, -1).map((corner, index) => {
    const [before, after] = [points[index]!, points[index + 2]!];
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    return `L${along(corner, before, radius).join(" ")}Q${corner.join(" ")} ${along(corner, after, radius).join(" ")}`;
  });
  return `M${points[0]!.join(" ")}${inner.join("")}L${points.at(-1)!.join(" ")}`;
}

function arrowhead(from: Point, tip: Point, length: number, colour: Colour): string {
  const [x, y] = along(tip, from, length);
  const [dx, dy] = [(tip[1] - y) * 0.45, (x - tip[0]) * 0.45];
  const corners: Point[] = [tip, [x + dx, y + dy], [x - dx, y - dy]];
  return `<polygon points="${corners.map((corner) => corner.join(",")).join(" ")}" fill="${light(colour)}"/>`;
}

/** The arrow along SVG path data; its head is at the end. */
export function arrowLine(path: string, { colour, width = 1.3, dotted }: LineStyle): string {
  const points = pointsOf(path);
  const [before, tip] = [points.at(-2)!, points.at(-1)!];
  const length = 6 + 1.6 * width;
  const line = roundedPath([...points.slice(0, -1), along(tip, before, length - 1)]);
  const dots = dotted ? ' stroke-dasharray="1 4" stroke-linecap="round"' : "";
  const look = `fill="none" stroke="${light(colour)}" stroke-width="${width}"${dots}`;
  return `<path d="${line}" ${look}/>\n${arrowhead(before, tip, length, colour)}`;
}

/** Whether the segment of the line on which the point lies is horizontal. */
export function isOnHorizontal(path: string, [x, y]: Point): boolean {
  const points = pointsOf(path);
  return points.some((end, index) => {
    const start = points[index - 1];
    if (start === undefined || start[1] !== end[1] || end[1] !== y) return false;
    return Math.min(start[0], end[0]) <= x && x <= Math.max(start[0], end[0]);
  });
}
