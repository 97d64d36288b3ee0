import { createServer, type IncomingMessage } from "node:http";
import * as ess from "ess-request-machine";

const REQUESTS = "/ess/rest/scheduler/v1/requests";
const PATH = new RegExp(`^${REQUESTS}/([^/?]+)/executionStatus(?:[?]|$)`);
const RESOURCE = "application/vnd.oracle.resource+json";
const LONGEST_BODY = 64 * 1024;
const NOWHERE = `Expected POST ${REQUESTS}/{requestId}/executionStatus, but found another method or path.`;

/** Reads to the end, but keeps no more than is allowed: leaving early would cut the connection before the answer. */
async function readCallback(req: IncomingMessage) {
  let text = "";
  for await (const chunk of req.setEncoding("utf8")) if (text.length <= LONGEST_BODY) text += chunk;
  const issue = (found: string) => ({ issues: [{ path: [], message: `Expected a JSON body, but found ${found}.` }] });
  if (text.length > LONGEST_BODY) return issue(`more than ${LONGEST_BODY} characters`);
  try {
    return ess.parseExecutionStatus(JSON.parse(text));
  } catch {
    return issue("something else"); // What the JSON parser says would quote the body.
  }
}

/** `owe` is told what is owed once the record is stored; docs/server-authors.md says what a database changes. */
type Duties = { owe(effects: readonly ess.Effect[], request: ess.JobRequest): void; log(line: string): void };
type Answer = [answer: ess.Answerable, explanation?: string];

export function createEndpoint(requests: Map<string, ess.JobRequest>, { owe, log }: Duties) {
  async function answerTo(req: IncomingMessage, segment?: string): Promise<Answer> {
    if (segment === undefined) return [{ problem: 404, detail: NOWHERE }];
    const id = ess.parseRequestId(segment);
    if (id.issues) return [id];
    const callback = await readCallback(req);
    const request = requests.get(id.value); // From here to `set` nothing is awaited: no other callback comes between.
    if (!request) return [{ problem: 404 }];
    if (callback.issues) return [callback];
    const outcome = ess.applyExecutionStatus(request, callback.value);
    requests.set(id.value, outcome.request);
    if (outcome.effects.length > 0) owe(outcome.effects, outcome.request);
    return [outcome, ess.explain(outcome, callback.value)];
  }
  return createServer(async (req, res) => {
    const id = req.method === "POST" ? PATH.exec(req.url ?? "")?.[1] : undefined;
    // Of an error only the name is told: its message could quote a record.
    const [answer, explanation] = await answerTo(req, id).catch((error): Answer => [{ problem: 500 }, error?.name]);
    const mediaType = req.headers.accept?.includes(RESOURCE) ? RESOURCE : "application/json";
    const href = `http://${req.headers.host ?? "localhost"}${REQUESTS}/${id}`;
    const { status, headers, body } = ess.toHttpResponse(answer, { href, mediaType });
    log(`${status} ${explanation ?? ("detail" in body ? body.detail : "")}`);
    res.writeHead(status, headers).end(JSON.stringify(body));
  });
}

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.env.PORT ?? 8080);
  const ready = ess.applyLifecycleEvent(ess.createRequest({ requestId: "101" }), { type: "dispatch" }).request;
  const running = ess.applyLifecycleEvent(ready, { type: "start", requestHandle: "made-up" }).request;
  const duties: Duties = { owe: (effects) => console.log("owed:", effects.join(", ")), log: console.log };
  const curl = `curl -i localhost:${port}${REQUESTS}/101/executionStatus -d '{"requestHandle":"made-up","status":"SUCCESS"}'`;
  createEndpoint(new Map([["101", running]]), duties).listen(port, "localhost", () => console.log(curl));
}
