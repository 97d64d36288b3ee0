/**
 * The endpoint as one function of the Fetch API: `(request: Request) => Promise<Response>`. It runs on Node, Bun, Deno
 * and Cloudflare Workers, and in every framework that takes such a function.
 *
 * @module ess-request-machine/fetch
 */

export { createFetchHandler, type FetchHandler } from "./fetch/fetch-handler.js";
export type { FetchLogEntry, LoggedOutcome } from "./fetch/log-entry.js";
export type { FetchHandlerOptions, MalformedBody, UpdateRequest } from "./fetch/options.js";
export type { Operation } from "./fetch/routes.js";
export { StoreUnavailableError, type StoreUnavailableOptions } from "./fetch/store-unavailable-error.js";
