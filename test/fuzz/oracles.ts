import type { HttpResponse, Issue, JobRequest, Outcome } from "ess-request-machine";
import { EFFECTS, isTerminal, OUTCOME_REASONS } from "ess-request-machine";
import { TOLD } from "./values.js";
import { FIELDS, type Fields, isWellFormed, rightFields } from "./well-formed.js";

/** What must hold of an answer, whatever was asked. */

/** An answer that must not be. */
export class Fault extends Error {}

export function hold(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new Fault(fault);
}

export function tellsNothing(story: string, who: string): void {
  hold(typeof story === "string" && story !== "", `${who} says nothing`);
  hold(!TOLD.test(story), `${who} tells content of an input: ${story}`);
}

const LONGEST_MESSAGE = 1000;

export function areIssues(issues: readonly Issue[], members: readonly string[]): void {
  hold(Array.isArray(issues) && issues.length > 0, "refused without an issue");
  for (const { message, path } of issues) {
    tellsNothing(message, "an issue");
    hold(message.length < LONGEST_MESSAGE, "an issue is as long as a book");
    hold(Array.isArray(path), "an issue has no path");
    const [first, index, ...rest] = path;
    hold(first === undefined || members.includes(first as string), `an issue has a path to ${String(first)}`);
    hold(index === undefined || Number.isInteger(index), "an issue's path goes on with a name");
    hold(rest.length === 0, "an issue's path is too long");
  }
}

/** Nothing but data of its own, under known names. */
export function isOwnPlain(value: unknown, members: readonly string[]): asserts value is Fields {
  hold(typeof value === "object" && value !== null, "what was accepted is no object");
  hold(Object.getPrototypeOf(value) === Object.prototype, "what was accepted inherits something");
  for (const name of Reflect.ownKeys(value)) {
    hold(members.includes(name as string), `what was accepted has a member ${String(name)}`);
    const member = Object.getOwnPropertyDescriptor(value, name);
    hold(member !== undefined && "value" in member, `what was accepted has an accessor ${String(name)}`);
  }
}

/** The answer of the endpoint, and that it is nothing but JSON. */
export function isResponse(response: HttpResponse, statuses: readonly number[]): void {
  const sent = JSON.stringify(response);
  tellsNothing(sent, "a response");
  hold(statuses.includes(response.status), `a response has the status ${response.status}`);
  if (response.status === 200) {
    hold(response.body.href === "href", "a response has no link to itself");
    return;
  }
  const { title, type, detail, status } = response.body;
  hold(
    [title, type, detail].every((words) => typeof words === "string" && words !== ""),
    "a problem says nothing",
  );
  hold(status === response.status, "a problem has another status than its response");
}

function isUntouched(request: JobRequest, outcome: Outcome & { kind: "ignored" | "rejected" }): void {
  hold(outcome.request === request, `${outcome.kind} with another record`);
  hold(outcome.effects.length === 0, `${outcome.kind} with something owed`);
  hold(OUTCOME_REASONS[outcome.reason]?.kind === outcome.kind, `${outcome.kind} for the reason ${outcome.reason}`);
}

function isChanged(request: JobRequest, outcome: Outcome & { kind: "transitioned" | "recorded" }): void {
  const { request: next, effects } = outcome;
  isOwnPlain(next, FIELDS);
  hold(next !== request, `${outcome.kind} in the record that came in`);
  hold(!isTerminal(request.state), `${outcome.kind} out of ${request.state}`);
  hold(rightFields(next) === FIELDS.length, "a field of the new record is of the wrong type");
  hold(effects.every((effect) => EFFECTS.includes(effect)) && Object.isFrozen(effects), "effects that are none");
  if (outcome.kind === "recorded") hold(next.state === request.state, "recorded in another state");
  else hold(outcome.from === request.state && outcome.to === next.state, "transitioned from or to another state");
}

export function isOutcome(request: JobRequest, outcome: Outcome): void {
  const { kind } = outcome;
  hold(["transitioned", "recorded", "ignored", "rejected"].includes(kind), `an outcome of the kind ${kind}`);
  if (kind === "ignored" || kind === "rejected") {
    isUntouched(request, outcome);
  } else {
    isChanged(request, outcome);
    hold(!isWellFormed({ ...request }) || isWellFormed({ ...outcome.request }), "no longer well formed");
  }
}
