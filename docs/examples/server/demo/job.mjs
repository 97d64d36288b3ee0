import { setTimeout as pause } from "node:timers/promises";

/**
 * A remote job in a process of its own. Its environment has all that it knows: its behaviour, the call of the server,
 * and the handle of the earlier execution (`EARLIER`). Not its command line, which other users could read.
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
  /** The first attempt fails. The second first reports with the stale handle of the first. */
  async stale() {
    if (!EARLIER) return report("ERROR", "the tax service is not reachable");
    await report("SUCCESS", undefined, EARLIER);
    await report("WARNING", "it took two attempts");
  },
  /** Reports after the time-out. */
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
