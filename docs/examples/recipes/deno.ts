import { handler } from "./handler.ts";

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8080) }, handler);
