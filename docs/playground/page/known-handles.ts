import type { Placeholders } from "../scenario/import-log.js";
import type { Scenario } from "../scenario/scenario.js";

/**
 * The real handles behind a scenario's placeholders, for the parts of its log that are pasted later. They are kept in
 * the page's memory only, until it is closed or reloaded: never in the scenario, the address or the browser's storage.
 */
const byLines = new Map<string, Placeholders>();
const keyOf = ({ lines }: Scenario): string => lines.join("\n");

export const knownHandles = (scenario: Scenario): Placeholders => byLines.get(keyOf(scenario)) ?? new Map();

export function rememberHandles(scenario: Scenario, placeholders: Placeholders): void {
  byLines.set(keyOf(scenario), placeholders);
}
