"""Test blocks and their statements."""

from __future__ import annotations

from flowlang.syntax.nodes.declarations import Declaration
from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import (
    Date,
    DateTime,
    Duration,
    Name,
    Text,
    TokenReference,
    Value,
)


class Statement(Node):
    """Any statement of a test."""

    __slots__ = ()


class Assignment(Node):
    """`FIELD: VALUE` of a person or a membership, or `TOKEN = VALUE` behind `with token`."""

    __slots__ = ("name", "value")

    def __init__(self, start: int, end: int, name: Name, value: Value) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.value = value


Moment = DateTime | Date | TokenReference
"""When something is; the token is a cell of the table of cases."""


class At(Statement):
    """`at DATETIME`."""

    __slots__ = ("moment",)

    def __init__(self, start: int, end: int, moment: Moment) -> None:
        self.start = start
        self.end = end
        self.moment = moment


class CaseRow(Node):
    """`"NAME" | VALUE | …`: one case, and a cell for each column."""

    __slots__ = ("cells", "name")

    def __init__(self, start: int, end: int, name: Text, cells: list[Value]) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.cells = cells


class CaseTable(Statement):
    """`for each { case | COLUMN | …  "NAME" | VALUE | … }`."""

    __slots__ = ("columns", "rows")

    def __init__(self, start: int, end: int, columns: list[Name], rows: list[CaseRow]) -> None:
        self.start = start
        self.end = end
        self.columns = columns
        self.rows = rows


class GivenPerson(Statement):
    """`given person "ada" { … }`."""

    __slots__ = ("person", "values")

    def __init__(self, start: int, end: int, person: Text, values: list[Assignment]) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.values = values


class GivenInList(Statement):
    """`given "ada" in list "L"`."""

    __slots__ = ("list", "person")

    def __init__(self, start: int, end: int, person: Text, list: Text) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.list = list


class GivenInProgram(Statement):
    """`given "ada" in program "P" [with status "S"] [{ … }]`."""

    __slots__ = ("person", "program", "status", "values")

    def __init__(
        self,
        start: int,
        end: int,
        person: Text,
        program: Text,
        status: Text | None,
        values: list[Assignment],
    ) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.program = program
        self.status = status
        self.values = values


class GivenInCampaign(Statement):
    """`given "ada" in campaign "C" at D`."""

    __slots__ = ("campaign", "moment", "person")

    def __init__(self, start: int, end: int, person: Text, campaign: Text, moment: Moment) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.campaign = campaign
        self.moment = moment


class Happening(Node):
    """`did ACT "asset" [where A is V and …]`.

    `where` is a filter of which only `is`, joined by `and`, is meant.
    """

    __slots__ = ("activity", "assets", "of_field", "where")

    def __init__(
        self,
        start: int,
        end: int,
        activity: Name,
        assets: list[Text],
        of_field: Name | None,
        where: Filter | None,
    ) -> None:
        self.start = start
        self.end = end
        self.activity = activity
        self.assets = assets
        self.of_field = of_field
        self.where = where


class GivenActivity(Statement):
    """`given "ada" did … at D`."""

    __slots__ = ("happening", "moment", "person")

    def __init__(
        self, start: int, end: int, person: Text, happening: Happening, moment: Moment
    ) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.happening = happening
        self.moment = moment


class RunBatch(Statement):
    """`run "Batch campaign" [with token …]`."""

    __slots__ = ("campaign", "tokens")

    def __init__(self, start: int, end: int, campaign: Text, tokens: list[Assignment]) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.tokens = tokens


class RequestFor(Statement):
    """`request "T" for "ada" [with token …]`."""

    __slots__ = ("campaign", "person", "tokens")

    def __init__(
        self, start: int, end: int, campaign: Text, person: Text, tokens: list[Assignment]
    ) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.person = person
        self.tokens = tokens


class ExecuteFor(Statement):
    """`execute "C" for "ada" [with token …]`."""

    __slots__ = ("campaign", "person", "tokens")

    def __init__(
        self, start: int, end: int, campaign: Text, person: Text, tokens: list[Assignment]
    ) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.person = person
        self.tokens = tokens


class Event(Statement):
    """`event "ada" did …`."""

    __slots__ = ("happening", "person")

    def __init__(self, start: int, end: int, person: Text, happening: Happening) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.happening = happening


class Advance(Statement):
    """`advance 3 days`; the token is a cell of the table of cases."""

    __slots__ = ("duration",)

    def __init__(self, start: int, end: int, duration: Duration | TokenReference) -> None:
        self.start = start
        self.end = end
        self.duration = duration


class Expect(Statement):
    """`expect "ada": FILTER`."""

    __slots__ = ("filter", "person")

    def __init__(self, start: int, end: int, person: Text, filter: Filter) -> None:
        self.start = start
        self.end = end
        self.person = person
        self.filter = filter


class TestDeclaration(Declaration):
    """`test "N" { … }`; an `at` and then a table of cases come first, if at all."""

    __slots__ = ("name", "statements")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, statements: list[Statement]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.statements = statements
