import { EXECUTION_STATUSES, LIFECYCLE_EVENTS, OUTCOME_REASONS, REQUEST_STATES } from "../index.js";
import { Selection, type Selector } from "./selection.js";

/** How far a run is, for a progress bar or a log line. */
export interface ConformanceProgress {
  /** `shrinking`: a difference was found, and its scenario is being made short. */
  readonly phase: "running" | "shrinking";
  /** Scenarios that were run; while shrinking, shorter scenarios that were tried. */
  readonly done: number;
  /** Scenarios altogether; while shrinking, at most so many are tried. */
  readonly total: number;
  /** Callbacks and events that were sent. */
  readonly steps: number;
}

/** How much is tried, and what is demanded. */
export interface ConformanceOptions {
  /** How many random scenarios follow the systematic ones. Default: 100. */
  readonly numRuns?: number | undefined;
  /** The seed of the random scenarios. Default: 1. */
  readonly seed?: number | undefined;
  /** The longest scenario, in steps; longer ones are left out. Default: 50. */
  readonly maxSteps?: number | undefined;
  /** The longest text, in characters; longer ones are left out. Default: 5000. */
  readonly maxTextLength?: number | undefined;
  /** `full` fails if anything reachable is uncovered; `report` only lists it. Default: `report`. */
  readonly coverage?: "full" | "report" | undefined;
  /** Tests these steps alone, and sends others only to reach them. Default: all. */
  readonly only?: readonly Selector[] | undefined;
  /** Never sends these steps. Default: none. */
  readonly skip?: readonly Selector[] | undefined;
  /** How many scenarios run at the same time. Default: 1. */
  readonly parallel?: number | undefined;
  /** Milliseconds that each call of the adapter may take. Default: 10000. */
  readonly timeLimit?: number | undefined;
  /** Called after every scenario. Default: nothing is called. */
  readonly onProgress?: ((progress: ConformanceProgress) => void) | undefined;
}

type Defined<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };

export type CheckedOptions = Defined<Omit<ConformanceOptions, "only" | "skip">> & { readonly selection: Selection };

const DEFAULTS = {
  numRuns: 100,
  seed: 1,
  maxSteps: 50,
  maxTextLength: 5000,
  coverage: "report",
  only: [],
  skip: [],
  parallel: 1,
  timeLimit: 10_000,
  onProgress: () => {},
} as const;

const NUMBERS = { numRuns: 0, maxSteps: 1, maxTextLength: 0, parallel: 1, timeLimit: 1 } as const;

/** @throws TypeError for an unknown option or an invalid value: a caller's mistake */
export function checkOptions(options: ConformanceOptions): CheckedOptions {
  if (typeof options !== "object" || options === null) throw new TypeError("The options must be an object.");
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (unknown !== undefined) {
    throw new TypeError(`Unknown option: ${unknown}. The options are ${Object.keys(DEFAULTS).join(", ")}.`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const checked = { ...DEFAULTS, ...Object.fromEntries(given) } as Defined<ConformanceOptions>;
  const { only, skip, seed, coverage, onProgress } = checked;
  for (const [name, least] of Object.entries(NUMBERS)) {
    const value = checked[name as keyof typeof NUMBERS];
    demand(Number.isInteger(value) && value >= least, `${name} must be an integer, ${least} or more.`);
  }
  demand(Number.isSafeInteger(seed), "seed must be a safe integer.");
  demand(coverage === "full" || coverage === "report", 'coverage must be "full" or "report".');
  demand(typeof onProgress === "function", "onProgress must be a function.");
  return { ...checked, selection: selectionOf(only, skip) };
}

const SELECTOR_VALUES: Readonly<Record<string, readonly string[]>> = {
  state: REQUEST_STATES,
  event: [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS],
  reason: Object.keys(OUTCOME_REASONS),
};

function selectionOf(only: readonly Selector[], skip: readonly Selector[]): Selection {
  checkSelectors("only", only);
  checkSelectors("skip", skip);
  return new Selection(only, skip);
}

function checkSelectors(name: "only" | "skip", selectors: unknown): void {
  demand(Array.isArray(selectors), `${name} must be a list of objects such as { state: "HOLD" }.`);
  for (const selector of selectors as readonly unknown[]) {
    const members = typeof selector === "object" && selector !== null ? Object.entries(selector) : [];
    demand(members.length > 0, `Every entry of ${name} must have a state, an event or a reason.`);
    for (const [member, value] of members) {
      const values = Object.hasOwn(SELECTOR_VALUES, member) ? SELECTOR_VALUES[member] : undefined;
      demand(values !== undefined, `Unknown member in ${name}: ${member}. The members are state, event and reason.`);
      demand(values.includes(value), `Unknown ${member} in ${name}. It must be one of ${values.join(", ")}.`);
    }
  }
}

function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new TypeError(message);
}

const FUNCTIONS = ["create", "applyExecutionStatus", "applyLifecycleEvent", "read"] as const;

/** @throws TypeError if a function is missing */
export function checkAdapter(adapter: unknown): void {
  const members = Object(adapter) as Readonly<Record<string, unknown>>;
  const missing = FUNCTIONS.find((name) => typeof members[name] !== "function");
  demand(missing === undefined, `The adapter must have a function ${missing}. It needs ${FUNCTIONS.join(", ")}.`);
  const { cleanUp } = members;
  demand(cleanUp === undefined || typeof cleanUp === "function", "cleanUp must be a function, if it is there.");
}
