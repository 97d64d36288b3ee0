import "reflect-metadata";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { handler } from "./handler.ts";

@Module({})
class AppModule {}

const app = await NestFactory.create(AppModule);
const listener = getRequestListener(handler);
// Runs before Nest's body parser, which app.listen adds.
app.use((request: IncomingMessage, response: ServerResponse, next: () => void) =>
  request.url?.startsWith("/ess/rest/scheduler/v1/requests/") ? listener(request, response) : next(),
);
await app.listen(Number(process.env.PORT ?? 8080));
