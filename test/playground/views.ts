/** Scenarios that look different: a beginning, every kind of outcome, an end, and long texts. */
export const VIEWS = {
  "the example": "",
  "a running job": "id=101&submit=1&dispatch&start=handle-1&UPDATE=handle-1.Region+3",
  "an ignored callback":
    "id=101&submit=1&dispatch&start=handle-1&PAUSE=handle-1.saved&resume=handle-2&SUCCESS=handle-1",
  "a rejected callback": "id=101&submit=1&dispatch&start=handle-1&SUCCESS=foreign-1",
  "a rejected event": "id=101&submit&release",
  "a failure": "id=101&submit&dispatch&start=handle-1&BUSINESS_ERROR=handle-1.Payee+account+is+closed",
  "a success": "id=101&submit&dispatch&start=handle-1&SUCCESS=handle-1&postProcessed=PROCEED",
  "long texts": `id=9223372036854775807&submit&dispatch&start=handle-1&UPDATE=handle-1.${"supercalifragilistic".repeat(20)}`,
  "no step yet": "step=0&id=101&submit",
  "a bad link": "id=101&submit&lunch&dispatch",
} as const;
