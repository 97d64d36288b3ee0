import { type Browser, chromium } from "playwright-core";

/** Debian's `chromium-headless-shell`, with no connections of its own; CHROMIUM says where another one is. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: [
      // It may run as root, where its sandbox does not.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
