import type { Line } from "./lines.js";

/** Recognises what a whole file is: its encoding, and other formats than one JSON object a line. */

/** UTF-16, as PowerShell's `>` writes it, with or without a byte order mark; otherwise UTF-8. */
export function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

interface Format {
  readonly name: string;
  readonly remedy: string;
  readonly isOf: (text: string) => boolean;
}

const UNPACK = "Unpack it first";

const FORMATS: readonly Format[] = [
  { name: "a gzip file", remedy: `${UNPACK}: gunzip -c FILE.`, isOf: (text) => text.startsWith("\x1f\ufffd") },
  { name: "a zip archive", remedy: `${UNPACK}: unzip -p FILE.`, isOf: (text) => text.startsWith("PK\x03\x04") },
  { name: "a zstd file", remedy: `${UNPACK}: zstdcat FILE.`, isOf: (text) => text.startsWith("(\ufffd/\ufffd") },
  { name: "a binary file", remedy: "Export it as text.", isOf: (text) => text.includes("\0") },
  {
    name: "JSON over several lines",
    remedy: "Write one object a line: jq -c . FILE, or jq -c '.[]' FILE for an array.",
    isOf: (text) => /^\s*(\[\s*)?\{\s*("[^"\n]*"\s*:[^\n]*)?\n/.test(text) || /^\s*\[\s*\n/.test(text),
  },
  {
    name: "a log with other text before the JSON",
    remedy: "Keep the JSON only: sed 's/^[^{]*//' FILE.",
    isOf: (text) => /^[^{\n]+\{"/.test(text),
  },
  { name: "XML or HTML", remedy: "Export it as JSON.", isOf: (text) => /^\s*</.test(text) },
  {
    name: "a table (CSV or the like)",
    remedy: "Export it as JSON, one object a line.",
    isOf: (text) => /^[^\n{]*[,;\t|][^\n{]*\n[^\n{]*[,;\t|]/.test(text),
  },
];

/** Says what an input looks like, by its first lines; empty if that is unknown. Quotes nothing of it. */
export function describeFormat(lines: readonly Line[]): string {
  const text = lines.map((line) => (line ?? "").slice(0, 1000)).join("\n");
  const format = FORMATS.find(({ isOf }) => isOf(text));
  return format ? `The input looks like ${format.name}. ${format.remedy}` : "";
}
