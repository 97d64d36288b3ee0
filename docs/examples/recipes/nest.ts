import "reflect-metadata";
import { getRequestListener } from "@hono/node-server";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { handler } from "./handler.ts";

@Module({})
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule);
// Nest adds its body parser later, in app.listen.
app.getHttpAdapter().all("/ess/rest/scheduler/v1/requests/*path", getRequestListener(handler));

await app.listen(Number(process.env.PORT ?? 8080));
