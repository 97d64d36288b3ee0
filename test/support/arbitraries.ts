import { isTerminal, type JobRequest, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { type Input, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";

/** Arbitraries of the tests, in addition to those of the testing entry. */

/** A well-formed record in one state. */
export const recordIn = (state: RequestState): fc.Arbitrary<JobRequest> => wellFormedRequest(state);

export const anyState = fc.constantFrom(...REQUEST_STATES);
export const liveState = fc.constantFrom(...REQUEST_STATES.filter((state) => !isTerminal(state)));
export const wellFormed = wellFormedRequest();

/** A record of the right types whose fields may contradict each other. The functions must be total on it. */
export const rightlyTyped: fc.Arbitrary<JobRequest> = fc
  .tuple(wellFormed, wellFormed, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }))
  .map(([one, other, picks]) => {
    const fields = Object.keys(one) as (keyof JobRequest)[];
    return Object.fromEntries(
      fields.map((field, i) => [field, (picks[i] ? one : other)[field]]),
    ) as unknown as JobRequest;
  });

export type Step = Input;
