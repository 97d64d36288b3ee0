import { chart, type Edge, REQUEST_STATES, type StateNode } from "ess-request-machine";
import { requestMachine } from "ess-request-machine/machine";
import { EVENTS } from "./chart-rows.js";
import { javascriptLiteral } from "./javascript-literal.js";
import { blocks, GENERATED } from "./markdown.js";

/** docs/stately-machine.md: the chart as a literal that editors of state machines can read. */

const edge = ({ guard, target, actions, description }: Edge) => ({ guard, target, actions, description });

const edges = (on: StateNode["on"]) =>
  Object.fromEntries(EVENTS.flatMap((event) => (on[event] === undefined ? [] : [[event, on[event].map(edge)]])));

const stateOf = ({ description, type, entry, on }: StateNode) => ({
  description,
  type,
  entry,
  on: Object.keys(on).length > 0 ? edges(on) : undefined,
});

/** The root's edges as the machine has them: the refusals of callbacks, and the chart's own. */
const root = (requestMachine as unknown as { config: Pick<StateNode, "on"> }).config.on;

const machine = () => ({
  id: chart.id,
  initial: chart.initial,
  states: Object.fromEntries(REQUEST_STATES.map((state) => [state, stateOf(chart.states[state])])),
  on: edges(root),
});

const INTRODUCTION = `The chart as one plain \`createMachine\` literal for XState 5, to paste into the [Stately editor](https://stately.ai/editor) or into any
other tool that reads machines from source. ${GENERATED}

Guards, record updates and effects are names here, without bodies: this is a machine to look at. The one to run is
\`requestMachine\`, from \`ess-request-machine/machine\`. A callback is the event of its status' name. What stands on the root is
for callbacks that no state took, and says why they came to nothing.`;

export const statelyPage = (): string =>
  blocks(
    "# The chart for the Stately editor",
    INTRODUCTION,
    `\`\`\`js\nimport { createMachine } from "xstate";\n\nexport const requestMachine = createMachine(${javascriptLiteral(machine())});\n\`\`\``,
  );
