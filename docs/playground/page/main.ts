import { render } from "lit-html";
import { fromAddress, toAddress } from "../scenario/address.js";
import { timeOf } from "../scenario/choices.js";
import { importLog, type Placeholders, unmatchedRequests } from "../scenario/import-log.js";
import {
  NEW_REQUEST,
  positionAfter,
  type Scenario,
  scenarioOf,
  viewOf,
  withLines,
  withoutStep,
} from "../scenario/scenario.js";
import type { Actions, Notice, PageState } from "./actions.js";
import { highlightOf } from "./chart.js";
import { highlight, scrollToCurrent } from "./highlight.js";
import { watchKeys } from "./keys.js";
import { knownHandles, rememberHandles } from "./known-handles.js";
import { importSummary, unmatchedNotice } from "./notices.js";
import { firstScenario, linesOfSample } from "./samples.js";
import { pageView } from "./view.js";

/** The page: its state, the actions that change it, and the address that holds its scenario. */

const page = document.querySelector("#page") as HTMLElement;

let state: PageState = {
  scenario: scenarioOf([]),
  view: viewOf(scenarioOf([])),
  clock: 0,
  notice: undefined,
  pending: undefined,
  isPlaying: false,
  pace: 1500,
};

let playTimer: ReturnType<typeof setTimeout>;

function show(change: Partial<PageState>) {
  state = { ...state, ...change };
  if (!state.isPlaying) clearTimeout(playTimer);
  const focused = document.activeElement;
  render(pageView(state, actions), page);
  highlight(page, highlightOf(state.view));
  scrollToCurrent(page);
  // The pressed button can be gone, because the new state accepts other events. The next ones are below this heading.
  if (!focused?.isConnected) page.querySelector<HTMLElement>("#send-title")?.focus({ preventScroll: true });
}

interface Options {
  readonly notice?: Notice | undefined;
  /** The reader's time. It never runs backwards while steps are added. Default: the scenario's. */
  readonly clock?: number;
  /** Default: those of the scenario on the page. */
  readonly placeholders?: Placeholders;
  readonly isPlaying?: boolean;
}

function showScenario(scenario: Scenario, { notice, clock = 0, isPlaying = false }: Options = {}) {
  const change = { scenario, view: viewOf(scenario), clock: Math.max(clock, timeOf(scenario)) };
  show({ ...change, pending: undefined, notice, isPlaying });
}

/** A change of the lines is a new history entry, so that the browser's back button undoes it. A move is not. */
function go(scenario: Scenario, options: Options = {}) {
  rememberHandles(scenario, options.placeholders ?? knownHandles(state.scenario));
  const isMove = scenario.lines === state.scenario.lines;
  history[isMove ? "replaceState" : "pushState"](null, "", `#${toAddress(scenario)}`);
  showScenario(scenario, options);
}

const moveTo = (position: number, isPlaying = false) => go({ ...state.scenario, position }, { isPlaying });

/** Opens another scenario: none of the known handles belong to it. */
const open = (scenario: Scenario) => go(scenario, { placeholders: new Map() });

const problem = (text: string) => show({ notice: { text, isProblem: true } });

/** A log with a problem leaves the scenario unchanged. */
function read(text: string, into: Scenario, then: (lines: readonly string[], names: Placeholders) => void): boolean {
  const log = importLog(text, into, into.lines.length === 0 ? new Map() : knownHandles(into));
  if (log.problem === undefined) then(log.lines, log.placeholders);
  else problem(log.problem);
  return log.problem === undefined;
}

const addLog = (text: string): boolean =>
  read(text, state.scenario, (lines, placeholders) => {
    const unmatched = unmatchedRequests(state.scenario, knownHandles(state.scenario), placeholders);
    const notice = unmatched.length === 0 ? undefined : unmatchedNotice(unmatched);
    go(withLines(state.scenario, lines), { notice, clock: state.clock, placeholders });
  });

const openLog = (text: string): boolean =>
  read(text, scenarioOf([]), (lines, placeholders) => {
    go({ ...scenarioOf(lines), position: 1 }, { notice: { text: importSummary(lines) }, placeholders });
  });

async function copy(text: string, what: string) {
  try {
    await navigator.clipboard.writeText(text);
    show({ notice: { text: `Copied ${what}: ${text.length.toLocaleString("en")} characters.` } });
  } catch {
    problem("The browser does not allow copying. The whole scenario is in the address: copy that.");
  }
}

const forward = () => positionAfter(state.scenario, state.view, "forward");
const isAtEnd = () => forward() === state.scenario.position;

function scheduleStep() {
  if (isAtEnd()) return show({ isPlaying: false });
  playTimer = setTimeout(() => {
    moveTo(forward(), true);
    scheduleStep();
  }, state.pace);
}

/** The first step follows immediately: a reader who presses Play wants to see something move. */
function togglePlay() {
  if (state.isPlaying) return show({ isPlaying: false });
  moveTo(isAtEnd() ? 0 : forward(), true);
  scheduleStep();
}

const actions: Actions = {
  move: (move) => moveTo(positionAfter(state.scenario, state.view, move)),
  jump: ({ index }) => moveTo(index + 1),
  togglePlay,
  setPace: (pace) => show({ pace }),
  follow: (follow) => go({ ...state.scenario, follow }),
  send: (...lines) => void addLog(lines.map((line) => JSON.stringify(line)).join("\n")),
  remove: (step) => go(withoutStep(state.scenario, step)),
  newRequest: () => open(scenarioOf(NEW_REQUEST)),
  setClock: (clock) => show({ clock }),
  setPending: (pending) => show({ pending }),
  openSample: (id) => open({ ...scenarioOf(linesOfSample(id)), position: 1 }),
  openLog,
  addLog,
  dismiss: () => show({ notice: undefined }),
  copyLink: () => copy(location.href, "the link"),
  copyLog: () => copy(`${state.scenario.lines.join("\n")}\n`, "the scenario as a log"),
};

/** Shows what can be read of the address, and what could not be read. */
function readAddress() {
  const fragment = location.hash.slice(1);
  if (fragment === "") return showScenario(firstScenario());
  const { scenario, problems } = fromAddress(fragment);
  const shown = scenario.lines.length === 0 ? firstScenario() : scenario;
  if (problems.length === 0) return showScenario(shown);
  const rest = scenario.lines.length === 0 ? "Here is an example instead." : "The other steps are shown.";
  // The unreadable part can contain a handle: it does not stay in the address.
  history.replaceState(null, "", `#${toAddress(shown)}`);
  showScenario(shown, { notice: { text: `${problems.join(" ")} ${rest}`, isProblem: true } });
}

// Also fires for the back button: history entries differ in their fragments.
addEventListener("hashchange", readAddress);
watchKeys(document, actions.move);
readAddress();
