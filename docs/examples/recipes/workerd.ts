import { handler } from "./handler.ts";

export default { fetch: (request) => handler(request) } satisfies ExportedHandler;
