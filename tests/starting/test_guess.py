"""What columns are taken for: each row is cells, with the type they come to and why."""

from __future__ import annotations

import pyarrow as pa
import pytest

from flowlang.datatypes import DataType
from flowlang.starting.guess import guess
from flowlang.starting.naming import field_name, label_for, words_of
from flowlang.starting.tally import KEPT, Tally
from flowlang.syntax.nodes.values import TextPart
from flowlang.syntax.text import parts, quoted

LONG = "x" * 300


@pytest.mark.parametrize(
    ("column", "cells", "type_", "why"),
    [
        ("a", ["", "null"], DataType.STRING, "no cell has a value"),
        ("a", ["1", "5.0", "-3", ""], DataType.INTEGER, "whole numbers"),
        ("a", ["1", "2.5", "1e3"], DataType.FLOAT, "numbers"),
        ("Demo Score", ["1", "2"], DataType.SCORE, "whole numbers, and its name"),
        ("Demo Score", ["1", "2.5"], DataType.FLOAT, "numbers"),
        ("open rate pct", ["1", "2.5"], DataType.PERCENT, "numbers, and its name"),
        ("annualRevenue", ["1", "200"], DataType.CURRENCY, "whole numbers, and its name"),
        ("plz", ["01234", "99999"], DataType.STRING, "digits with leading zeros"),
        ("CRM ID", ["17", "18"], DataType.STRING, "numbers that name something"),
        ("mobile", ["4930123456", "4930123457"], DataType.PHONE, "digits, and its name"),
        ("mobile", ["+49 30 123456", "(030) 12-3457"], DataType.PHONE, "digits, and its name"),
        ("a", ["9" * 18], DataType.INTEGER, "whole numbers"),
        ("a", ["9" * 25], DataType.FLOAT, "numbers"),
        ("a", ["yes", "No", "TRUE"], DataType.BOOLEAN, "3 values in 3 cells"),
        ("a", ["0", "1", "1"], DataType.BOOLEAN, "2 values in 3 cells"),
        ("a", ["1", "1"], DataType.INTEGER, "whole numbers"),
        ("a", ["2025-01-03", "2024-02-29"], DataType.DATE, "dates"),
        ("a", ["2025-01-03 09:00", "2024-02-29"], DataType.DATETIME, "dates with times"),
        ("a", ["2025-02-29", "2025-01-01"], DataType.STRING, "text"),
        ("a", ["31.12.2024"], DataType.DATE, "dates as %d.%m.%Y"),
        ("a", ["31.12.2024 08:30", "2025-01-01"], DataType.DATETIME, "dates as %d.%m.%Y %H:%M"),
        ("a", ["12/31/24 19:00"], DataType.DATETIME, "dates as %m/%d/%y %H:%M"),
        ("a", ["8/9/2024"], DataType.STRING, "dates as %m/%d/%Y or %d/%m/%Y"),
        ("a", ["8/9/2024", "8/31/2024"], DataType.DATE, "dates as %m/%d/%Y"),
        ("a", ["ada@orchard.example", "b+c@x.example"], DataType.EMAIL, "addresses"),
        ("a", ["https://lantern.example/a", "HTTP://x.example"], DataType.URL, "addresses"),
        ("a", ["two\nlines"], DataType.TEXT, "long text"),
        ("a", [LONG], DataType.TEXT, "long text"),
        ("plan", ["Free", "Pro"] * 3, DataType.PICKLIST, "2 values in 6 cells"),
        ("plan", ["Free", "Pro"] * 2, DataType.STRING, "text"),
        ("plan", ["Free"] * 6, DataType.STRING, "text"),
        ("plan name", ["Free", "Pro"] * 3, DataType.STRING, "text"),
        ("a", [*"12345678", "n/a"] * 2, DataType.STRING, "text"),
        ("a", [*["5"] * 19, "n/a"], DataType.STRING, "integer, but for 1 cell such as `n/a`"),
    ],
)
def test_a_column_is_taken_for(column: str, cells: list[str], type_: DataType, why: str) -> None:
    found = guess(tallied(column, cells), set(words_of(column)))
    assert found.type is type_
    assert found.why.startswith(why)


def tallied(column: str, cells: list[str]) -> Tally:
    """The cells, in two pieces."""
    tally = Tally(column)
    tally.add(pa.array(cells[:2], pa.string()))
    tally.add(pa.array(cells[2:], pa.string()))
    return tally


def test_values_of_a_picklist_stand_in_the_order_of_how_often_they_come() -> None:
    cells = ["b"] * 4 + ["a"] * 4 + ["c"] * 7
    assert guess(tallied("plan", cells), {"plan"}).values == ("c", "a", "b")


def test_of_many_values_none_is_kept() -> None:
    assert tallied("a", [f"v{each}" for each in range(KEPT + 1)]).values is None


@pytest.mark.parametrize(
    ("column", "name", "label"),
    [
        ("Plan", "plan", None),
        ("firstTouchDate", "first_touch_date", None),
        ("first-touch", "first_touch", None),
        ("CRMAccountKey", "crm_account_key", "CRMAccountKey"),
        ("MRR", "mrr", "MRR"),
        ("Signed up", "signed_up", "Signed up"),
        ("Größe (cm)", "grosse_cm", "Größe (cm)"),
        ("日本", "column_7", "日本"),
        ("2nd visit", "column_2nd_visit", "2nd visit"),
        ("did", "column_did", "did"),
        ("taken!", "taken_2", "taken!"),
    ],
)
def test_names_of_fields(column: str, name: str, label: str | None) -> None:
    found = field_name(column, 7, lambda key: key != "taken")
    assert (found, label_for(column, found)) == (name, label)


@pytest.mark.parametrize("text", ['say "so"', "back\\slash", "two\nlines\t", "\\{{x}}", "{{a.b}}"])
def test_a_text_in_quotes_is_read_as_it_was(text: str) -> None:
    written = quoted(text)
    assert (written[0], written[-1]) == ('"', '"')
    found = parts(written[1:-1], 0)
    assert all(isinstance(each, TextPart) for each in found)
    assert "".join(each.value for each in found if isinstance(each, TextPart)) == text
