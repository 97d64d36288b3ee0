import { type ChartEvent, chart, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { overviewArrows } from "./overview-arrows.js";
import { type Colour, PALETTE } from "./palette.js";
import { groupBy, isFrame, membersOf, type Place, phaseOf, TERMINAL_STATES, unique } from "./places.js";

/**
 * The overview in Mermaid's syntax. Mermaid finds no legible place for all of it at once, so it comes in parts: what leaves
 * each phase that has a frame, and what leaves the others.
 */
export interface Part {
  readonly title: string;
  readonly mermaid: string;
}

/** Without blanks, which Mermaid's names may not have. */
const idOf = (place: Place): string => place.replaceAll(" ", "_");

/** Ink of its own for what has a fill of its own: the page may be dark. */
function coloursOf(states: readonly RequestState[]): string[] {
  const byResult = groupBy(states, (state) => chart.states[state].meta.result ?? "noResult");
  return byResult.flatMap((alike) => {
    const colour: Colour = chart.states[alike[0]!].meta.result ?? "noResult";
    const look = `fill:${PALETTE[`${colour}Fill`].light},stroke:${PALETTE[colour].light},color:${PALETTE.ink.light}`;
    return [`classDef ${colour} ${look}`, `class ${alike.join(", ")} ${colour}`];
  });
}

interface Line {
  readonly from: RequestState;
  readonly to: Place;
  readonly events: readonly ChartEvent[];
}

function diagramOf(lines: readonly Line[]): string {
  const places = unique(lines.flatMap(({ from, to }) => [from, to]));
  const states = unique(places.flatMap(membersOf));
  const frames = places.filter(isFrame);
  const statements = [
    // A frame is a wide one: it stands better beside the others than below them.
    ...(frames.length > 0 ? ["direction LR"] : []),
    ...frames.flatMap((frame) => [`state ${idOf(frame)} {`, ...membersOf(frame).map((state) => `  ${state}`), "}"]),
    ...(states.includes(chart.initial) ? [`[*] --> ${chart.initial}`] : []),
    ...lines.map(({ from, to, events }) => `${from} --> ${idOf(to)} : ${events.join(", ")}`),
    ...coloursOf(TERMINAL_STATES.filter((state) => states.includes(state))),
  ];
  return ["stateDiagram-v2", ...statements.map((statement) => `  ${statement}`)].join("\n");
}

/** Mermaid lets no arrow leave a frame in a way that could be told from one that leaves a state in it. */
function linesFromStates(): readonly Line[] {
  const lines = overviewArrows().flatMap(({ from, to, events }) =>
    from.flatMap(membersOf).map((state) => ({ from: state, to, events })),
  );
  const inOrder = REQUEST_STATES.flatMap((state) => lines.filter(({ from }) => from === state));
  return groupBy(inOrder, ({ from, to }) => `${from} → ${to}`).map((alike) => ({
    ...alike[0]!,
    events: alike.flatMap(({ events }) => events),
  }));
}

const titleOf = ({ from }: Line): string =>
  isFrame(phaseOf(from)) ? `What leaves the ${phaseOf(from)} phase` : "What leaves the other phases";

export const mermaidParts = (): readonly Part[] =>
  groupBy(linesFromStates(), titleOf).map((lines) => ({ title: titleOf(lines[0]!), mermaid: diagramOf(lines) }));
