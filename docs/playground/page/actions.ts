import type { Move, Scene, Step, Story } from "../story/story.js";

export interface Notice {
  readonly text: string;
  readonly isProblem?: boolean;
}

/** What the page shows. */
export interface PageState {
  readonly story: Story;
  readonly scene: Scene;
  /** The time that the next event carries, in epoch milliseconds: the reader sets it, no clock runs. */
  readonly clock: number;
  readonly notice: Notice | undefined;
}

/** What a reader can do. */
export interface Actions {
  move(move: Move): void;
  jump(step: Step): void;
  follow(id: string | null): void;
  /** Puts a line of the demo's format where the reader is. */
  send(line: object): void;
  remove(step: Step): void;
  restart(): void;
  setClock(time: number): void;
  /** A story of the demo, by its id in `SAMPLES`. */
  playSample(id: string): void;
  /** Whether it could be read. */
  playLog(text: string): boolean;
  addLog(text: string): boolean;
  dismiss(): void;
  copyLink(): void;
  copyLog(): void;
}
