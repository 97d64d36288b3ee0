import { getRequestListener } from "@hono/node-server";
import express from "express";
import { handler } from "./handler.ts";

const app = express();
// Before any body parser, and not by app.use, which cuts the path off the URL.
app.all("/ess/rest/scheduler/v1/requests/*path", getRequestListener(handler));
app.use(express.json());

app.listen(Number(process.env.PORT ?? 8080));
