import { z } from "zod";
import { random, MIN_KEY } from "./lifecycle/handles.js";
import { StartupError } from "./startup-error.js";

/** What the README lists. A variable that is empty counts as one that is not set. */
const VARIABLES = z
  .object({
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    PUBLIC_URL: z
      .url()
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    OPERATOR_TOKEN: z.string().default(random),
    DATABASE_URL: z.string().optional(),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(10),
    DATA_DIR: z.string().default("data"),
    HANDLE_KEY: z
      .string()
      .refine((key) => Buffer.byteLength(key) >= MIN_KEY, `Expected ${MIN_KEY} bytes or more.`)
      .optional(),
    POLL_MS: z.coerce.number().min(0).default(200),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  })
  .refine(({ DATABASE_URL, HANDLE_KEY }) => !DATABASE_URL || HANDLE_KEY, {
    path: ["HANDLE_KEY"],
    error: "beside DATABASE_URL, set it to a long random text, the same for all servers",
  });

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>) {
  const set = Object.entries(variables).filter(([, value]) => value !== "");
  const { data, error } = VARIABLES.safeParse(Object.fromEntries(set));
  if (data !== undefined) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join()}: ${message}`);
  throw new StartupError("variables as the README lists them", `faults (${faults.join("; ")})`, "Correct them.");
}
