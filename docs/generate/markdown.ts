import type { TransitionMeta } from "ess-request-machine";

/** The parts of Markdown that the generated pages need. */

export const code = (text: string): string => `\`${text}\``;

export const codes = (names: readonly string[]): string => names.map(code).join(", ");

/** An unescaped bar would end the cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");

/** Joins the blocks of a page. */
export const blocks = (...parts: readonly string[]): string => `${parts.join("\n\n")}\n`;

export const GENERATED =
  "Generated from [the chart](../src/lifecycle/chart.ts) by `npm run docs`; a test fails when it is stale.";

export const PROVENANCE = `**Provenance**: *documented* by Oracle; *inferred* from what Oracle documents; or *assumed* by this
  library. [decisions.md](decisions.md) explains what is inferred and assumed. The **source** says where it is documented, or what
  it is inferred from; [decisions.md](decisions.md#sources) links the sources.`;

/** The cells of the columns "provenance" and "source". */
export const provenanceCells = ({ provenance, source }: TransitionMeta): readonly string[] => [
  provenance,
  source ?? "",
];
