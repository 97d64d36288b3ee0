import { BOUNDS, exploreWithin } from "./bounds.js";
import { LAWS } from "./laws.js";
import { MACHINE_AGREES, machineAgrees } from "./machine-agrees.js";

/** `npm run check:model`: the model check of the tests, and on every step the XState machine beside the pure functions. */

for (const bounds of Object.values(BOUNDS)) {
  const began = performance.now();
  const { nodes, edges, states } = exploreWithin(bounds, { ...LAWS, [MACHINE_AGREES]: machineAgrees() });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`Model check, ${bounds.title}: ${nodes} nodes, ${edges} steps, ${states.size} states; ${seconds} s`);
}
