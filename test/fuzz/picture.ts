import { types } from "node:util";
import { labelOf } from "./hostile.js";
import type { Case } from "./inputs.js";

/** Formats a value for people: like JSON, with labels for other values. Runs no code of the value. */

const MAX_LENGTH = 80;
const MAX_DEPTH = 4;
const MAX_MEMBERS = 20;

export function picture(value: unknown, depth = 0): string {
  if (typeof value === "string") {
    return value.length > MAX_LENGTH ? `<a string of ${value.length} characters>` : JSON.stringify(value);
  }
  if (typeof value === "bigint") return value > 2n ** 64n ? "<a huge bigint>" : `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "symbol") return value.toString();
  if (typeof value === "function") return "<a function>";
  if (typeof value !== "object" || value === null) return String(value);
  if (types.isProxy(value)) return `<${labelOf(value) ?? "a proxy"}>`;
  if (value === Object.prototype) return "Object.prototype";
  return depth > MAX_DEPTH ? "…" : objectPicture(value, depth);
}

function objectPicture(value: object, depth: number): string {
  const label = labelOf(value);
  const name = kindOf(value);
  const members = Reflect.ownKeys(value).filter((key) => !(Array.isArray(value) && key === "length"));
  const shown = members.slice(0, MAX_MEMBERS).map((key) => {
    const member = Object.getOwnPropertyDescriptor(value, key);
    const content = member?.get ? "<an accessor>" : picture(member?.value, depth + 1);
    return Array.isArray(value) && /^\d+$/.test(String(key)) ? content : `${JSON.stringify(String(key))}: ${content}`;
  });
  if (members.length > MAX_MEMBERS) shown.push("…");
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${name}${label ? `<${label}> ` : ""}${open}${shown.join(", ")}${close}`;
}

function kindOf(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return "";
  if (prototype === null) return "<without a prototype> ";
  const madeBy = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof madeBy === "function" ? `<${madeBy.name}> ` : `<inherits ${picture(prototype, MAX_DEPTH)}> `;
}

export function casePicture({ input, request, pollution }: Case): string {
  const lines = [`input:   ${picture(input)}`];
  if (request !== undefined) lines.unshift(`request: ${picture(request)}`);
  if (pollution !== undefined) lines.push(`while Object.prototype has ${picture(pollution)}`);
  return lines.join("\n");
}
