import { setTimeout as pause } from "node:timers/promises";

/**
 * A remote job, in a process of its own. What stands in its environment is all that it knows: how it behaves, the handle of its
 * execution, and where to report. `EARLIER` is the handle of the execution before. A command line would show them to everyone.
 */

const { BEHAVIOUR = "", CALL = "{}", EARLIER = "" } = process.env;
const { requestHandle, statusUrl, checkInUrl, pausedState } = JSON.parse(CALL);

const post = async (url, body) => {
  const headers = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
};
const report = (status, statusMessage, handle = requestHandle) =>
  post(statusUrl, { requestHandle: handle, status, statusMessage });

const BEHAVIOURS = {
  async prompt() {
    await report("UPDATE", "half of it is done");
    await report("SUCCESS");
  },
  async twice() {
    await Promise.all([report("SUCCESS"), report("SUCCESS")]);
    await report("ERROR", "and then it changes its mind");
  },
  /** The first attempt fails; the second also has something to say for the first. */
  async stale() {
    if (!EARLIER) return report("ERROR", "the tax service is not reachable");
    await report("SUCCESS", undefined, EARLIER);
    await report("WARNING", "it took two attempts");
  },
  /** The time-out passes, and it reports all the same. */
  async late() {
    await pause(1_200);
    await report("SUCCESS");
  },
  async pauses() {
    await (pausedState ? report("SUCCESS") : report("PAUSE", "page 7"));
  },
  async obedient() {
    while (!(await post(checkInUrl, { requestHandle }))) await pause(100);
    await report("CANCEL");
  },
  async dies() {
    await report("UPDATE", "so far so good");
    process.kill(process.pid, "SIGKILL");
  },
};

await BEHAVIOURS[BEHAVIOUR]?.();
