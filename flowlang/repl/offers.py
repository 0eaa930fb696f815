"""What the workspace and the data offer for a place: names in quotes, names, token references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flowlang.datatypes import DataType, Family
from flowlang.model.assets import Activity, Asset, Field, FieldKind
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.filters import MembershipAttribute, Operator
from flowlang.model.moments import WEEKDAYS
from flowlang.model.nearest import written
from flowlang.model.values import TimeFrame
from flowlang.names import name_key
from flowlang.repl.places import Place
from flowlang.repl.surroundings import Seen, Surroundings

_SHOWN = 40


class Offer(NamedTuple):
    """Something that can be written: how, what it is, and another name that finds it.

    Of what fits equally well the lighter one comes first.
    """

    text: str
    about: str
    also: str = ""
    weight: int = 1


# -- in quotes ------------------------------------------------------------------------------


def quoted(place: Place, around: Surroundings) -> Iterator[Offer]:
    """What can stand in quotes at a place; the texts are without the quotes."""
    instance = around.instance
    if place.subject_name is not None:
        yield from _values(place, around, place.subject_name)
    elif (
        place.ends("OF", "LIST")
        or place.ends("TO", "LIST")
        or place.ends("FROM", "LIST")
        or place.ends("IN", "LIST")
    ):
        yield from _assets(instance.lists, "list")
    elif place.ends("OF", "SMART", "LIST"):
        yield from _assets(instance.smart_lists, "smart list")
    elif place.ends("OF", "SEGMENT"):
        for segmentation in instance.segmentations:
            for name in (*(each.name for each in segmentation.segments), "Default"):
                yield Offer(name, f"segment of {segmentation.name}")
    elif place.ends("SEGMENT", "?", "IN"):
        yield from _assets(instance.segmentations, "segmentation")
    elif place.ends("USES", "CHANNEL"):
        for channel in instance.channels:
            yield Offer(channel.name, "channel")
    elif place.ends("CALL", "WEBHOOK"):
        yield from _assets(instance.webhooks, "webhook")
    elif place.ends("SEND", "EMAIL") or place.ends("SEND", "ALERT"):
        yield from _assets(instance.emails, "email")
    elif place.ends("FRAME"):
        for frame in TimeFrame:
            yield Offer(frame.value, "stretch of time")
    elif place.words[-1:] in (["FOR"], ["GIVEN"], ["EVENT"], ["EXPECT"]):
        for person in around.people():
            yield Offer(person, "person")
    else:
        yield from _campaigns(place, around)
        yield from _of_programs(place, around)
        yield from _of_activity(place, around)


def _campaigns(place: Place, around: Surroundings) -> Iterator[Offer]:
    campaigns = around.instance.campaigns
    if place.ends("EXECUTE"):
        campaigns = tuple(each for each in campaigns if each.kind is CampaignKind.EXECUTABLE)
    elif place.ends("REQUEST"):
        campaigns = tuple(each for each in campaigns if _is_requestable(each))
    elif place.ends("RUN"):
        campaigns = tuple(each for each in campaigns if each.kind is CampaignKind.BATCH)
    elif not (
        place.ends("OF", "CAMPAIGN")
        or place.ends("IN", "CAMPAIGN")
        or place.ends("FLOW", "OF")
        or _is_waiting(place)
    ):
        return
    for each in campaigns:
        yield Offer(_shortest(each, around), f"{each.kind.value} campaign", each.qualified_name)


def _is_requestable(campaign: Campaign) -> bool:
    return any(isinstance(each, RequestTrigger) for each in campaign.triggers)


def _is_waiting(place: Place) -> bool:
    """Whether it is `waiting in`."""
    if not place.ends("*", "IN"):
        return False
    before = place.open[-2]
    return str(getattr(before, "text", before)).lower() == "waiting"


def _shortest(asset: Asset, around: Surroundings) -> str:
    """The name of a campaign, behind its program's only where others are called so, too."""
    alike = sum(each.name == asset.name for each in around.instance.campaigns)
    return asset.name if alike == 1 else asset.qualified_name


def _of_programs(place: Place, around: Surroundings) -> Iterator[Offer]:
    """Programs, their statuses and their streams."""
    words = place.words
    changes_status = "CHANGE" in words and "STATUS" in words and "SFDC" not in words
    if (
        place.ends("OF", "PROGRAM")
        or place.ends("IN", "PROGRAM")
        or place.ends("ENGAGEMENT", "PROGRAM")
        or (place.ends("IN") and ("CHANGE" in words) and "SFDC" not in words)
    ):
        for program in around.instance.programs:
            yield Offer(program.name, "program")
    elif place.ends("WITH", "STATUS") or (place.ends("TO") and changes_status):
        for program in place.programs():
            for status in program.statuses:
                success = ", success" if status.success else ""
                yield Offer(status.name, f"status of {program.name}{success}")
    elif place.ends("IN", "STREAM") or (place.ends("TO") and "STREAM" in words):
        for program in place.programs():
            for stream in program.streams:
                yield Offer(stream, f"stream of {program.name}")
    elif place.ends("TO") and "CADENCE" in words:
        yield Offer("normal", "emails go out")
        yield Offer("paused", "no emails")
    elif place.ends("CHANGE", "*", "TO"):
        name = str(getattr(place.open[-2], "text", place.open[-2]))
        yield from _field_values(place.field(name), around)


def _of_activity(place: Place, around: Surroundings) -> Iterator[Offer]:
    """The assets that an activity can be about."""
    verbs = max(place.last("DID"), place.last("ON"))
    if verbs < 0 or place.last("WHERE") >= 0:
        return
    names = [str(getattr(each, "text", each)) for each in place.open[verbs + 1 :]]
    activity = next(
        (found for each in names if (found := around.instance.activity(name_key(each)))), None
    )
    if activity is None:
        return
    seen = list(around.assets(activity))
    yield from _counted(seen)
    known = {each.text for each in seen}
    key = activity.key
    if "email" in key or key == "sendalert":
        offers: Iterable[Offer] = _assets(around.instance.emails, "email")
    elif "list" in key:
        offers = _assets(around.instance.lists, "list")
    elif "campaign" in key or "flow" in key:
        offers = _assets(around.instance.campaigns, "campaign")
    elif "program" in key or "engagement" in key:
        offers = (Offer(each.name, "program") for each in around.instance.programs)
    else:
        offers = ()
    yield from (each for each in offers if each.text not in known)


def _values(place: Place, around: Surroundings, name: str) -> Iterator[Offer]:
    """The values that the subject of a comparison has in the data."""
    if place.last("WHERE") < 0:
        yield from _field_values(place.field(name), around)
    elif place.is_about_membership:
        key = name_key(name)
        for program in place.programs():
            if key == "status":
                for status in program.statuses:
                    yield Offer(status.name, f"status of {program.name}")
            elif key == "stream":
                for stream in program.streams:
                    yield Offer(stream, f"stream of {program.name}")


def _field_values(field: Field | None, around: Surroundings) -> Iterator[Offer]:
    if field is None or field.type.family is not Family.TEXT:
        return
    seen = list(around.values(field))
    yield from _counted(seen)
    known = {each.text for each in seen}
    yield from (Offer(each, "known value") for each in field.values if each not in known)


def _counted(seen: Iterable[Seen]) -> Iterator[Offer]:
    for each in list(seen)[:_SHOWN]:
        noun = "person" if each.people == 1 else "people"
        yield Offer(each.text, f"{each.people:,} {noun}")


def _assets(assets: Iterable[Asset], what: str) -> Iterator[Offer]:
    for each in assets:
        inside = each.container.program
        about = what if inside is None else f"{what} of {inside.name}"
        yield Offer(each.name, about, each.qualified_name)


# -- names ----------------------------------------------------------------------------------

TYPES = (
    "string",
    "text",
    "email",
    "phone",
    "url",
    "integer",
    "score",
    "float",
    "currency",
    "percent",
    "boolean",
    "date",
    "datetime",
    "reference",
    "picklist",
)
_TOKEN_TYPES = ("text", "rich text", "number", "score", "date")
_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")


def names(place: Place, around: Surroundings, *, in_filter: bool) -> Iterator[Offer]:
    """The names that can stand at a place."""
    instance = around.instance
    asks = in_filter or place.ends("WHERE") or place.ends("WHERE", "NOT")
    if asks and place.activity is not None:
        yield from _attributes(place.activity)
    elif asks and place.is_about_membership:
        yield from (Offer(each.value, "of the membership") for each in MembershipAttribute)
        yield from _fields(instance.member_fields, around)
    elif in_filter or place.ends("CHANGE") or place.ends("?", "OF"):
        yield from _fields(instance.fields, around)
    elif place.ends("CHANGE", "MEMBER"):
        yield from _fields(instance.member_fields, around)
    elif place.words[-1:] in (["DID"], ["ON"]) or place.ends("DID", "NOT"):
        for activity in instance.activities:
            yield Offer(activity.name, "activity", activity.label)
    elif place.ends("NUMBER") or (place.open and type(place.open[-1]).__name__ == "Number"):
        yield from (Offer(each, "unit of time") for each in _UNITS)
    elif place.words[-1:] in (["EVERY"], ["ENDING"], ["NEXT"]):
        yield from (Offer(each, "day") for each in (*WEEKDAYS, "weekday", "day"))
    elif place.ends("REQUESTED", "BY"):
        yield from (Offer(each, "who requests") for each in ("flow", "api", "sales_insight"))
    elif place.ends("PERSON", "TO"):
        yield from (Offer(each, "CRM") for each in ("sfdc", "dynamics"))
    elif place.ends("FIELD", "*", "COLON"):
        yield from (Offer(each, "type") for each in TYPES)
    elif place.ends("TOKEN", "*", "COLON"):
        yield from (Offer(each, "type of token") for each in _TOKEN_TYPES)
    elif place.ends("IMPORT"):
        yield Offer("std.fields", "Marketo's fields")
    elif place.ends("WITH", "TOKEN"):
        for token, where in around.tokens().values():
            yield Offer(written(token.name), f"{token.type.value} · {where}")
    elif place.last("LBRACE") >= 0 and place.last("GIVEN") >= 0 and place.words[-1:] != ["COLON"]:
        is_member = place.last("PROGRAM") >= 0
        yield from _fields(instance.member_fields if is_member else instance.fields, around)


def _fields(fields: Iterable[Field], around: Surroundings) -> Iterator[Offer]:
    """Fields with their type and label; those that the data has come first."""
    for field in sorted(fields, key=lambda each: not around.has_data(each)):
        kind = "" if field.kind is FieldKind.PERSON else f"{field.kind.value} "
        about = f"{kind}{field.type.value} · {field.label}"
        yield Offer(written(field.name), about, field.label, 0 if around.has_data(field) else 2)


def _attributes(activity: Activity) -> Iterator[Offer]:
    for each in activity.attributes:
        yield Offer(written(each.name), f"{each.type.value} · {each.label}", each.label)


_FOR_ALL = (Operator.IS, Operator.IS_NOT, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY)
_OPERATORS = {
    Family.TEXT: (
        Operator.IS,
        Operator.IS_NOT,
        Operator.CONTAINS,
        Operator.NOT_CONTAINS,
        Operator.STARTS_WITH,
        Operator.NOT_STARTS_WITH,
        Operator.ENDS_WITH,
        Operator.IS_EMPTY,
        Operator.IS_NOT_EMPTY,
    ),
    Family.NUMBER: (
        Operator.AT_LEAST,
        Operator.AT_MOST,
        Operator.GREATER,
        Operator.LESS,
        Operator.BETWEEN,
        *_FOR_ALL,
    ),
    Family.BOOLEAN: (Operator.IS, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY),
    Family.DATE: (
        Operator.BEFORE,
        Operator.AFTER,
        Operator.ON_OR_BEFORE,
        Operator.ON_OR_AFTER,
        Operator.BETWEEN,
        Operator.IN_PAST,
        Operator.IN_PAST_BEFORE,
        Operator.IN_FUTURE,
        Operator.IN_FUTURE_AFTER,
        Operator.IN_TIME_FRAME,
        *_FOR_ALL,
    ),
}
_MATCHES_EMPTY = {
    Operator.IS_NOT: "also who has none",
    Operator.NOT_CONTAINS: "also who has none",
    Operator.NOT_STARTS_WITH: "also who has none",
    Operator.BEFORE: "also who has no date",
    Operator.ON_OR_BEFORE: "also who has no date",
    Operator.IN_PAST_BEFORE: "also who has no date",
}


def operators(name: str, place: Place) -> Iterator[Offer]:
    """The operators for what stands before: those of its type, all where that is not known."""
    type_ = _type_of(name, place)
    families = [type_.family] if type_ is not None else list(Family)
    offered = dict.fromkeys(each for family in families for each in _OPERATORS[family])
    for operator in offered:
        about = _MATCHES_EMPTY.get(operator, "" if type_ is None else type_.value)
        yield Offer(operator.value, about)


_MEMBERSHIP = {
    "status": DataType.STRING,
    "stream": DataType.STRING,
    "cadence": DataType.STRING,
    "success": DataType.BOOLEAN,
    "successdate": DataType.DATETIME,
    "membershipdate": DataType.DATETIME,
}


def _type_of(name: str, place: Place) -> DataType | None:
    if place.activity is not None:
        attribute = place.activity.attribute(name_key(name))
        return None if attribute is None else attribute.type
    if place.is_about_membership:
        return _MEMBERSHIP.get(name_key(name))
    field = place.field(name)
    return None if field is None else field.type


def subject_type(place: Place) -> DataType | None:
    """The type of what is being compared or set, where a value is wanted."""
    if place.ends("CHANGE", "*", "TO"):
        name = str(getattr(place.open[-2], "text", place.open[-2]))
        return _type_of(name, place)
    return None if place.subject_name is None else _type_of(place.subject_name, place)


# -- tokens ---------------------------------------------------------------------------------


def token_references(place: Place, around: Surroundings) -> Iterator[Offer]:
    """What can stand inside of `{{` and `}}`."""
    for token, where in around.tokens().values():
        yield Offer(f"my.{token.name}", f"{token.type.value} · {where}", token.name)
    yield Offer("lead.Id", "the person's id")
    for field in around.instance.fields:
        family = "company" if field.kind is FieldKind.COMPANY else "lead"
        yield Offer(f"{family}.{field.label}", f"{field.type.value} · {field.name}", field.name)
    for field in around.instance.member_fields:
        yield Offer(f"member.{field.label}", f"{field.type.value} · {field.name}", field.name)
    for name, about in (
        ("system.date", "today, as Nov 23, 2026"),
        ("system.time", "the time, as 09:00 AM"),
        ("system.dateTime", "now"),
        ("campaign.Name", "the campaign"),
        ("campaign.Id", "the campaign"),
        ("campaign.Description", "the campaign"),
        ("program.Name", "the program"),
        ("program.Description", "the program"),
    ):
        yield Offer(name, about)
    if place.last("TRIGGER") >= 0:
        yield Offer("trigger.Trigger Name", "the activity that triggered")
        yield Offer("trigger.Name", "what it was about")
        for activity in place.triggers():
            for attribute in activity.attributes:
                yield Offer(f"trigger.{attribute.label}", f"of {activity.name}")
