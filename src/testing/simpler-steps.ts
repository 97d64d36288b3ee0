import { FORCE_CANCEL_AFTER_MS } from "../index.js";
import { MINUTE } from "./step-builders.js";
import { isCallback, type Step } from "./steps.js";

/**
 * Steps that differ from a step in one value and are simpler: each has fewer members, a plainer value or a shorter
 * text.
 */
export function* simplerSteps(step: Step): Generator<Step> {
  yield* withoutMembers(step);
  yield* withSimplerHandle(step);
  yield* withSimplerTime(step);
  if (isCallback(step)) {
    if (step.text === undefined) return;
    const { text, ...rest } = step;
    yield rest;
    for (const simpler of simplerTexts(text)) yield { ...rest, text: simpler };
  } else if (typeof step.members?.message === "string") {
    for (const message of simplerTexts(step.members.message)) yield { ...step, members: { ...step.members, message } };
  }
}

function* withoutMembers(step: Step): Generator<Step> {
  const members = Object.entries(step.members ?? {});
  for (const [removed] of members) {
    const { members: _, ...rest } = step;
    const remaining = members.filter(([name]) => name !== removed);
    yield remaining.length === 0 ? rest : { ...rest, members: Object.fromEntries(remaining) };
  }
}

function* withSimplerHandle(step: Step): Generator<Step> {
  const { variation, ...plain } = step;
  if (variation !== undefined) yield plain;
  const begins = !isCallback(step) && (step.event === "start" || step.event === "resume");
  const simplest = begins ? "new" : "current";
  if (step.handle !== undefined && step.handle !== simplest) yield { ...plain, handle: simplest };
}

const PLAIN_WAITS = [0, FORCE_CANCEL_AFTER_MS, MINUTE];

function* withSimplerTime(step: Step): Generator<Step> {
  if (isCallback(step)) return;
  if (typeof step.members?.at === "number") {
    for (const other of withoutMembers(step)) if (other.members?.at === undefined) yield { ...other, wait: 0 };
  }
  if (step.wait === undefined) return;
  const rank = PLAIN_WAITS.indexOf(step.wait);
  for (const wait of rank < 0 ? PLAIN_WAITS : PLAIN_WAITS.slice(0, rank)) yield { ...step, wait };
}

/** A plain text first, then ever shorter parts, and at last each character replaced by a letter. */
function* simplerTexts(text: string | null): Generator<string> {
  if (text === null || text === "text" || text === "a") return;
  yield text.length > 1 ? "text" : "a";
  for (let part = Math.floor(text.length / 2); part >= 1; part = Math.floor(part / 2)) {
    yield text.slice(0, text.length - part);
    if (text.length <= MAX_DETAIL) yield text.slice(part);
  }
  if (text.length > MAX_DETAIL) return;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] !== "a" && text[i] !== "b") yield `${text.slice(0, i)}a${text.slice(i + 1)}`;
  }
}

const MAX_DETAIL = 30;
