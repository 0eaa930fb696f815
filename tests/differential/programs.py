"""Making up programs: whole projects as text, valid by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

TEXTS = ["DE", "de", "Straße", "STRASSE", "a b", 'q"t', "é", "null?", "10", "yes", "2026-01-05"]
DAYS = ["2026-01-04", "2026-01-05", "2026-03-29", "2025-12-31", "2024-02-29"]
TIMES = ["2026-01-05T09:00", "2026-03-29T02:30", "2025-10-26T02:30:00", "2026-01-01T00:00:00Z"]
NUMBERS = ["0", "1", "5", "-3", "10", "2.5"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York"]
DURATIONS = ["1 day", "3 hours", "2 weeks", "1 month", "30 minutes", "1 year", "36 hours"]
STATUSES = ["New", "In", "Also", "Won"]
TYPED = {
    "my": [("number", "num"), ("date", "day")],
    "lead": [
        ("number", "points"),
        ("number", "age"),
        ("number", "ratio"),
        ("boolean", "vip"),
        ("date", "born"),
        ("date", "seen"),
    ],
    "member": [("number", "level")],
    "system": [("date", "date"), ("date", "dateTime")],
}
PLANS = ['"Free"', '"Pro"', '"10"']
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

DECLARATIONS = """
field nick: string
field plan: picklist("Free", "Pro", "10")
field points: score
field age: integer
field ratio: float
field vip: boolean
field born: date
field seen: datetime
company field branch: string
member field seat: string
member field level: integer
token bonus: score = +1
token word: text = "DE"
token num: number = 5
token day: date = 2026-01-05
list "L1"
list "L2"
email "E1" { subject: "Hi {{lead.nick:default=you}}" }
email "E2" { subject: "Hi" operational }
webhook "W" { url: "https://example.com" }
channel "C" { status "New" status "In" status "Also" step 20 status "Won" success }
"""


class Maker:
    """Draws the pieces of a program; every choice can be shrunk."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]

    def some(self, choices: Sequence[T], most: int = 3) -> list[T]:
        return [self.pick(choices) for _ in range(self.number(1, most))]

    def maybe(self, text: str, one_in: int = 2) -> str:
        return text if self.number(0, one_in - 1) == one_in - 1 else ""

    def count(self, most: int) -> int:
        return self.number(0, most)

    # -- values -----------------------------------------------------------------------

    def quoted(self, text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def texts(self, *, tokens: bool = True) -> str:
        values = [self.quoted(each) for each in self.some(TEXTS)]
        if tokens and self.maybe("x", 4):
            values.append(self.pick(['"{{my.word}}"', "{{my.word}}", '"{{system.date}}"']))
        return ", ".join(values)

    def token(self, families: Sequence[str], kind: str = "any") -> str:
        """A token of one of some families; typed ones only of a kind that fits."""
        texts = {
            "my": ["word"],
            "lead": ["nick", "Id", "email"],
            "company": ["branch"],
            "member": ["seat"],
            "campaign": ["Name", "Id", "Description"],
            "program": ["Name", "Description"],
            "system": ["time"],
            "trigger": ["Name", "Trigger Name"],
        }
        family = self.pick(families)
        typed = [name for kind_, name in TYPED.get(family, []) if kind in ("any", kind_)]
        default = self.maybe(":default=" + self.pick(["x", "7", "2026-01-05", "true"]), 3)
        return f"{{{{{family}.{self.pick([*texts[family], *typed])}{default}}}}}"

    def template(self, families: Sequence[str]) -> str:
        pieces = [
            self.pick(["", "a ", "-", "7"]) + self.maybe(self.token(families))
            for _ in range(self.number(1, 3))
        ]
        return '"' + "".join(pieces) + '"'

    # -- filters ----------------------------------------------------------------------

    def filter(self, depth: int, *, activities: bool = True, tokens: bool = True) -> str:
        kind = self.number(0, 9)
        if depth and kind < 2:
            word = self.pick([" and ", " or "])
            items = [
                self.filter(depth - 1, activities=activities, tokens=tokens)
                for _ in range(self.number(2, 3))
            ]
            return "(" + word.join(items) + ")"
        if depth and kind == 2:
            return f"not {self.filter(depth - 1, activities=activities, tokens=tokens)}"
        if kind == 3:
            return self.membership(tokens=tokens)
        if kind == 4 and activities:
            return self.did(tokens=tokens)
        if kind == 5:
            return "everyone"
        return self.comparison(tokens=tokens)

    def comparison(self, *, tokens: bool = True) -> str:
        kind = self.pick(["text", "text", "text", "number", "boolean", "date", "date", "empty"])
        if kind == "text":
            field = self.pick(["nick", "plan", "branch", "email"])
            operator = self.pick(
                ["is", "is not", "contains", "not contains", "starts with", "not starts with",
                 "ends with"]
            )  # fmt: skip
            values = self.texts(tokens=tokens)
            return f"{field} {operator} {values}"
        if kind == "number":
            field = self.pick(["points", "age", "ratio"])
            return f"{field} {self.numeric(tokens=tokens)}"
        if kind == "boolean":
            field = self.pick(["vip", "unsubscribed"])
            return f"{field} {self.pick(['is', 'is not'])} {self.pick(['true', 'false'])}"
        if kind == "date":
            return f"{self.pick(['born', 'seen'])} {self.dated(tokens=tokens)}"
        field = self.pick(["nick", "points", "ratio", "vip", "born", "seen", "email"])
        return f"{field} {self.pick(['is empty', 'is not empty'])}"

    def numeric(self, *, tokens: bool = True) -> str:
        operator = self.pick(["is", "is not", ">=", "<=", ">", "<", "between"])
        numbers = [*NUMBERS, "{{my.num}}"] if tokens else NUMBERS
        if operator == "between":
            return f"between {self.pick(numbers)} and {self.pick(numbers)}"
        if operator in ("is", "is not"):
            return f"{operator} {', '.join(self.some(numbers))}"
        return f"{operator} {self.pick(numbers)}"

    def dated(self, *, tokens: bool = True, window: bool = False) -> str:
        dates = [*DAYS, *TIMES]
        if tokens:
            dates += ["{{my.day}}", "{{system.date}}", "{{system.dateTime}}"]
        kinds = ["compare", "between", "relative", "relative", "frame"] + ([] if window else ["is"])
        kind = self.pick(kinds)
        if kind == "is":
            return f"{self.pick(['is', 'is not'])} {', '.join(self.some(dates, 2))}"
        if kind == "compare":
            operator = self.pick(["before", "after", "on or before", "on or after"])
            return f"{operator} {self.pick(dates)}"
        if kind == "between":
            return f"between {self.pick(dates)} and {self.pick(dates)}"
        if kind == "relative":
            operator = self.pick(["in past", "in past before", "in future", "in future after"])
            return f"{operator} {self.pick(DURATIONS)}"
        frame = (
            self.pick(["today", "yesterday", "tomorrow"])
            if self.maybe("x")
            else " ".join(
                [
                    self.pick(["this", "last", "next"]),
                    self.pick(["week", "month", "quarter", "year"]),
                ]
            )
        )
        return f'in time frame "{frame}"'

    def membership(self, *, tokens: bool = True) -> str:
        number = self.numeric(tokens=tokens)
        return self.pick(
            [
                'member of list "L1"',
                'member of list "L1", "L2", "P.PL"',
                'member of smart list "S1"',
                f'member of segment "{self.pick(["A", "B", "Default"])}" in "Seg"',
                'member of campaign "P.B", "P.X1"',
                'member of program "P", "Q"',
                f'member of program "P" with status "{self.pick(STATUSES)}"',
                'member of program "P" where success is true',
                f'member of program "P" where (level {number} or seat is not empty)',
                f'member of program "P" where membership_date {self.dated(tokens=tokens)}',
                f'member of program "P" where stream is "{self.pick(["S1", "s2"])}"',
            ]
        )

    def did(self, *, tokens: bool = True) -> str:
        asked = self.pick(
            [
                f"open_email {self.pick(['', *map(self.quoted, ['e1', 'P.PE'])])}",
                f"open_email where device is {self.quoted(self.pick(['iPhone', 'IPHONE', 'x']))}",
                'open_email where (device is "iPhone" and is_mobile_device is true)',
                "open_email where device is empty",
                'open_email where not device is not "iPhone"',
                f"change_score of points where new_value {self.numeric(tokens=tokens)}",
                f"change_score where new_value {self.pick(['>= 5', 'is 10', 'is not 10'])}",
                'change_score where new_value contains "1"',
                f"change_data_value of nick where new_value is {self.texts(tokens=tokens)}",
                f"change_data_value of seen where new_value {self.dated(tokens=tokens)}",
                'send_email "E1", "PE"',
                "execute_campaign where qualified is true",
                f'change_program_status "P" where new_status is "{self.pick(STATUSES)}"',
                'add_to_list "L1"',
            ]
        )
        count = self.maybe(f" at least {self.number(1, 3)} times", 3)
        window = self.maybe(f" {self.dated(tokens=tokens, window=True)}", 2)
        return f"did {self.maybe('not ', 3)}{asked}{count}{window}"

    # -- steps ------------------------------------------------------------------------

    def steps(self, kind: str, depth: int, calls: Sequence[str], most: int = 4) -> str:
        return " ".join(self.step(kind, depth, calls) for _ in range(self.number(1, most)))

    def step(self, kind: str, depth: int, calls: Sequence[str]) -> str:
        families = ["my", "lead", "company", "campaign", "program", "system"]
        if kind != "batch":
            families += ["trigger"]
        in_program = kind != "global"
        if in_program:
            families += ["member"]
        if depth and self.number(0, 3) == 0:
            return self.choose(kind, depth - 1, calls)
        if calls and self.number(0, 3) == 0:
            return f'execute "{self.pick(calls)}"{self.maybe(" with parent tokens")}'
        number = self.token(families, "number")
        options = [
            f"change {self.pick(['nick', 'branch'])} to {self.template(families)}",
            f"change {self.pick(['nick', 'plan'])} to {self.pick(['empty', *PLANS])}",
            f"change {self.pick(['age', 'points'])} to {self.pick(['empty', '7', '-2'])}",
            f"change {self.pick(['age', 'points'])} to {self.token(families, 'number')}",
            f'change age to "{self.pick(["", "a", "1"])}{self.token(families)}"',
            f"change ratio to {self.pick(['empty', '2.5', '3', self.token(families, 'number')])}",
            f"change vip to {self.pick(['true', 'false', self.token(families, 'boolean')])}",
            f"change born to {self.pick(['empty', *DAYS, self.token(families, 'date')])}",
            f"change seen to {self.pick(['empty', *TIMES, self.token(families, 'date')])}",
            f"change points by {self.pick(['+5', '-5', '=5', '=-5', '+0', '+2147483647'])}",
            "change points by {{my.bonus}}",
            f'change program status in "P" to "{self.pick(STATUSES)}"',
            'change program status in "Q" to "Member"',
            'change program status in "P" to "Won" change program status in "P" to "In"',
            f'change program success in "P" to {self.pick(["true", "false"])}',
            f'change member seat in "P" to {self.pick(["empty", self.template(families)])}',
            f'change member level in "P" to {self.pick(["3", "empty", number])}',
            f'add to list "{self.pick(["L1", "L2", "P.PL"])}"',
            f'remove from list "{self.pick(["L1", "L2", "P.PL"])}"',
            f'send email "{self.pick(["E1", "E2", "P.PE"])}"',
            'send email "E1" send email "P.PE"',
            'send email "E2" send email "E1" send email "E1"',
            'send alert "E1" to sales owner, "x@y.example"',
            f'interesting moment "Web" {self.template(families)}',
            f'request "{self.pick(["T1", "P.T2"])}"',
            'add to engagement program "P" in stream "S1"',
            'change engagement stream in "P" to "S2"',
            'change engagement cadence in "P" to "paused"',
            f"create task {self.template(families)}",
            f"sync person to {self.pick(['sfdc', 'dynamics'])}",
            "convert person",
            'add to sfdc campaign "C" with status "Sent"',
            'remove from sfdc campaign "C"',
            f'change status in sfdc campaign "C" to {self.template(families)}',
            "do nothing",
            f"change lead_owner to {self.quoted(self.pick(['Ann', 'Bob']))}",
        ]
        if kind in ("batch", "trigger"):
            options += [self.wait(kind), self.wait(kind)]
            options.append('remove from flow of "P.B", "T1"')
        rare = self.number(0, 19)
        if rare == 0:
            return "delete person"
        if rare == 1:
            return self.pick(["remove from flow", 'remove from flow of "P.X1"'])
        if rare == 2 and kind == "trigger":
            return 'call webhook "W"'
        return self.pick(options)

    def wait(self, kind: str) -> str:
        at = self.maybe(f" at {self.pick(['09:00', '02:30', '00:00'])}")
        days = self.pick(["weekday", ", ".join(self.some(WEEKDAYS))])
        dates = [*DAYS, *TIMES, "{{my.day}}", "{{system.date}}"]
        if kind == "trigger":
            dates += ["{{lead.born}}", "{{lead.seen}}"]
        moved = self.maybe(f" {self.pick(['plus', 'minus'])} {self.pick(DURATIONS)}", 3)
        return self.pick(
            [
                f"wait {self.pick(DURATIONS)}",
                f"wait {self.pick(DURATIONS)} ending {days}{at}",
                f"wait until next {self.pick(WEEKDAYS)} at 02:30",
                f"wait until {self.pick(dates)}{moved}{at}",
                f"wait until anniversary of {self.pick(dates)}{moved}{at}",
            ]
        )

    def choose(self, kind: str, depth: int, calls: Sequence[str]) -> str:
        whens = []
        left = 100
        for _ in range(self.number(1, 3)):
            condition = self.filter(1, tokens=False)
            if left >= 30 and self.maybe("x", 3):
                share = self.pick([10, 30])
                left -= share
                condition = f"random {share}%" + self.maybe(f" and ({condition})", 3)
            whens.append(f"when {condition} {{ {self.steps(kind, depth, calls, 2)} }}")
        otherwise = self.maybe(f"otherwise {{ {self.steps(kind, depth, calls, 2)} }}")
        return f"choose {{ {' '.join(whens)} {otherwise} }}"

    # -- campaigns --------------------------------------------------------------------

    def entry(self) -> str:
        rule = self.pick(["every time", "once", "once per 7 days", "once per 12 hours"])
        return f"each person {rule}"

    def smart_list(self) -> str:
        chance = self.maybe(" and random 60%", 4)
        return self.maybe(f"smart list {{ {self.filter(2)}{chance} }}", 2)

    def own_tokens(self) -> str:
        return " ".join(
            self.maybe(each, 3)
            for each in (
                "token bonus: score = +10",
                'token word: text = "straße"',
                "token num: number = 2.5",
                "token day: date = 2026-03-29",
            )
        )

    def triggers(self) -> str:
        found = [
            "on requested",
            "on requested by flow",
            f"on change_score of points where new_value {self.numeric()}",
            "on change_data_value of nick",
            'on add_to_list "L1"',
            'on change_program_status "P" where new_status is "In"',
            'on send_email "PE"',
            "on execute_campaign where qualified is false",
            "on change_owner",
            "on open_email",
            "on visit_webpage",
            'on open_email where device is "iPhone"',
        ]
        return "on requested by flow, api " + " ".join(self.some(found, 2))

    def campaign(self, kind: str, name: str, where: str, calls: Sequence[str], extra: str) -> str:
        return (
            f'## About {name}.\n{kind} campaign "{name}" {{ '
            f"{self.maybe(f'id 77{ord(name[0])}{ord(name[-1])}', 3)} "
            f"{self.own_tokens()} {extra} {self.smart_list()} {self.entry()} "
            f"{self.maybe('ignore communication limits', 4)} "
            f"flow {{ {self.steps(where, 2, calls)} }} }}"
        )

    def program(self) -> str:
        pieces = [
            DECLARATIONS,
            f'smart list "S0" {{ {self.comparison()} }}',
            f'smart list "S1" {{ {self.comparison()} or {self.inner()} or {self.did()} }}',
            f'segmentation "Seg" {{ segment "A" {{ {self.comparison()} }}',
            f'segment "B" {{ {self.comparison()} and {self.inner()} }} }}',
            self.global_trigger(),
            'program "P" uses channel "C" {',
            self.own_tokens(),
            'stream "S1" stream "S2" list "PL" email "PE" { subject: "x" }',
            self.campaign("executable", "X3", "executable", [], ""),
            self.campaign("executable", "X2", "executable", ["X3"], ""),
            self.campaign("executable", "X1", "executable", ["X2", "X3"], ""),
            self.campaign("trigger", "T2", "trigger", ["X1"], self.triggers()),
            self.campaign("trigger", "T3", "trigger", ["X2"], self.triggers()),
            self.campaign("batch", "B", "batch", ["X1", "X2"], self.limit() + self.schedule()),
            self.campaign("batch", "B2", "batch", ["X3"], self.limit() + self.schedule()),
            # Somebody hands everything to everyone, so that every token could be supplied.
            'trigger campaign "T9" { inactive on requested flow {',
            *(f'execute "X{number}" with parent tokens' for number in (1, 2, 3)),
            "} } }",
            'program "Q" { }',
        ]
        return "\n".join(pieces)

    def limit(self) -> str:
        return self.maybe(f"at most {self.pick([1, 2, 5])} people", 6)

    def schedule(self) -> str:
        """When a batch campaign runs by itself, now and then never."""
        at = self.pick(["09:00", "09:00", "02:30", "23:30"])
        lines = [
            f"every day at {at}",
            f"every weekday at {at}",
            f"every {', '.join(self.some(WEEKDAYS))} at {at}",
            f"every 3 days from 2026-01-04 at {at}",
            f"every month on day {self.pick(['1', '31', '29'])} at {at}",
            "once at 2026-01-06T09:00Z",
            "once at 2026-01-05T09:00",
        ]
        return self.maybe(f" schedule {{ {' '.join(self.some(lines, 2))} }} ", 2)

    def inner(self) -> str:
        """A membership for what other filters refer to, so that none refers to itself."""
        return self.pick(['member of list "L1"', 'member of smart list "S0"', "everyone"])

    def global_trigger(self) -> str:
        return (
            f'trigger campaign "T1" {{ {self.triggers()} {self.own_tokens()} {self.smart_list()} '
            f"{self.entry()} flow {{ {self.global_steps()} }} }}"
        )

    def global_steps(self) -> str:
        steps = [
            "change points by {{my.bonus}}",
            'change nick to "{{trigger.Name}} {{trigger.Trigger Name}}"',
            'execute "P.X1" with parent tokens',
            'execute "P.X2"',
            'add to list "L1"',
            'request "P.T2"',
            'change program status in "P" to "In"',
        ]
        # Its one wait is where the input's trips wait.
        return f"{self.wait('trigger')} {' '.join(self.some(steps, 4))}"
