import type { ExecutionStatus, ExecutionStatusInput, FinalStatus, JobRequest, RequestState } from "ess-request-machine";
import { randomFrom } from "../support/random.js";
import { switchExecutionStatus } from "./hand-written-switch.js";
import {
  type Case,
  type Drawn,
  drawers,
  NEVER_STARTED,
  read,
  repeated,
  type Sample,
  samplesFor,
  TEXTS,
  write,
} from "./samples.js";

/** Generates records, each with a callback for it. */

type Pair = Drawn<ExecutionStatusInput>;

/** In percent. */
const WEIGHTS = { update: 55, final: 25, late: 12, wrongHandle: 6, malformed: 2 };

const ACTIVE = repeated<RequestState>({ RUNNING: 17, CANCELLING: 2, ERROR_MANUAL_RECOVERY: 1 });
const FINALS = repeated<FinalStatus>({
  ...{ SUCCESS: 11, WARNING: 2, ERROR: 3, BUSINESS_ERROR: 1 },
  ...{ PAUSE: 1, CANCEL: 1, SUSPEND: 1 },
});
const ENDED: readonly RequestState[] = ["CANCELLED", "CANCELLED", "SUCCEEDED", "ERROR"];
/** Undefined leaves the member out of the JSON. */
const MALFORMED = [
  { requestHandle: undefined },
  { requestHandle: null },
  { requestHandle: "" },
  { requestHandle: 17 },
  { status: "DONE" },
  { status: undefined },
] as unknown as readonly Partial<ExecutionStatusInput>[];
const RECOVERED: readonly RequestState[] = ["WAIT", "READY", "HOLD", "BLOCKED"];

export const callbacksFor = (name: Case, count: number, seed: number): Sample[] => generate(name, count, seed, WEIGHTS);

/** The same without malformed bodies. */
export const wellFormedFor = (name: Case, count: number, seed: number): Sample[] =>
  generate(name, count, seed, { ...WEIGHTS, malformed: 0 });

function generate(name: Case, count: number, seed: number, weights: typeof WEIGHTS): Sample[] {
  const random = randomFrom(seed);
  const { pick, handle, record } = drawers(random);

  /** Most bodies have a message if the status carries one; some have one although it does not. */
  const body = (requestHandle: string, status: ExecutionStatus): ExecutionStatusInput => {
    const hasText = random() < (status === "SUCCESS" || status === "CANCEL" ? 0.2 : 0.9);
    return { requestHandle, status, ...(hasText && { statusMessage: pick(TEXTS) }) };
  };
  const report = (request: JobRequest, status: ExecutionStatus): Pair => [
    request,
    body(request.requestHandle!, status),
  ];
  const anyStatus = () => pick<ExecutionStatus>(["UPDATE", "UPDATE", ...FINALS]);

  const late = (): Pair => {
    const chance = random();
    if (chance < 0.25) {
      const stale = handle();
      return [record(pick(ACTIVE), [stale]), body(stale, anyStatus())];
    }
    if (chance < 0.35) return report(record(pick(ENDED)), anyStatus());
    if (chance < 0.45) return report(record(pick(RECOVERED)), anyStatus());
    const [before, input] = read<ExecutionStatusInput>(write(report(record(pick(ACTIVE)), pick(FINALS))));
    const { request } = switchExecutionStatus(before, input);
    return chance < 0.75 ? [request, input] : report(request, anyStatus());
  };

  const draw = {
    update: () => report(record(pick(ACTIVE)), "UPDATE"),
    final: () => report(record(pick(ACTIVE)), pick(FINALS)),
    late,
    wrongHandle: (): Pair => [
      random() < 0.2 ? { ...record("WAIT"), ...NEVER_STARTED } : record(pick(ACTIVE)),
      body(handle(), anyStatus()),
    ],
    malformed: (): Pair => [record(pick(ACTIVE)), { ...body(handle(), anyStatus()), ...pick(MALFORMED) }],
  };
  const sorts = repeated<keyof typeof draw>(weights);
  return samplesFor(name, count, () => draw[pick(sorts)](), switchExecutionStatus);
}
