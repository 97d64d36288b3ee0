#!/usr/bin/env python3
"""Runs vectors.json against lifecycle.py. Needs Python 3.9 or later, and nothing else.

    python3 run.py                  every case; exits with 1 when one differs
    python3 run.py --skip A         all but the cases of a grade (several: --skip AI)
    python3 run.py --only RUNNING/  the cases whose id begins so
    python3 run.py --self-test      breaks the implementation in many ways, and sees that the cases notice each
"""

import argparse
import copy
import json
import pathlib
import sys
import types

HERE = pathlib.Path(__file__).parent
FORMAT = 1


# For --self-test: what is wrong, what is right in lifecycle.py, and what stands there instead.
FAULTS = [
    ("only one earlier handle is known", 'handle in record["earlierHandles"],', 'handle in record["earlierHandles"][:1],'),
    ("an earlier handle counts as forged", 'refuse_if(handle in record["earlierHandles"], "STALE_HANDLE")', "pass"),
    ("any handle may report", 'refuse_if(handle != record["requestHandle"], "HANDLE_MISMATCH")', "pass"),
    ("a mismatch is answered with 400", "403 if", "400 if"),
    ("null passes for a handle", 'isinstance(value, str) and value != ""', 'value != ""'),
    ("an empty string passes for a handle", 'isinstance(value, str) and value != ""', "isinstance(value, str)"),
    ("a repetition is no duplicate", 'refuse_if(reported is not None and status == reported, "DUPLICATE")', "pass"),
    ("the last final report counts, not the first", 'refuse_if(reported is not None, "ALREADY_REPORTED")', "pass"),
    (
        "an ended request is only one that does not execute",
        'in ENDED, "ALREADY_ENDED")\n    refuse_if(record["state"] not in HEARING',
        'in (), "ALREADY_ENDED")\n    refuse_if(record["state"] not in HEARING',
    ),
    (
        "the state is checked before the sender",
        "check_sender(record, handle)\n    reported",
        'refuse_if(record["state"] not in HEARING, "NOT_EXECUTING")\n    check_sender(record, handle)\n    reported',
    ),
    ("SUCCESS keeps its text", '"SUCCESS": None', '"SUCCESS": "message"'),
    ("CANCEL keeps its text", '"CANCEL": None', '"CANCEL": "message"'),
    ("the paused state goes to the message", '"PAUSE": "pausedState"', '"PAUSE": "message"'),
    ("an absent text keeps the old one", "isinstance(text, str) else None", "isinstance(text, str) else record[field]"),
    ("an empty text is an absent one", "text if isinstance(text, str) else None", "text or None"),
    ("SUCCESS ends a running request", 'else "COMPLETED"', 'else record["executableState"]'),
    ("a cancelled request is post-processed", 'record["executableState"] if cancelling', '"COMPLETED" if cancelling'),
    ("one retry too many", 'record["retriedCount"] < record["retries"]', 'record["retriedCount"] <= record["retries"]'),
    ("a cancelled request is retried", "if not cancelling and record", "if record"),
    (
        "a business error is retried",
        'elif status == "BUSINESS_ERROR":',
        'elif status == "BUSINESS_ERROR" and record["retriedCount"] < record["retries"]:\n'
        '        record["state"] = "ERROR_AUTO_RETRY"\n'
        '    elif status == "BUSINESS_ERROR":',
    ),
    ("a suspended job starts sub-requests", '["startSubRequests"] if status == "PAUSE" else []', '["startSubRequests"]'),
    (
        "a report decides in the operator's place",
        'if record["state"] == "ERROR_MANUAL_RECOVERY":\n        return ["alertOperator"]',
        "",
    ),
    ("fifteen earlier handles are kept", "HANDLES_KEPT = 16", "HANDLES_KEPT = 15"),
    ("seventeen earlier handles are kept", "HANDLES_KEPT = 16", "HANDLES_KEPT = 17"),
    ("a handle may be used again", 'refuse_if(handle in past, "HANDLE_REUSED")', "pass"),
    ("a resume is an attempt", 'if name == "start":', 'if name in ("start", "resume"):'),
    ("a new execution keeps the last one's report", '"reportedStatus", "message", "update"', '"message", "update"'),
    ("a new execution is timed out like the last", 'record["timedOut"] = False', "pass"),
    ("what ran may expire", 'refuse_if(record["attempt"] > 0, "ALREADY_STARTED")', "pass"),
    ("a job is given up a millisecond too late", "< HALF_HOUR", "<= HALF_HOUR"),
    ("a job is given up a millisecond too early", "< HALF_HOUR", "< HALF_HOUR - 1"),
    ("a check-in sets the clock back", 'max(record["cancelSeenAt"], event["at"])', 'event["at"]'),
    ("a job that reported is given up", 'refuse_if(not awaits_callback(record), "NOT_AWAITING_CALLBACK")', "pass"),
    ("cancelled while the job runs", 'refuse_if(awaits_callback(record), "AWAITING_CALLBACK")', "pass"),
    ("post-processing of what paused", 'not in ("SUCCESS", "WARNING"), "NOT_POST', 'in (None,), "NOT_POST'),
    ("PROCEED forgets the warning", 'result == "WARN" or record["executableState"] == "WARNING"', 'result == "WARN"'),
    ("completed before the time-out", 'refuse_if(record["state"] == "RUNNING" and not', "refuse_if(False and not"),
    ("an operator's error is never a time-out", '"TIMEOUT" if record["timedOut"] else "SYSTEM"', '"SYSTEM"'),
    ("a time may be true", " and not isinstance(value, bool)", ""),
    ("a time may be past what a double holds", "<= LARGEST_TIME", ""),
    ("a text may be anything", "value is None or isinstance(value, str)", "True"),
    ("nobody is told of the end", 'return ["notifyEnded"]', "return []"),
    ("the record that came in is changed", "after = dict(record)", "after = record"),
]


def load():
    vectors = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
    if vectors["format"] != FORMAT:
        sys.exit(f"Expected format {FORMAT} of vectors.json, but found {vectors['format']}. Adapt this runner.")
    return vectors


def implementation(source):
    module = types.ModuleType("lifecycle")
    exec(compile(source, "lifecycle.py", "exec"), module.__dict__)
    return module


def expected_of(case, record):
    """The outcome of a case, with the whole record that has to be stored afterwards."""
    told = case["outcome"]
    if "reason" in told:
        refusal = {name: told[name] for name in ("kind", "reason", "httpStatus")}
        return {**refusal, "record": record, "effects": []}
    after = {**record, **told["changes"], "state": told.get("to", record["state"])}
    return {"kind": told["kind"], "record": after, "effects": told["effects"]}


def differences(case, defaults, lifecycle):
    """What an implementation does otherwise, for each input of a case: a list of sentences."""
    record = {**defaults, **case["record"]}
    expected = expected_of(case, record)
    apply = lifecycle.apply_callback if "callbacks" in case else lifecycle.apply_event
    found = []
    for given in case.get("callbacks", case.get("events")):
        before = copy.deepcopy(record)
        try:
            outcome = apply(before, given)
        except Exception as error:
            found.append(f"{json.dumps(given)}: threw {error!r}")
            continue
        if outcome != expected:
            found.append(f"{json.dumps(given)}: {difference(outcome, expected)}")
        if before != record:
            found.append(f"{json.dumps(given)}: changed the record that it was given")
    return found


def difference(outcome, expected):
    parts = []
    for name in sorted(outcome.keys() | expected.keys()):
        ours, theirs = outcome.get(name), expected.get(name)
        if name == "record":
            fields = sorted(field for field in theirs if ours.get(field) != theirs[field])
            parts += [f"{field} expected {theirs[field]!r}, found {ours.get(field)!r}" for field in fields]
            parts += [f"{field} unexpected" for field in sorted(ours.keys() - theirs.keys())]
        elif ours != theirs:
            parts.append(f"{name} expected {theirs!r}, found {ours!r}")
    return "; ".join(parts)


def run(vectors, lifecycle, skip="", only=""):
    chosen = [case for case in vectors["cases"] if case["grade"] not in skip and case["id"].startswith(only)]
    compared = {case["id"]: differences(case, vectors["defaults"], lifecycle) for case in chosen}
    return chosen, {id: found for id, found in compared.items() if found}


def report(vectors, lifecycle, skip, only):
    chosen, failed = run(vectors, lifecycle, skip, only)
    by_id = {case["id"]: case for case in chosen}
    for id, found in failed.items():
        print(f"DIFFERS {id} (grade {by_id[id]['grade']}: {by_id[id]['note']})")
        for sentence in found:
            print(f"  {sentence}")
    inputs = sum(len(case.get("callbacks", case.get("events"))) for case in chosen)
    print(f"{len(chosen)} cases with {inputs} inputs: {len(chosen) - len(failed)} agree, {len(failed)} differ.")
    return 1 if failed or not chosen else 0


def self_test(vectors, source):
    """A runner that never fails proves nothing: each of these faults has to be noticed."""
    unnoticed = 0
    for name, right, wrong in FAULTS:
        if source.count(right) != 1:
            sys.exit(f"Expected {right!r} once in lifecycle.py, for the fault: {name}.")
        _, failed = run(vectors, implementation(source.replace(right, wrong)))
        print(f"{len(failed):4} cases notice: {name}")
        unnoticed += not failed
    print(f"{len(FAULTS)} faults: {len(FAULTS) - unnoticed} noticed, {unnoticed} not.")
    return 1 if unnoticed else 0


def main():
    options = argparse.ArgumentParser(description="Runs the test vectors of the request lifecycle.")
    options.add_argument("--skip", default="", metavar="GRADES", help="grades to leave out, of D, I and A")
    options.add_argument("--only", default="", metavar="PREFIX", help="how the ids begin of the cases to run")
    options.add_argument("--self-test", action="store_true", help="break the implementation and see the cases notice")
    chosen = options.parse_args()
    vectors, source = load(), (HERE / "lifecycle.py").read_text(encoding="utf-8")
    if chosen.self_test:
        return self_test(vectors, source)
    return report(vectors, implementation(source), chosen.skip, chosen.only)


if __name__ == "__main__":
    sys.exit(main())
