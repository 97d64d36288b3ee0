import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../package/consumers.mjs";
import { machineAdds, sizeOf, wordlessSize } from "../package/sizes.mjs";

/** What the package weighs, in bytes: `children.ts` starts it. */

const workplace = mkdtempSync(join(tmpdir(), "sizes-"));
try {
  const { size: tarball } = await pack(workplace);
  process.send({
    main: await sizeOf("index"),
    wordless: await wordlessSize(),
    machineAdds: await machineAdds(),
    tarball,
  });
} finally {
  rmSync(workplace, { recursive: true });
}
