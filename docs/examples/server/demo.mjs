import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Installs and builds what is missing, then runs the demo. `npm run demo:server` at the top calls it. */

const here = fileURLToPath(new URL(".", import.meta.url));
const top = fileURLToPath(new URL("../../../", import.meta.url));
const npm = (cwd, ...args) => execFileSync("npm", args, { cwd, stdio: "inherit", shell: process.platform === "win32" });

if (!existsSync(`${top}dist/index.js`)) {
  if (!existsSync(`${top}node_modules`)) npm(top, "ci");
  npm(top, "run", "build");
}
if (!existsSync(`${here}node_modules`)) npm(here, "ci");
npm(here, "run", "--silent", "demo");
