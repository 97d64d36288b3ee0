/**
 * The colours of the pictures, each for a light page and for a dark one. The SVG is written in the light colours, and a
 * style sheet replaces each by its dark one: so no two light colours may be equal.
 */

export interface Shade {
  readonly light: string;
  readonly dark: string;
}

export const PALETTE = {
  card: { light: "#ffffff", dark: "#0d1117" },
  ink: { light: "#1f2328", dark: "#e6edf3" },
  quiet: { light: "#656d76", dark: "#9198a1" },
  /** For an arrow with both kinds of events. */
  mixed: { light: "#6e7781", dark: "#8b949e" },
  frame: { light: "#afb8c1", dark: "#57606a" },
  frameFill: { light: "#f6f8fa", dark: "#161b22" },
  stateFill: { light: "#fffffe", dark: "#21262d" },
  callback: { light: "#0550ae", dark: "#79c0ff" },
  event: { light: "#953800", dark: "#ffa657" },
  success: { light: "#1a7f37", dark: "#56d364" },
  successFill: { light: "#dafbe1", dark: "#0f2e1b" },
  warning: { light: "#9a6700", dark: "#e3b341" },
  warningFill: { light: "#fff8c5", dark: "#35290a" },
  failure: { light: "#cf222e", dark: "#ff7b72" },
  failureFill: { light: "#ffebe9", dark: "#3c1417" },
  cancelled: { light: "#57606b", dark: "#afb8c2" },
  cancelledFill: { light: "#e7ecf0", dark: "#30363d" },
  noResult: { light: "#8250df", dark: "#d2a8ff" },
  noResultFill: { light: "#fbefff", dark: "#2a1a40" },
} as const satisfies Record<string, Shade>;

export type Colour = keyof typeof PALETTE;

export const light = (name: Colour): string => PALETTE[name].light;

/** The style rules that turn a picture dark. */
export const darkRules = (): string =>
  Object.values(PALETTE)
    .flatMap(({ light, dark }) => [`[fill="${light}"]{fill:${dark}}`, `[stroke="${light}"]{stroke:${dark}}`])
    .join("");
