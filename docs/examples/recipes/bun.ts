import { handler } from "./handler.ts";

Bun.serve({ port: process.env.PORT ?? 8080, fetch: handler });
