import { expect, test } from "vitest";
import { parseTranscript } from "./transcript.js";

/** Anything unknown in a scenario throws, with file and line: a skipped line would prove nothing. */

const GIVEN = 'given RUNNING requestHandle="h1" attempt=1';
test.each([
  ["a step before any scenario", ["dispatch => WAIT -> READY"], 1],
  ["a scenario without steps", ["== a", "# nothing", "== b", "dispatch => WAIT -> READY"], 1],
  ["a given without steps", ["== a", GIVEN], 2],
  ["a second given", ["== a", GIVEN, GIVEN, "CANCEL h9 => rejected HANDLE_MISMATCH 403"], 3],
  ["a given after a step", ["== a", "hold => WAIT -> HOLD", GIVEN], 3],
  ["a title twice", ["== a", "hold => WAIT -> HOLD", "", "== a", "hold => WAIT -> HOLD"], 4],
  ["an unknown state", ["== a", "given SLEEPING", "hold => WAIT -> HOLD"], 2],
  ["an unknown field of a given", ["== a", "given WAIT colour=1", "hold => WAIT -> HOLD"], 2],
  ["a field twice", ["== a", "given WAIT retries=1 retries=2", "hold => WAIT -> HOLD"], 2],
  ["a field without a value", ["== a", "given WAIT retries", "hold => WAIT -> HOLD"], 2],
  ["a state among the fields", ["== a", 'given WAIT state="HOLD"', "hold => WAIT -> HOLD"], 2],
  ["a value that is not JSON", ["== a", "given WAIT message=text", "hold => WAIT -> HOLD"], 2],
  ...[
    "CANCEL h1",
    "CANCEL h1 =>",
    "CANCEL h1 -> CANCELLED",
    "CANCEL h1 => RUNNING -> CANCELLED => CANCELLED",
    "CANCEL => ignored DUPLICATE 200",
    'CANCEL "h1" => ignored DUPLICATE 200',
    "CANCEL h1 text => ignored DUPLICATE 200",
    'CANCEL h1 "text => ignored DUPLICATE 200',
    'CANCEL h1 "text" "text" => ignored DUPLICATE 200',
    "CANCELLED h1 => ignored DUPLICATE 200",
    "finish => ignored DUPLICATE 200",
    "cancel when=1 => ignored DUPLICATE 200",
    "cancel h1 h2 => ignored DUPLICATE 200",
    "callback {status} => ignored DUPLICATE 200",
    "CANCEL| h1 => ignored DUPLICATE 200",
    "CANCEL|timeOut h1 => RUNNING -> CANCELLED",
    "CANCEL h1 => accepted",
    "CANCEL h1 => ignored",
    "CANCEL h1 => ignored DUPLICATE",
    "CANCEL h1 => ignored TWICE 200",
    "CANCEL h1 => ignored DUPLICATE 200; effects notifyEnded",
    "CANCEL h1 => PAUSED -> CANCELLED",
    "CANCEL h1 => RUNNING -> GONE",
    "CANCEL h1 => RUNNING -> CANCELLED; colour=1",
    "CANCEL h1 => RUNNING -> CANCELLED; message=null",
    "CANCEL h1 => RUNNING -> CANCELLED; effects nothing",
    "CANCEL h1 => RUNNING -> CANCELLED; effects notifyEnded; retries=1",
    "CANCEL h1 => RUNNING -> CANCELLED; retries=1; retriedCount=1",
  ].map((line): [string, string[], number] => [line, ["== a", GIVEN, "", line], 4]),
])("a transcript cannot have %s", (_, lines, line) => {
  expect(() => parseTranscript("some.txt", lines.join("\n"))).toThrow(
    new RegExp(`^some\\.txt:${line}: Expected .+, but found .+\\.$`),
  );
});
