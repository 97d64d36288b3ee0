import { BOUNDS, explored } from "./lives.js";
import { machineAgrees } from "./machine-agrees.js";

/** `npm run check:model`: the model check of the tests, with XState asked of every step that an actor may hear. */
for (const bounds of Object.values(BOUNDS)) explored(bounds, machineAgrees({ ofEveryStep: true }));
