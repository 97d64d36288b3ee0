import { useMachine } from "@xstate/react";
import type { JobRequest } from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";

/** The record of a request in a React component, and a function that sends events to it. */
export function useRequest(stored: JobRequest) {
  const [snapshot, send] = useMachine(requestMachine, { snapshot: toSnapshot(stored) });
  return { request: fromSnapshot(snapshot), send };
}
