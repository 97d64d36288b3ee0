// app/ess/rest/scheduler/v1/requests/[requestId]/[operation]/route.ts
import { handler } from "../../../../../../../../handler.ts";

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
