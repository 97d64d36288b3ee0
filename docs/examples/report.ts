/** The body of a callback. */
export interface Report {
  readonly requestHandle: string;
  readonly status: string;
  readonly statusMessage?: string;
}

/** The scheduler will never accept this report: correct the job or its configuration. */
export class ReportRefused extends Error {}

const MAX_PAUSE_MS = 5 * 60_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Sends a report until it has arrived (at-least-once delivery): the same bytes each time, with growing pauses. */
export async function report(statusUrl: string, body: Report, wait = pause): Promise<void> {
  const request = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual", // A redirect could lose the report, or send the handle to another server.
  } as const;
  for (let ms = 1000; ; ms = Math.min(2 * ms, MAX_PAUSE_MS)) {
    const answer = await fetch(statusUrl, { ...request, signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (answer && !isTemporary(answer.status)) throw new ReportRefused(`the scheduler answered ${answer.status}`);
    await wait(ms);
  }
}

/** Every other status would be the same the next time. */
const isTemporary = (status: number): boolean => status >= 500 || status === 408 || status === 429;
