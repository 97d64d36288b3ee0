import { join } from "node:path";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import { codeOf, StartupError } from "../errors.js";
import { openDataFolder } from "./data-folder.js";
import { migrate } from "./migrate.js";
import type { Database, Queries, Statement } from "./sql.js";

const queriesOf = (client: PGlite | Transaction): Queries => ({
  query: async <Row>({ text, values }: Statement) => (await client.query<Row>(text, values)).rows,
  script: (text) => client.exec(text),
});

/** PGlite, a PostgreSQL inside this process, with its files in a folder. */
export async function openEmbedded(folder: string): Promise<Database> {
  const unlock = await openDataFolder(folder);
  const database = await PGlite.create(join(folder, "pgdata")).catch((error) => {
    unlock();
    const problem = codeOf(error) ?? error.message;
    const fact = `The embedded database in ${folder} cannot be opened (${problem}).`;
    throw new StartupError(`${fact} Free space there, or set DATA_DIR to another folder.`);
  });
  const transaction: Database["transaction"] = (work) => database.transaction((client) => work(queriesOf(client)));
  async function close() {
    await database.close();
    unlock();
  }
  await transaction((queries) => migrate(queries)).catch(async (error) => {
    await close();
    throw error;
  });
  return { ...queriesOf(database), transaction, close };
}
