"""The statements of a test, done in a world."""

from __future__ import annotations

from flowlang.model import tests
from flowlang.model.tests import TokenValue
from flowlang.model.values import Literal
from flowlang.testing.world import Entered, World


def people_of(statements: tuple[tests.Statement, ...]) -> list[str]:
    """The people whom a test gives, in order."""
    return [each.person for each in statements if isinstance(each, tests.GivenPerson)]


def do(statement: tests.Statement, world: World) -> Entered | None:
    """Do what a statement says; an expectation does nothing.

    What starts a campaign by name says who entered it.
    """
    match statement:
        case tests.GivenPerson():
            world.given_person(statement.person, statement.values)
        case tests.GivenInList():
            world.given_in_list(statement.person, statement.list)
        case tests.GivenInProgram():
            world.given_in_program(
                statement.person, statement.program, statement.status, statement.values
            )
        case tests.GivenInCampaign():
            world.given_in_campaign(statement.person, statement.campaign, statement.at)
        case tests.GivenActivity():
            world.given_activity(statement.person, statement.happening, statement.at)
        case tests.RunBatch():
            return world.run(statement.campaign, _values(statement.tokens))
        case tests.RequestFor():
            world.request(statement.campaign, [statement.person], _values(statement.tokens))
        case tests.ExecuteFor():
            return world.execute(statement.campaign, [statement.person], _values(statement.tokens))
        case tests.Event():
            world.event(statement.person, statement.happening)
        case tests.Advance():
            world.advance(statement.duration)
        case tests.Expect():
            pass
        case _:
            message = f"no meaning for {type(statement).__name__}"
            raise AssertionError(message)
    return None


def _values(tokens: tuple[TokenValue, ...]) -> dict[str, Literal]:
    return {each.key: each.value for each in tokens}
