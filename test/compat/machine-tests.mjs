import { existsSync } from "node:fs";
import { join } from "node:path";
import { startVitest } from "vitest/node";
import { PEER_NAMES, root } from "../package/consumers.mjs";

/** `node machine-tests.mjs FOLDER` runs test/xstate with the peers that are installed in a folder. */

const [, , folder] = process.argv;
const isPeer = (source) => PEER_NAMES.some((name) => source === name || source.startsWith(`${name}/`));
/** Before XState 5.20, its graph tools were a package of their own. */
const hasGraphPackage = existsSync(join(folder, "node_modules/@xstate/graph"));
const nameOf = (source) => (source === "xstate/graph" && hasGraphPackage ? "@xstate/graph" : source);

const installedPeers = {
  name: "installed-peers",
  enforce: "pre",
  resolveId(source, importer) {
    if (!isPeer(source) || importer?.startsWith(folder)) return undefined;
    return this.resolve(nameOf(source), join(folder, "package.json"), { skipSelf: true });
  },
};

const options = { root, config: "test/vitest.config.ts", watch: false };
const vitest = await startVitest("test", ["test/xstate"], options, { plugins: [installedPeers] });
await vitest.close();
