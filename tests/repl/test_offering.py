"""What is offered in a session: commands and what stands behind them, values of the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.repl.offering import candidates
from flowlang.repl.session import Session
from tests.repl.talk import say


def offered(session: Session, text: str) -> list[tuple[str, str]]:
    return [(each.text, each.about) for each in candidates(session, text, len(text))]


def texts(session: Session, text: str) -> list[str]:
    return [text for text, _ in offered(session, text)]


def test_commands(session: Session) -> None:
    assert texts(session, ":per") == [":person"]
    assert (":undo", "take back what was tried or kept last; again for more") in offered(
        session, ":"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (":why-not ", '"Autumn.Rate"'),
        (":why-not chi", '"Autumn.Child"'),
        (":tokens ", '"Autumn"'),
        (":person ", "101"),
        (":help sa", "save"),
        (":set keys ", "keys emacs"),
        (":save t", "test"),
        (':where country is "', '"DE"'),
        (":where coun", "country"),
    ],
)
def test_what_stands_behind_a_command(session: Session, text: str, first: str) -> None:
    assert texts(session, text)[0] == first


def test_values_that_occur_the_most_frequent_first(session: Session) -> None:
    assert offered(session, "country is ")[:2] == [('"DE"', "2 people"), ('"FR"', "1 person")]
    say(session, 'change country to "XX"', ":commit")
    assert offered(session, "country is ")[0] == ('"XX"', "4 people")


def test_what_was_declared_and_given_is_offered(session: Session) -> None:
    say(session, 'list "Fresh"', 'given person "zoe" { }')
    assert '"Fresh"' in texts(session, "add to list ")
    assert '"zoe"' in texts(session, "expect ")
    say(session, "change lead_score by +1", ":commit")
    assert not [each for each in texts(session, "request ") if "Shell" in each]


def test_paths(session: Session, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    (project / "more").mkdir()
    assert texts(session, ":load m") == ["main.flow", "more/"]
    assert texts(session, ":people p") == ["people.csv"]


def test_nothing_in_comments_and_plain_text(session: Session) -> None:
    assert texts(session, "country # c") == []
    assert texts(session, 'interesting moment "c') == []
