import { z } from "zod";
import { faultsOf, StartupError } from "./errors.js";
import { MIN_KEY_BYTES, randomToken } from "./lifecycle/handles.js";

/** The environment variables of the README. An empty variable counts as unset. */

const MIN_TOKEN = 16;
/** The characters of a bearer token (RFC 6750). */
const TOKEN = /^[\w.~+/-]+=*$/;

const VARIABLES = z
  .object({
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^@?#]*$/, "has credentials, a query or a fragment")
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    OPERATOR_TOKEN: z
      .string()
      .min(MIN_TOKEN)
      .regex(TOKEN, "has characters that a bearer token cannot have")
      .default(randomToken),
    DATABASE_URL: z.string().optional(),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(10),
    DATA_DIR: z.string().default("data"),
    HANDLE_KEY: z
      .string()
      .refine((key) => Buffer.byteLength(key) >= MIN_KEY_BYTES, `has fewer than ${MIN_KEY_BYTES} bytes`)
      .optional(),
    JOB_NETWORKS: z.string().default("*"),
    POLL_MS: z.coerce.number().min(0).default(200),
    STOP_SECONDS: z.coerce.number().min(0).max(600).default(10),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  })
  .refine(({ DATABASE_URL, HANDLE_KEY }) => !DATABASE_URL || HANDLE_KEY, {
    path: ["HANDLE_KEY"],
    error: "is required beside DATABASE_URL: a long random text, the same for all servers",
  });

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>) {
  const set = Object.entries(variables).filter(([, value]) => value !== "");
  const { data, error } = VARIABLES.safeParse(Object.fromEntries(set));
  if (data !== undefined) return data;
  throw new StartupError(`The environment is invalid (${faultsOf(error)}). The README lists the variables.`);
}
