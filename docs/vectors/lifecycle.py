"""The request lifecycle in Python: an independent implementation, written from the pages and not from the chart.

The test vectors are run against it. It shares no code with the library that they come from. apply_callback and
apply_event return an outcome. Records are plain dicts; the given one is never changed.
"""

FINAL_STATUSES = {"SUCCESS", "WARNING", "ERROR", "BUSINESS_ERROR", "PAUSE", "SUSPEND", "CANCEL"}
STATUSES = FINAL_STATUSES | {"UPDATE"}
ENDED = {"SUCCEEDED", "WARNING", "ERROR", "CANCELLED", "EXPIRED", "VALIDATION_FAILED", "FINISHED"}
STATES = ENDED | {
    "PENDING_VALIDATION", "WAIT", "READY", "BLOCKED", "HOLD", "RUNNING", "CANCELLING", "PAUSED",
    "ERROR_AUTO_RETRY", "ERROR_MANUAL_RECOVERY", "COMPLETED", "SCHEDULE_ENDED",
}  # fmt: skip
HEARING = {"RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"}
IGNORED = {"STALE_HANDLE", "DUPLICATE", "ALREADY_REPORTED", "ALREADY_ENDED", "NOT_EXECUTING", "NOT_CANCELLING"}
HALF_HOUR = 30 * 60 * 1000
HANDLES_KEPT = 16
LARGEST_TIME = 2**53 - 1


class Refused(Exception):
    """The reason why an input has no effect."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def refuse_if(condition, reason):
    if condition:
        raise Refused(reason)


def answer(record, step):
    """Runs a step on a copy of the record, and returns the outcome."""
    after = dict(record)
    try:
        effects = step(after)
    except Refused as refused:
        kind = "ignored" if refused.reason in IGNORED else "rejected"
        status = 200 if kind == "ignored" else 403 if refused.reason == "HANDLE_MISMATCH" else 400
        return {"kind": kind, "reason": refused.reason, "httpStatus": status, "record": record, "effects": []}
    kind = "recorded" if after["state"] == record["state"] else "transitioned"
    if kind == "transitioned":
        effects = effects + effects_on_entering(after["state"])
    return {"kind": kind, "record": after, "effects": effects}


def effects_on_entering(state):
    if state in ENDED:
        return ["notifyEnded"]
    effects = {
        "COMPLETED": "runPostProcessing",
        "ERROR_AUTO_RETRY": "scheduleRetry",
        "ERROR_MANUAL_RECOVERY": "alertOperator",
    }
    return [effects[state]] if state in effects else []


def is_handle(value):
    return isinstance(value, str) and value != ""


def is_one_of(value, names):
    return isinstance(value, str) and value in names


def member_of(source, name):
    """Returns None for an absent member, as for null. Non-objects have no members."""
    return source.get(name) if isinstance(source, dict) else None


def awaits_callback(record):
    return record["requestHandle"] is not None and record["reportedStatus"] is None


def check_sender(record, handle):
    refuse_if(handle in record["earlierHandles"], "STALE_HANDLE")
    refuse_if(handle != record["requestHandle"], "HANDLE_MISMATCH")


# Callbacks


def apply_callback(record, callback):
    return answer(record, lambda after: hear(after, callback))


def hear(record, callback):
    status, handle = member_of(callback, "status"), member_of(callback, "requestHandle")
    refuse_if(not is_one_of(status, STATUSES), "UNKNOWN_STATUS")
    refuse_if(not is_handle(handle), "HANDLE_MISSING")
    check_sender(record, handle)
    reported = record["reportedStatus"]
    refuse_if(reported is not None and status == reported, "DUPLICATE")
    refuse_if(reported is not None, "ALREADY_REPORTED")
    refuse_if(record["state"] in ENDED, "ALREADY_ENDED")
    refuse_if(record["state"] not in HEARING, "NOT_EXECUTING")

    keep_text(record, status, member_of(callback, "statusMessage"))
    if status == "UPDATE":
        return [] if record["state"] == "ERROR_MANUAL_RECOVERY" else ["deliverUpdate"]
    record["reportedStatus"] = status
    if record["state"] == "ERROR_MANUAL_RECOVERY":
        return ["alertOperator"]
    return report(record, status)


def keep_text(record, status, text):
    fields = {"UPDATE": "update", "PAUSE": "pausedState", "SUCCESS": None, "CANCEL": None}
    field = fields.get(status, "message")
    if field is not None:
        record[field] = text if isinstance(text, str) else None


def report(record, status):
    """A final report, while the request runs or is being cancelled."""
    cancelling = record["state"] == "CANCELLING"
    if status in ("SUCCESS", "WARNING"):
        record["executableState"] = "SUCCEEDED" if status == "SUCCESS" else "WARNING"
        record["state"] = record["executableState"] if cancelling else "COMPLETED"
    elif status == "BUSINESS_ERROR":
        fail(record, "BUSINESS")
    elif status == "ERROR":
        if not cancelling and record["retriedCount"] < record["retries"]:
            record["state"] = "ERROR_AUTO_RETRY"
        else:
            fail(record, "SYSTEM")
    elif cancelling or status == "CANCEL":
        record["state"] = "CANCELLED"
    else:
        record["state"] = "PAUSED"
        return ["startSubRequests"] if status == "PAUSE" else []
    return []


def fail(record, error_type):
    record["state"] = "ERROR"
    record["errorType"] = error_type


# Lifecycle events

MOVES = {
    "validationPassed": {"PENDING_VALIDATION": "WAIT"},
    "validationFailed": {"PENDING_VALIDATION": "VALIDATION_FAILED"},
    "dispatch": {"WAIT": "READY"},
    "block": {"WAIT": "BLOCKED", "READY": "BLOCKED"},
    "unblock": {"BLOCKED": "READY"},
    "hold": {"WAIT": "HOLD", "READY": "HOLD"},
    "release": {"HOLD": "WAIT"},
    "expire": {"WAIT": "EXPIRED", "READY": "EXPIRED", "BLOCKED": "EXPIRED"},
    "start": {"READY": "RUNNING"},
    "resume": {"PAUSED": "RUNNING"},
    "manualRecoveryRequired": {"RUNNING": "ERROR_MANUAL_RECOVERY"},
    "retry": {"ERROR_AUTO_RETRY": "WAIT"},
    "recover": {"ERROR_MANUAL_RECOVERY": "WAIT"},
    "scheduleEnded": {"WAIT": "SCHEDULE_ENDED"},
    "childrenFinished": {"SCHEDULE_ENDED": "FINISHED"},
}

# The states that accept the events with a target that does not depend on the state alone.
TAKEN = {
    "timeOut": {"RUNNING"},
    "cancel": STATES - ENDED,
    "checkIn": STATES,
    "forceCancel": {"CANCELLING"},
    "cancelCompleted": {"CANCELLING"},
    "postProcessed": {"COMPLETED", "CANCELLING"},
    "complete": {"RUNNING", "ERROR_MANUAL_RECOVERY"},
}


def is_time(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_TIME


PAYLOAD = {
    "at": is_time,
    "message": lambda value: value is None or isinstance(value, str),
    "result": lambda value: is_one_of(value, {"PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"}),
    "state": lambda value: is_one_of(value, {"SUCCEEDED", "WARNING", "ERROR", "CANCELLED"}),
}
CARRIED = {
    "validationFailed": ["message"],
    "manualRecoveryRequired": ["message"],
    "cancel": ["at"],
    "checkIn": ["at"],
    "forceCancel": ["at"],
    "postProcessed": ["result"],
    "complete": ["state", "message"],
}
CARRIES_HANDLE = {"start", "resume", "checkIn"}


def apply_event(record, event):
    return answer(record, lambda after: undergo(after, event))


def undergo(record, event):
    name = member_of(event, "type")
    refuse_if(not is_one_of(name, MOVES.keys() | TAKEN.keys()), "UNKNOWN_EVENT")
    refuse_if(record["state"] not in (MOVES.get(name) or TAKEN.get(name)), "UNSUPPORTED_STATE")
    refuse_if(name in CARRIES_HANDLE and not is_handle(member_of(event, "requestHandle")), "HANDLE_MISSING")
    for member in CARRIED.get(name, []):
        refuse_if(not PAYLOAD[member](event.get(member)), "INVALID_PAYLOAD")
    if name in MOVES:
        return move(record, event)
    return OWN_RULES[name](record, event)


def move(record, event):
    name = event["type"]
    if name in ("expire", "scheduleEnded"):
        refuse_if(record["attempt"] > 0, "ALREADY_STARTED")
    effects = []
    if name in ("start", "resume"):
        effects = begin(record, event["requestHandle"])
    if name == "start":
        record["attempt"] += 1
        record["pausedState"] = None
    if name == "retry":
        record["retriedCount"] += 1
    keep_operator_text(record, event)
    record["state"] = MOVES[name][record["state"]]
    return effects


def begin(record, handle):
    past = [] if record["requestHandle"] is None else [record["requestHandle"]] + record["earlierHandles"]
    refuse_if(handle in past, "HANDLE_REUSED")
    record["requestHandle"] = handle
    record["earlierHandles"] = past[:HANDLES_KEPT]
    for field in ("reportedStatus", "message", "update", "executableState", "errorType", "cancelSeenAt"):
        record[field] = None
    record["timedOut"] = False
    return ["invokeJob"]


def keep_operator_text(record, event):
    if event["type"] in ("validationFailed", "manualRecoveryRequired", "complete") and event.get("message") is not None:
        record["message"] = event["message"]


def time_out(record, _event):
    refuse_if(record["timedOut"], "DUPLICATE")
    record["timedOut"] = True
    return ["alertOperator"]


def cancel(record, event):
    state = record["state"]
    refuse_if(state == "CANCELLING", "DUPLICATE")
    asked = {
        "RUNNING": "notifyCancellation",
        "ERROR_MANUAL_RECOVERY": "notifyCancellation",
        "PAUSED": "cancelSubRequests",
        "COMPLETED": "stopPostProcessing",
    }
    if state in ("RUNNING", "PAUSED", "COMPLETED"):
        record["state"] = "CANCELLING"
        record["cancelSeenAt"] = event["at"]
    else:
        record["state"] = "CANCELLED"
    return [asked[state]] if state in asked else []


def check_in(record, event):
    check_sender(record, event["requestHandle"])
    refuse_if(record["reportedStatus"] is not None, "ALREADY_REPORTED")
    refuse_if(record["state"] in ENDED, "ALREADY_ENDED")
    refuse_if(record["state"] != "CANCELLING", "NOT_CANCELLING")
    record["cancelSeenAt"] = max(record["cancelSeenAt"], event["at"])
    return []


def force_cancel(record, event):
    refuse_if(not awaits_callback(record), "NOT_AWAITING_CALLBACK")
    refuse_if(event["at"] - record["cancelSeenAt"] < HALF_HOUR, "TOO_EARLY")
    record["state"] = "CANCELLED"
    return []


def cancel_completed(record, _event):
    refuse_if(awaits_callback(record), "AWAITING_CALLBACK")
    record["state"] = "CANCELLED"
    return []


def post_processed(record, event):
    refuse_if(record["reportedStatus"] not in ("SUCCESS", "WARNING"), "NOT_POST_PROCESSING")
    result = event["result"]
    if result == "DELAY":
        return ["runPostProcessing"]
    if result in ("BIZ_ERROR", "SYSTEM_ERROR"):
        fail(record, "BUSINESS" if result == "BIZ_ERROR" else "SYSTEM")
    elif result == "CANCEL":
        record["state"] = "CANCELLED"
    else:
        warned = result == "WARN" or record["executableState"] == "WARNING"
        record["state"] = "WARNING" if warned else "SUCCEEDED"
    return []


def complete(record, event):
    refuse_if(record["state"] == "RUNNING" and not record["timedOut"], "NOT_TIMED_OUT")
    keep_operator_text(record, event)
    record["state"] = event["state"]
    if event["state"] == "ERROR":
        record["errorType"] = "TIMEOUT" if record["timedOut"] else "SYSTEM"
    return []


OWN_RULES = {
    "timeOut": time_out,
    "cancel": cancel,
    "checkIn": check_in,
    "forceCancel": force_cancel,
    "cancelCompleted": cancel_completed,
    "postProcessed": post_processed,
    "complete": complete,
}
