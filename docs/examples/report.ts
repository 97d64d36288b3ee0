/** What a job sends: `requestHandle` and `status`, and a text where the status carries one. */
export interface Report {
  readonly requestHandle: string;
  readonly status: string;
  readonly statusMessage?: string;
}

/** The scheduler has answered that it will never take this: the job, not the network, has to change. */
export class ReportRefused extends Error {}

const LONGEST_PAUSE = 5 * 60_000;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Sends a report until it has arrived: the very same bytes each time, and one report after another. */
export async function report(statusUrl: string, body: Report, wait = pause): Promise<void> {
  const request = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual", // A redirect would lose the report, or take the handle to somebody else.
  } as const;
  for (let ms = 1000; ; ms = Math.min(2 * ms, LONGEST_PAUSE)) {
    const answer = await fetch(statusUrl, { ...request, signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (answer && !mayPass(answer.status)) throw new ReportRefused(`the scheduler answered ${answer.status}`);
    await wait(ms);
  }
}

/** Trouble on the way, or at the scheduler. Every other answer would be the same the next time. */
const mayPass = (status: number): boolean => status >= 500 || status === 408 || status === 429;
