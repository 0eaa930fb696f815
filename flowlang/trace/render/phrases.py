"""The sentences that text and page share."""

from __future__ import annotations

import re
from collections.abc import Callable

from flowlang.style import plain
from flowlang.trace.story import Activity, Event, Place, Rule, Token
from flowlang.trace.values import quoted

_EVENTS = {
    "batch": "batch run of {}",
    "request": "request for {} from outside",
    "trigger": "{} is triggered",
    "activity": "an activity from outside",
    "wait": "a wait in {} ends",
    "execute": "{} is executed",
}


def short(place: Place) -> str:
    """A place inside of a campaign whose file is named already: without the folders."""
    return f"{plain(place.file.rsplit('/', 1)[-1])}:{place.line}"


_VALUES = re.compile(r'"(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")+')
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*"')
_MANY, _FIRST = 8, 4


def shortened(text: str) -> str:
    """A filter in which of many values only the first are told: lists of them can be long."""

    def fewer(values: re.Match[str]) -> str:
        told = _VALUE.findall(values[0])
        if len(told) <= _MANY:
            return values[0]
        return f"{', '.join(told[:_FIRST])} … {len(told) - _FIRST} more"

    return _VALUES.sub(fewer, text)


def event_said(event: Event) -> str:
    """What an event is."""
    return _EVENTS[event.kind].format(plain(event.campaign))


def cause_said(event: Event, moment: Callable[[int], str]) -> str:
    """Because of what an event happens."""
    cause = event.cause
    assert cause is not None
    asset = f" {quoted(cause.asset)}" if cause.asset else ""
    if cause.event is None:
        return f"because of {cause.activity}{asset} at {moment(cause.at)}"
    by = f", step {cause.step} of {plain(cause.campaign)}" if cause.step else ""
    return f"because of {cause.activity}{asset} in event {cause.event}{by}"


def rule_said(rule: Rule, moment: Callable[[int], str]) -> str:
    """A qualification rule, and what it looked at."""
    if not rule.times:
        return f"{rule.text}: never entered before"
    times = "once" if rule.times == 1 else f"{rule.times:,} times"
    last = "" if rule.last is None else f", the last time at {moment(rule.last)}"
    return f"{rule.text}: entered {times} before{last}"


def token_said(token: Token) -> str:
    """A token, what it came to, and where that is from."""
    value = "nothing" if token.value is None else quoted(token.value)
    spot = "" if token.place is None else f" ({short(token.place)})"
    return f"{token.text} = {value}, from {token.told}{spot}"


_SENTENCES = {
    "add_to_list": "added to list {}",
    "remove_from_list": "removed from list {}",
    "send_email": "sent {}",
    "deliver_email": "delivered {}",
    "send_alert": "alert {} sent",
    "execute_campaign": "executes {}",
    "request_campaign": "requests {}",
    "remove_from_flow": "removed from the flow of {}",
    "delete_person": "the person is deleted",
    "call_webhook": "webhook {} called (only written down)",
}


_REASONS = {
    "empty": "there is no e-mail address",
    "invalid": "the e-mail address is invalid",
    "block_listed": "the person is block-listed",
    "unsubscribed": "the person is unsubscribed",
    "marketing_suspended": "marketing to the person is suspended",
    "over_limit": "the communication limits are reached",
    "not_a_member": "the person is no member of the program",
    "earlier_status": "the status is an earlier one than the person has",
}


def activity_said(activity: Activity) -> str:
    """One row of the log as a sentence."""
    asset = quoted(activity.asset) if activity.asset else ""
    told = ", ".join(
        f"{plain(label)} {_value(value)}"
        for label, value in activity.attributes.items()
        if value is not None
    )
    if activity.result == "skipped":
        reason = activity.reason or ""
        return f"skipped: {activity.name} {asset}: {_REASONS.get(reason, reason)}"
    change = activity.change
    if change is not None:
        by = activity.attributes.get("Change Value")
        more = f" ({by})" if by is not None else ""
        return f"{plain(change.name)}: {change.old_told} → {change.new_told}{more}"
    if activity.name == "execute_campaign":
        inside = activity.attributes.get("Qualified")
        return f"executes {asset}" if inside else f"does not qualify for {asset}, and goes on"
    sentence = _SENTENCES.get(activity.name)
    if sentence is not None:
        recipients = activity.attributes.get("Recipients")
        to = f" to {plain(str(recipients))}" if recipients else ""
        return sentence.format(asset) + to
    return f"{activity.name} {asset}{': ' if told else ''}{told}".strip()


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else str(value)
