import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../package/consumers.mjs";
import { sizeOf, wordlessSize } from "../package/sizes.mjs";

/** What the package weighs, in bytes: `children.ts` starts it. */

const workplace = mkdtempSync(join(tmpdir(), "sizes-"));
try {
  const main = await sizeOf("index");
  const { size: tarball } = await pack(workplace);
  process.send({
    main,
    wordless: await wordlessSize(),
    machineAdds: (await sizeOf("index", "machine")) - main,
    tarball,
  });
} finally {
  rmSync(workplace, { recursive: true });
}
