import type { HttpResponse, Issue, JobRequest, Outcome } from "ess-request-machine";
import { EFFECTS, isTerminal, OUTCOME_REASONS } from "ess-request-machine";
import { SECRET } from "../support/boundary.js";
import { FIELDS, type Fields, isWellFormed, rightFields } from "./well-formed.js";

/** Invariants of every answer, independent of the input. */

/** A violated invariant. */
export class Fault extends Error {}

export function hold(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new Fault(fault);
}

export function leaksNothing(text: string, source: string): void {
  hold(typeof text === "string" && text !== "", `${source} is empty`);
  hold(!SECRET.test(text), `${source} leaks content of an input: ${text}`);
}

const MAX_MESSAGE_LENGTH = 1000;

export function areIssues(issues: readonly Issue[], members: readonly string[]): void {
  hold(Array.isArray(issues) && issues.length > 0, "rejected without an issue");
  for (const { message, path } of issues) {
    leaksNothing(message, "an issue");
    hold(message.length < MAX_MESSAGE_LENGTH, "an issue is too long");
    hold(Array.isArray(path), "an issue has no path");
    const [first, index, ...rest] = path;
    hold(first === undefined || members.includes(first as string), `an issue has a path to ${String(first)}`);
    hold(index === undefined || Number.isInteger(index), "the second element of an issue's path is not an index");
    hold(rest.length === 0, "an issue's path is too long");
  }
}

/** Checks that the value is a plain object with only own data members of known names. */
export function isOwnPlain(value: unknown, members: readonly string[]): asserts value is Fields {
  hold(typeof value === "object" && value !== null, "the accepted value is not an object");
  hold(Object.getPrototypeOf(value) === Object.prototype, "the accepted value inherits something");
  for (const name of Reflect.ownKeys(value)) {
    hold(members.includes(name as string), `the accepted value has a member ${String(name)}`);
    const member = Object.getOwnPropertyDescriptor(value, name);
    hold(member !== undefined && "value" in member, `the accepted value has an accessor ${String(name)}`);
  }
}

/** Checks the answer of the endpoint, which must be serializable as JSON. */
export function isResponse(response: HttpResponse, statuses: readonly number[]): void {
  const sent = JSON.stringify(response);
  leaksNothing(sent, "a response");
  hold(statuses.includes(response.status), `a response has the status ${response.status}`);
  if (response.status === 200) {
    hold(response.body.href === "href", "a response has no link to itself");
    return;
  }
  const { title, type, detail, status } = response.body;
  hold(
    [title, type, detail].every((text) => typeof text === "string" && text !== ""),
    "a problem has an empty text",
  );
  hold(status === response.status, "a problem has another status than its response");
}

function isUntouched(request: JobRequest, outcome: Outcome & { kind: "ignored" | "rejected" }): void {
  hold(outcome.request === request, `${outcome.kind} with another record`);
  hold(outcome.effects.length === 0, `${outcome.kind} with effects`);
  hold(OUTCOME_REASONS[outcome.reason]?.kind === outcome.kind, `${outcome.kind} for the reason ${outcome.reason}`);
}

function isChanged(request: JobRequest, outcome: Outcome & { kind: "transitioned" | "recorded" }): void {
  const { request: next, effects } = outcome;
  isOwnPlain(next, FIELDS);
  hold(next !== request, `${outcome.kind} by changing the given record`);
  hold(!isTerminal(request.state), `${outcome.kind} out of ${request.state}`);
  hold(rightFields(next) === FIELDS.length, "a field of the new record is of the wrong type");
  hold(
    effects.every((effect) => EFFECTS.includes(effect)) && Object.isFrozen(effects),
    "effects that are unknown or not frozen",
  );
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
