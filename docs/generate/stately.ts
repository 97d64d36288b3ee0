import { requestMachine } from "ess-request-machine/machine";

/**
 * `npm run stately`: prints the machine as one `createMachine` call, to paste into the Stately editor (stately.ai/editor)
 * or into any other tool that reads machines from source. Guards and actions are names, without implementations.
 */

const { config } = requestMachine as unknown as { readonly config: object };
const literal = JSON.stringify(config, undefined, 2);

console.log(`import { createMachine } from "xstate";\n\nexport const requestMachine = createMachine(${literal});`);
