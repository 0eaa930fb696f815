"""Filters and people made up from few values, so that they meet often."""

from __future__ import annotations

from random import Random
from typing import Any

from flowlang.logic.formulas import Kind
from flowlang.logic.witness import Witness
from flowlang.model.filters import MembershipAttribute
from flowlang.model.instance import Instance
from tests.reference.clock import day_number, local
from tests.reference.person import Activity, Membership, Person
from tests.reference.values import number_text

DECLARATIONS = """
field nick: string
field plan: picklist("Free", "Pro")
field age: integer
field ratio: float
field vip: boolean
field born: date
field seen: datetime
member field level: integer
token word: text = "ab"
list "L1"
list "L2"
email "E1" { subject: "Hi" }
channel "C" { status "In" status "Won" success }
program "P" uses channel "C" { }
segmentation "Seg" {
  segment "A" { nick starts with "a" }
  segment "B" { nick contains "b" or age > 1 }
}
smart list "Young" { age < 2 and nick is not "ab" }
"""

TEXTS = ["a", "b", "ab", "AB", "abc", "ß", "ss", "S"]
NUMBERS = ["-1", "0", "1", "2", "2.5", "3"]
DAYS = ["2026-01-04", "2026-01-05", "2026-01-06", "2026-03-29"]
TIMES = ["2026-01-05T09:00", "2026-01-05T00:00", "2026-03-29T02:30", "2026-01-04T23:00:00Z"]
SPANS = ["1 day", "2 days", "36 hours", "1 week", "1 month", "31 days", "1 year"]
FRAMES = ["today", "yesterday", "tomorrow", "this week", "last week", "next month", "this year"]
NOWS = [1767603600, 1767567600, 1774746000, 1735732800, 1772323200]
AROUND = [0, 1, -1, 3600, -3600, 86400, -86400, 129600, -604800, -2592000, 2678400, -31536000]


class Maker:
    """Draws filters as text and people as the reference knows them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pick = random.choice

    def filter(self, depth: int = 2) -> str:
        kind = self.random.random()
        if depth and kind < 0.55:
            word = self.pick([" and ", " or "])
            count = self.pick([2, 2, 3, 4])
            return "(" + word.join(self.filter(depth - 1) for _ in range(count)) + ")"
        if depth and kind < 0.65:
            return f"not {self.filter(depth - 1)}"
        return self.pick([self.test, self.test, self.test, self.member, self.did])()

    def test(self) -> str:
        kind = self.pick(["text", "text", "number", "number", "flag", "date", "date", "empty"])
        if kind == "text":
            name = self.pick(["nick", "nick", "nick", "plan"])
            operators = ["is", "is not", "contains", "not contains", "starts with",
                         "not starts with", "ends with"]  # fmt: skip
            values = ", ".join(f'"{self.pick(TEXTS)}"' for _ in range(self.pick([1, 1, 2])))
            if self.random.random() < 0.1:
                values += ', "{{my.word}}"'
            return f"{name} {self.pick(operators)} {values}"
        if kind == "number":
            return f"{self.pick(['age', 'age', 'ratio'])} {self.numeric()}"
        if kind == "flag":
            return f"vip {self.pick(['is', 'is not'])} {self.pick(['true', 'false'])}"
        if kind == "date":
            return f"{self.pick(['born', 'seen'])} {self.dated()}"
        name = self.pick(["nick", "age", "ratio", "vip", "born", "seen"])
        return f"{name} {self.pick(['is empty', 'is not empty'])}"

    def numeric(self) -> str:
        operator = self.pick(["is", "is not", ">=", "<=", ">", "<", "between"])
        if operator == "between":
            return f"between {self.pick(NUMBERS)} and {self.pick(NUMBERS)}"
        return f"{operator} {self.pick(NUMBERS)}"

    def dated(self, *, window: bool = False) -> str:
        dates = [*DAYS, *TIMES, "{{system.date}}", "{{system.dateTime}}"]
        kind = self.pick(["compare", "between", "relative", "relative", "frame", "is"])
        if kind == "is" and not window:
            return f"{self.pick(['is', 'is not'])} {self.pick(dates)}"
        if kind == "relative":
            operators = ["in past", "in past before", "in future", "in future after"]
            return f"{self.pick(operators)} {self.pick(SPANS)}"
        if kind == "frame":
            return f'in time frame "{self.pick(FRAMES)}"'
        if kind == "between":
            return f"between {self.pick(dates)} and {self.pick(dates)}"
        operators = ["before", "after", "on or before", "on or after"]
        return f"{self.pick(operators)} {self.pick(dates)}"

    def member(self) -> str:
        return self.pick(
            [
                'member of list "L1"',
                'member of list "L1", "L2"',
                'member of smart list "Young"',
                f'member of segment "{self.pick(["A", "B", "Default"])}" in "Seg"',
                'member of program "P"',
                f'member of program "P" with status "{self.pick(["In", "Won"])}"',
                f'member of program "P" with status "In" where level {self.numeric()}',
                f'member of program "P" where (status is not "In" or level {self.numeric()})',
                f'member of program "P" where success is {self.pick(["true", "false"])}',
            ]
        )

    def did(self) -> str:
        asked = self.pick(
            [
                f"open_email {self.pick(['', 'Q', 'Q'])}".replace("Q", '"E1"'),
                f'open_email where device is "{self.pick(["a", "ab"])}"',
                f'open_email where device {self.pick(["is not", "contains"])} "a"',
                'open_email where (device is "a" and is_mobile_device is true)',
                f"change_score where new_value {self.numeric()}",
                f"change_data_value of age where new_value {self.numeric()}",
                'change_data_value of nick where new_value is "a"',
                "change_data_value of nick",
            ]
        )
        count = self.pick(["", "", f" at least {self.pick([2, 3])} times"])
        window = f" {self.dated(window=True)}" if self.random.random() < 0.5 else ""
        return f"did {self.pick(['', '', 'not '])}{asked}{count}{window}"

    # -- people ---------------------------------------------------------------------------

    def person(self, now: int, instance: Instance) -> Person:
        some = self.pick
        values: dict[str, Any] = {
            "nick": some([None, *TEXTS, "x", "aß b"]),
            "plan": some([None, "Free", "ab", "S"]),
            "age": some([None, -1, 0, 1, 2, 3, 9]),
            "ratio": some([None, -1.0, 0.0, 0.5, 2.0, 2.5, 2.75, 3.0]),
            "vip": some([None, True, False]),
            "seen": some([None, self.moment(now), self.moment(now)]),
            "born": some([None, day_number(local(self.moment(now), zone(instance)).date())]),
        }
        person = Person("1", {key: each for key, each in values.items() if each is not None})
        person.lists = {each for each in ("L1", "L2") if some([True, False])}
        if some([True, False]):
            level = some([None, 0, 1, 2, 3])
            status = some([None, "In", "Won", "in", "x"])
            person.programs["P"] = Membership(status, some([True, False]), fields={"level": level})
        for number in range(some([0, 1, 2, 4])):
            person.log.append(self.activity(number, now))
        return person

    def moment(self, now: int) -> int:
        dates = [now, now, now, 1767567600, 1767603600, 1774746000, 1767654000]
        return self.pick(dates) + self.pick(AROUND)

    def activity(self, number: int, now: int) -> Activity:
        kinds: list[tuple[int, str, dict[str, Any]]] = [
            (10, "E1", {"Device": self.pick(["a", "ab", "b", ""])}),
            (10, "Else", {"Device": "a", "Is Mobile Device": self.pick([True, False])}),
            (22, "Lead Score", {"New Value": self.pick([0, 1, 2, 3])}),
            (13, "Age", {"New Value": self.pick(["0", "1", "2", "3", "x"])}),
            (13, "Nick", {"New Value": self.pick(["a", "b"])}),
        ]
        kind, asset, attributes = self.pick(kinds)
        result = self.pick(["", "succeeded", "skipped"])
        return Activity(number, self.moment(now), kind, "", asset, attributes, result, "")


def zone(instance: Instance) -> Any:
    return instance.project.timezone


def as_person(witness: Witness, instance: Instance) -> Person:
    """A witness as the reference knows people."""
    person = Person("1")
    for subject, value in witness.values.items():
        match subject.kind:
            case Kind.FIELD:
                found = typed(value, subject.type.value, instance)
                if found is not None:
                    person.values[str(subject.key)] = found
            case Kind.LIST:
                if value:
                    person.lists.add(str(subject.key))
            case Kind.PROGRAM:
                if value:
                    person.programs.setdefault(str(subject.key), Membership())
            case Kind.SEGMENT:
                pass
            case Kind.MEMBERSHIP:
                pass
            case _:
                raise AssertionError(subject)
    for subject, value in witness.values.items():
        if subject.kind is Kind.MEMBERSHIP and subject.owner in person.programs:
            membership = person.programs[subject.owner]
            found = typed(value, subject.type.value, instance)
            if isinstance(subject.key, MembershipAttribute):
                setattr(membership, subject.key.value, found)
            else:
                membership.fields[str(subject.key)] = found
    for done in witness.done:
        time, asset, attributes = 0, "", {}
        for subject, value in done.values.items():
            if subject.kind is Kind.TIME:
                time = int(value or 0)
            elif subject.key == "=asset":
                asset = str(value or "")
            elif value is not None:
                found = typed(value, subject.type.value, instance)
                text = found if isinstance(found, str | bool) else number_text(found)
                attributes[subject.name] = text
        person.log.append(Activity(1, time, done.activity.number, "", asset, attributes, "", ""))
    return person


def typed(value: Any, type_: str, instance: Instance) -> Any:
    """A value of a witness as the reference keeps it."""
    if value is None:
        return None
    if type_ == "boolean":
        return bool(value)
    if type_ == "date":
        return day_number(local(int(value), zone(instance)).date())
    return value
