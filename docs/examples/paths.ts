import { type RequestMachineEvent, requestMachine } from "ess-request-machine/machine";
import { getShortestPaths } from "xstate/graph";

const events: RequestMachineEvent[] = [
  { type: "validationPassed" },
  { type: "dispatch" },
  { type: "start", requestHandle: "made-up" },
  { type: "cancel", at: 0 },
  { type: "WARNING", requestHandle: "made-up" },
];

const [path] = getShortestPaths(requestMachine, {
  events,
  input: { requestId: "101" },
  toState: (snapshot) => snapshot.matches("WARNING"),
});
console.log(path?.steps.map(({ event }) => event.type).join(", "));
// → xstate.init, validationPassed, dispatch, start, cancel, WARNING
