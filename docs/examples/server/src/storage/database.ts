import type { Logger } from "pino";
import { openEmbedded } from "./embedded.js";
import { openPostgres } from "./postgres.js";
import type { Database } from "./sql.js";

export interface DatabaseOptions {
  /** A PostgreSQL. Default: PGlite in the folder. */
  readonly url?: string | undefined;
  readonly folder: string;
  readonly connections: number;
}

export const openDatabase = ({ url, folder, connections }: DatabaseOptions, log: Logger): Promise<Database> =>
  url ? openPostgres(url, connections, log) : openEmbedded(folder);
