import { render } from "lit-html";
import { fromAddress, toAddress } from "../story/address.js";
import { timeOf } from "../story/choices.js";
import { doubtfulIds, linesOfLog, type Names } from "../story/log.js";
import { FIRST_LINE, type Story, sceneOf, storyOf, takenAfter, withLines, withoutStep } from "../story/story.js";
import type { Actions, Notice, PageState } from "./actions.js";
import { keepInView, light } from "./chart.js";
import { watchKeys } from "./keys.js";
import { linesOfSample } from "./samples.js";
import { pageView } from "./view.js";

/** The page: its state, the ways in which it changes, and the address that goes with it. */

const page = document.querySelector("#page") as HTMLElement;

const stateOf = (story: Story, clock = 0, notice?: Notice): PageState => ({
  story,
  scene: sceneOf(story),
  clock: Math.max(clock, timeOf(story)),
  notice,
});

let state = stateOf(storyOf([FIRST_LINE]));

function show(next: PageState) {
  state = next;
  const focused = document.activeElement;
  render(pageView(state, actions), page);
  light(page, state.scene);
  keepInView(page);
  // The button that was pressed may be gone, since the state takes other events now: the next ones are below this heading.
  if (!focused?.isConnected) page.querySelector<HTMLElement>("#controls-title")?.focus({ preventScroll: true });
}

/**
 * The real handles behind the made-up names of a story, by its lines, for the parts of a log that are still to come. They
 * live as long as the page, in its memory alone: neither the story nor the browser is told.
 */
const remembered = new Map<string, Names>();
const linesKey = ({ lines }: Story): string => lines.join("\n");
const namesOf = (story: Story): Names => remembered.get(linesKey(story)) ?? new Map();

/** A changed story can be had back by the browser's own button; to look at another step of it is no change. */
function go(story: Story, clock?: number, notice?: Notice, names = namesOf(state.story)) {
  remembered.set(linesKey(story), names);
  const isSame = story.lines === state.story.lines;
  history[isSame ? "replaceState" : "pushState"](null, "", `#${toAddress(story)}`);
  show(stateOf(story, clock, notice));
}

const problem = (text: string) => show({ ...state, notice: { text, isProblem: true } });
const told = (text: string) => show({ ...state, notice: { text } });

/** What cannot become a part of the story leaves it as it was. */
function read(text: string, into: Story, then: (lines: readonly string[], names: Names) => void): boolean {
  const log = linesOfLog(text, into, into.lines.length === 0 ? new Map() : namesOf(into));
  if (log.problem === undefined) then(log.lines, log.names);
  else problem(log.problem);
  return log.problem === undefined;
}

const addLines = (text: string): boolean =>
  read(text, state.story, (lines, names) => {
    const doubtful = doubtfulIds(state.story, namesOf(state.story), names);
    go(withLines(state.story, lines), state.clock, doubtful.length === 0 ? undefined : doubt(doubtful), names);
  });

const doubt = (ids: readonly string[]): Notice => ({
  text: `Expected the handles that the story was made of, but found it with made-up names alone (requests: ${ids.join(", ")}): a handle in these lines counts as foreign there, even if it is the execution's own. Paste the whole log as a new story to have them told apart.`,
  isProblem: true,
});

function summary(lines: readonly string[]): string {
  const { ids, steps } = sceneOf(storyOf(lines));
  const malformed = steps.filter(({ entry }) => entry.kind === "malformed line").length;
  const faults = malformed === 0 ? "" : ` Malformed lines: ${malformed}; the timeline says what is wrong with each.`;
  return `Lines read: ${lines.length}; requests in them: ${ids.length}.${faults} Step through them with the arrow keys.`;
}

async function copy(text: string, what: string) {
  try {
    await navigator.clipboard.writeText(text);
    told(`Copied ${what}: ${text.length.toLocaleString("en")} characters.`);
  } catch {
    problem(
      "Expected to be allowed to copy, but found that the browser refuses. The whole story is in the address: copy that.",
    );
  }
}

const actions: Actions = {
  move: (move) => go({ ...state.story, taken: takenAfter(state.story, state.scene, move) }),
  jump: ({ index }) => go({ ...state.story, taken: index + 1 }),
  follow: (follow) => go({ ...state.story, follow }),
  send(line) {
    addLines(JSON.stringify(line));
  },
  remove: (step) => go(withoutStep(state.story, step)),
  restart: () => go(storyOf([FIRST_LINE]), 0, undefined, new Map()),
  setClock: (clock) => show({ ...state, clock }),
  playSample: (id) => go({ ...storyOf(linesOfSample(id)), taken: 1 }, 0, undefined, new Map()),
  playLog: (text) =>
    read(text, storyOf([]), (lines, names) => go({ ...storyOf(lines), taken: 1 }, 0, { text: summary(lines) }, names)),
  addLog: addLines,
  dismiss: () => show({ ...state, notice: undefined }),
  copyLink: () => copy(location.href, "the link"),
  copyLog: () => copy(`${state.story.lines.join("\n")}\n`, "the story as a log"),
};

/** An address that cannot be read leaves the story that is there. */
function readAddress() {
  if (location.hash.length < 2) return show(stateOf(storyOf([FIRST_LINE])));
  const read = fromAddress(location.hash.slice(1));
  if (read.problem === undefined) show(stateOf(read.story));
  else problem(`${read.problem} Nothing else has changed.`);
}

addEventListener("hashchange", readAddress);
addEventListener("popstate", readAddress);
watchKeys(document, actions.move);
readAddress();
