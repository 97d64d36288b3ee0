import type { Foundation } from "ess-request-machine";

/** The little Markdown that the generated pages need. */

export const code = (text: string): string => `\`${text}\``;

export const codes = (names: readonly string[]): string => names.map(code).join(", ");

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");

/** A page, or a part of one, from its blocks. */
export const blocks = (...parts: readonly string[]): string => `${parts.join("\n\n")}\n`;

export const GENERATED =
  "Generated from [the chart](../src/lifecycle/chart.ts) by `npm run docs`; a test fails when it is stale.";

export const GRADES = `**D**: documented by Oracle; **I**: inferred from what Oracle
  documents; **A**: assumed by this library. [decisions.md](decisions.md) says why, for each I and A.`;

export const SOURCES = `The **source** says where it is documented, or what it is inferred from: [decisions.md](decisions.md#sources) has the
  addresses.`;

/** The cells of the columns "grade" and "source". */
export const foundation = ({ grade, source }: Foundation): readonly string[] => [grade, source ?? ""];
