import { BOUNDS, exploreWithin, submitted } from "./bounds.js";
import { LAWS } from "./laws.js";
import { MACHINE_AGREES, machineAgrees } from "./machine-agrees.js";

/**
 * `npm run check:model`: the model check of the tests within larger bounds, and on every step the XState machine beside
 * the pure functions. With `-- --small`, the machine is compared within two executions instead of three: it still sees
 * every state and every kind of handle.
 */

const { few, many } = BOUNDS;
const WITH_MACHINE = { ...LAWS, [MACHINE_AGREES]: machineAgrees() };

const isSmall = process.argv.includes("--small");
const fewer = { title: "2 executions, 0 or 1 retry", roots: submitted([0, 1]), executions: 2 };
const explorations = isSmall
  ? [{ bounds: few, laws: LAWS }, ...[fewer, many].map((bounds) => ({ bounds, laws: WITH_MACHINE }))]
  : [few, many].map((bounds) => ({ bounds, laws: WITH_MACHINE }));

for (const { bounds, laws } of explorations) {
  const began = performance.now();
  const { nodes, edges, states } = exploreWithin(bounds, laws);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const title = laws === WITH_MACHINE ? `${bounds.title}, with XState` : bounds.title;
  console.log(`Model check, ${title}: ${nodes} nodes, ${edges} steps, ${states.size} states; ${seconds} s`);
}
