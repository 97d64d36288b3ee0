#!/usr/bin/env python3
"""Runs vectors.json against lifecycle.py. Needs Python 3.9 or later, and nothing else.

    python3 run.py                  runs every case; exits with 1 if one differs
    python3 run.py --skip assumed   leaves out the cases of a provenance (repeatable)
    python3 run.py --only RUNNING/  runs the cases with this prefix of the id
    python3 run.py --self-test      breaks the implementation in many ways; the cases must detect each
"""

import argparse
import copy
import json
import pathlib
import sys
import types

HERE = pathlib.Path(__file__).parent
FORMAT = 1


# For --self-test: the fault, the right code in lifecycle.py, and the faulty code.
FAULTS = [
    (
        'only one earlier handle is known',
        'handle in record["earlierHandles"],',
        'handle in record["earlierHandles"][:1],',
    ),
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
    (
        'an absent text keeps the old one',
        'isinstance(text, str) else None',
        'isinstance(text, str) else record[field]',
    ),
    ("an empty text is an absent one", "text if isinstance(text, str) else None", "text or None"),
    ("SUCCESS ends a running request", 'else "COMPLETED"', 'else record["executableState"]'),
    ("a cancelled request is post-processed", 'record["executableState"] if cancelling', '"COMPLETED" if cancelling'),
    (
        'one retry too many',
        'record["retriedCount"] < record["retries"]',
        'record["retriedCount"] <= record["retries"]',
    ),
    ("a cancelled request is retried", "if not cancelling and record", "if record"),
    (
        "a business error is retried",
        'elif status == "BUSINESS_ERROR":',
        'elif status == "BUSINESS_ERROR" and record["retriedCount"] < record["retries"]:\n'
        '        record["state"] = "ERROR_AUTO_RETRY"\n'
        '    elif status == "BUSINESS_ERROR":',
    ),
    (
        'a suspended job starts sub-requests',
        '["startSubRequests"] if status == "PAUSE" else []',
        '["startSubRequests"]',
    ),
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
    ("post-processing after a pause", 'not in ("SUCCESS", "WARNING"), "NOT_POST', 'in (None,), "NOT_POST'),
    ("PROCEED forgets the warning", 'result == "WARN" or record["executableState"] == "WARNING"', 'result == "WARN"'),
    ("completed before the time-out", 'refuse_if(record["state"] == "RUNNING" and not', "refuse_if(False and not"),
    ("an operator's error is never a time-out", '"TIMEOUT" if record["timedOut"] else "SYSTEM"', '"SYSTEM"'),
    ("a time may be true", " and not isinstance(value, bool)", ""),
    ("a time may be past what a double holds", "<= LARGEST_TIME", ""),
    ("a text may have any type", "value is None or isinstance(value, str)", "True"),
    ("the end is not notified", 'return ["notifyEnded"]', "return []"),
    ("the given record is changed", "after = dict(record)", "after = record"),
    (
        'texts are trimmed',
        'record[field] = text if isinstance(text, str)',
        'record[field] = text.strip() if isinstance(text, str)',
    ),
    ("texts are cut after 255 characters", "= text if isinstance(text, str)", "= text[:255] if isinstance(text, str)"),
    (
        'texts are normalised',
        '= text if isinstance(text, str)',
        '= __import__("unicodedata").normalize("NFC", text) if isinstance(text, str)',
    ),
    (
        'texts are stored in Latin-1',
        '= text if isinstance(text, str)',
        '= text.encode("latin-1", "replace").decode("latin-1") if isinstance(text, str)',
    ),
    (
        "the operator's texts are trimmed",
        'record["message"] = event["message"]',
        'record["message"] = event["message"].strip()',
    ),
    (
        'handles are compared without case',
        'refuse_if(handle != record["requestHandle"], "HANDLE_MISMATCH")',
        'refuse_if(handle.lower() != (record["requestHandle"] or "").lower(), "HANDLE_MISMATCH")',
    ),
    (
        'handles are compared by 64 characters',
        'refuse_if(handle != record["requestHandle"], "HANDLE_MISMATCH")',
        'refuse_if(handle[:64] != (record["requestHandle"] or "")[:64], "HANDLE_MISMATCH")',
    ),
    (
        'earlier handles are compared without spaces',
        'handle in record["earlierHandles"],',
        'handle.strip() in record["earlierHandles"],',
    ),
    (
        'new handles are compared without case',
        'refuse_if(handle in past, "HANDLE_REUSED")',
        'refuse_if(handle.lower() in [each.lower() for each in past], "HANDLE_REUSED")',
    ),
    (
        'times are stored in seconds',
        'record["cancelSeenAt"] = event["at"]',
        'record["cancelSeenAt"] = event["at"] // 1000 * 1000',
    ),
    ("a time of 0 is missing", "0 <= value <= LARGEST_TIME", "0 < value <= LARGEST_TIME"),
    ("a time has 32 bits", "LARGEST_TIME = 2**53 - 1", "LARGEST_TIME = 2**31 - 1"),
    (
        'at most ten retries are made',
        'record["retriedCount"] < record["retries"]',
        'record["retriedCount"] < min(record["retries"], 10)',
    ),
    (
        'retries are compared as text',
        'record["retriedCount"] < record["retries"]',
        'str(record["retriedCount"]) < str(record["retries"])',
    ),
    (
        'recovery restores the retries',
        'if name == "retry":',
        'if name == "recover":\n        record["retriedCount"] = 0\n    if name == "retry":',
    ),
    (
        'the evidence decides the type of error',
        '"TIMEOUT" if record["timedOut"] else "SYSTEM"',
        '"BUSINESS" if record["reportedStatus"] == "BUSINESS_ERROR" else "TIMEOUT" if record["timedOut"] else "SYSTEM"',
    ),
    (
        'a suspension after a pause is a duplicate',
        'status == reported, "DUPLICATE"',
        'status.replace("SUSPEND", "PAUSE") == reported.replace("SUSPEND", "PAUSE"), "DUPLICATE"',
    ),
    (
        'additional members are stored',
        '    keep_text(record, status,',
        '    record["attempt"] = callback.get("attempt", record["attempt"])\n    keep_text(record, status,',
    ),
]


def load():
    vectors = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
    if vectors["format"] != FORMAT:
        sys.exit(f"vectors.json has format {vectors['format']}, this runner is for {FORMAT}. Adapt the runner.")
    return vectors


def implementation(source):
    module = types.ModuleType("lifecycle")
    exec(compile(source, "lifecycle.py", "exec"), module.__dict__)
    return module


def expected_of(case, record):
    """Returns the outcome of a case, with the whole record that has to be stored afterwards."""
    outcome = case["outcome"]
    if "reason" in outcome:
        refusal = {name: outcome[name] for name in ("kind", "reason", "httpStatus")}
        return {**refusal, "record": record, "effects": []}
    after = {**record, **outcome["changes"], "state": outcome.get("to", record["state"])}
    return {"kind": outcome["kind"], "record": after, "effects": outcome["effects"]}


def differences(case, defaults, lifecycle):
    """Returns the differences of an implementation, for each input of a case, as sentences."""
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


def run(vectors, lifecycle, skip=(), only=""):
    chosen = [case for case in vectors["cases"] if case["provenance"] not in skip and case["id"].startswith(only)]
    compared = {case["id"]: differences(case, vectors["defaults"], lifecycle) for case in chosen}
    return chosen, {id: found for id, found in compared.items() if found}


def report(vectors, lifecycle, skip, only):
    chosen, failed = run(vectors, lifecycle, skip, only)
    by_id = {case["id"]: case for case in chosen}
    for id, found in failed.items():
        print(f"DIFFERS {id} ({by_id[id]['provenance']}: {by_id[id]['note']})")
        for sentence in found:
            print(f"  {sentence}")
    inputs = sum(len(case.get("callbacks", case.get("events"))) for case in chosen)
    print(f"{len(chosen)} cases with {inputs} inputs: {len(chosen) - len(failed)} agree, {len(failed)} differ.")
    return 1 if failed or not chosen else 0


def self_test(vectors, source):
    """A runner that never fails proves nothing: the cases must detect each of these faults."""
    undetected = 0
    for name, right, wrong in FAULTS:
        if source.count(right) != 1:
            sys.exit(f"{right!r} must be in lifecycle.py once, for the fault: {name}.")
        _, failed = run(vectors, implementation(source.replace(right, wrong)))
        print(f"{len(failed):4} cases detect: {name}")
        undetected += not failed
    print(f"{len(FAULTS)} faults: {len(FAULTS) - undetected} detected, {undetected} not.")
    return 1 if undetected else 0


def main():
    options = argparse.ArgumentParser(description="Runs the test vectors of the request lifecycle.")
    provenances = ["documented", "inferred", "assumed"]
    options.add_argument("--skip", default=[], action="append", choices=provenances, help="leave out this provenance")
    options.add_argument("--only", default="", metavar="PREFIX", help="run only cases whose id begins with this")
    options.add_argument("--self-test", action="store_true", help="break the implementation; cases must detect it")
    chosen = options.parse_args()
    vectors, source = load(), (HERE / "lifecycle.py").read_text(encoding="utf-8")
    if chosen.self_test:
        return self_test(vectors, source)
    return report(vectors, implementation(source), chosen.skip, chosen.only)


if __name__ == "__main__":
    sys.exit(main())
