import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { handler } from "./handler.ts";

createServer(getRequestListener(handler)).listen(Number(process.env.PORT ?? 8080));
