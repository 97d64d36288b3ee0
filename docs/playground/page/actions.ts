import type { PendingInput } from "ess-request-machine/analysis";
import type { Move, Scenario, ScenarioView, Step } from "../scenario/scenario.js";

export interface Notice {
  readonly text: string;
  readonly isProblem?: boolean;
}

/** Everything that the page shows. */
export interface PageState {
  readonly scenario: Scenario;
  readonly view: ScenarioView;
  /** The time that the next event carries, in epoch milliseconds. The reader sets it: no clock runs. */
  readonly clock: number;
  readonly notice: Notice | undefined;
  readonly isPlaying: boolean;
  /** The callbacks and events that are on the way, if the reader changed them. */
  readonly pending: readonly PendingInput[] | undefined;
  /** Milliseconds from step to step while the scenario plays. */
  readonly pace: number;
}

/** Everything that a reader can do. */
export interface Actions {
  move(move: Move): void;
  jump(step: Step): void;
  /** Plays the scenario step by step, or pauses. */
  togglePlay(): void;
  setPace(milliseconds: number): void;
  follow(id: string | null): void;
  /** Inserts lines of the demo's format after the current step. */
  send(...lines: readonly object[]): void;
  remove(step: Step): void;
  newRequest(): void;
  setClock(time: number): void;
  setPending(pending: readonly PendingInput[]): void;
  /** Opens a scenario of the demo by its id in `SAMPLES`. */
  openSample(id: string): void;
  /** Both return whether the log could be read. */
  openLog(text: string): boolean;
  addLog(text: string): boolean;
  dismiss(): void;
  copyLink(): void;
  copyLog(): void;
}
