import { getRequestListener } from "@hono/node-server";
import Fastify from "fastify";
import { handler } from "./handler.ts";

const app = Fastify();
const listener = getRequestListener(handler);
app.register(async (endpoint) => {
  endpoint.removeAllContentTypeParsers();
  endpoint.addContentTypeParser("*", (_request, _body, done) => done(null)); // The handler reads the body.
  endpoint.all("/ess/rest/scheduler/v1/requests/*", async (request, reply) => {
    reply.hijack();
    await listener(request.raw, reply.raw);
  });
});

await app.listen({ port: Number(process.env.PORT ?? 8080) });
