import { type AddressStep, causeOf, fromStep, sanitized, toStep } from "./address-step.js";
import { MAX_LINES } from "./import-log.js";
import { type Scenario, scenarioOf, viewOf } from "./scenario.js";

/**
 * A scenario as the fragment of an address that people can read:
 *
 *     #id=102&submit=1&dispatch&start=handle-1&ERROR=handle-1.Tax+service+down&retry
 *
 * A step is an event or a status with its payload (address-step.ts). `id` applies to the steps after it, `note` is the
 * heading of the next step, and `line` is a line of JSON that has no short form. `step` and `follow` restore the view.
 */

export function toAddress({ lines, position, follow }: Scenario): string {
  const params = new URLSearchParams();
  if (position !== lines.length) params.append("step", String(position));
  if (follow !== null) params.append("follow", follow);
  let id = "";
  for (const line of lines) {
    const step = toStep(line);
    if (step === undefined) {
      params.append("line", line);
      continue;
    }
    if (step.id !== id) params.append("id", step.id);
    id = step.id;
    if (step.note !== undefined) params.append("note", step.note);
    params.append(step.name, step.value);
  }
  return params.toString().replaceAll(/=(?=&|$)/g, "");
}

export interface ParsedAddress {
  /** The steps that could be read. */
  readonly scenario: Scenario;
  /** One sentence for each part that could not be read. */
  readonly problems: readonly string[];
}

/** Parses the fragment of an address, without its #. Unreadable steps are left out and reported. Never throws. */
export function fromAddress(fragment: string): ParsedAddress {
  const { steps, view } = split(fragment);
  const lines = linesOf(steps);
  const readable = lines.filter((line) => line !== undefined).slice(0, MAX_LINES);
  const unreadable = lines.flatMap((line, index) => (line === undefined ? problemOf(steps[index]!, index) : []));
  const problems = [...unreadable];
  if (steps.length > MAX_LINES) problems.push(`A scenario has at most ${MAX_LINES} steps, and this link has more.`);

  const wanted = view.get("step") ?? String(steps.length);
  const isPosition = /^\d{1,4}$/.test(wanted) && Number(wanted) <= steps.length;
  if (!isPosition) problems.push(`"step" is not a number of steps from 0 to ${steps.length}.`);
  const applied = lines.slice(0, isPosition ? Number(wanted) : steps.length).filter((line) => line !== undefined);

  const follow = view.get("follow") ?? null;
  const isKnown = follow === null || viewOf(scenarioOf(readable)).ids.includes(follow);
  if (!isKnown) problems.push('"follow" is not the id of a request in the scenario.');
  const position = Math.min(applied.length, readable.length);
  return { scenario: { lines: readable, position, follow: isKnown ? follow : null }, problems };
}

function split(fragment: string) {
  const steps: AddressStep[] = [];
  const view = new Map<string, string>();
  let id = "";
  let note: string | undefined;
  for (const [name, value] of new URLSearchParams(fragment)) {
    if (name === "step" || name === "follow") view.set(name, value);
    else if (name === "id") id = value;
    else if (name === "note") note = value;
    else {
      steps.push({ id, note, name, value });
      note = undefined;
    }
  }
  return { steps, view };
}

/** One line per step; undefined for a step that cannot be read. Its heading is that of the next step then. */
function linesOf(steps: readonly AddressStep[]): readonly (string | undefined)[] {
  let heading: string | undefined;
  return steps.map((step) => {
    const note = step.note ?? heading;
    const line = step.name === "line" ? jsonLine(step.value) : fromStep({ ...step, note });
    heading = line === undefined ? note : undefined;
    return line;
  });
}

const jsonLine = (value: string): string | undefined => (sanitized(value) === value ? value : undefined);

function problemOf(step: AddressStep, index: number): string {
  const cause = step.name === "line" ? "its JSON is incomplete or was changed" : causeOf(step);
  return `Step ${index + 1} of the link could not be read: ${cause}.`;
}
