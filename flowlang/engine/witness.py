"""Being told what happens to people while it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowlang.engine.cohort import Cohort
    from flowlang.engine.entry import Verdict
    from flowlang.engine.log import Block
    from flowlang.engine.machine import Machine
    from flowlang.engine.vectors import Mask, Rows, Times
    from flowlang.model.campaigns import Campaign
    from flowlang.model.filters import Filter
    from flowlang.model.steps import Branch, Step, Wait


class Witness:
    """Hears of every decision of the engine, and changes none of them.

    A subclass overrides what it wants to hear. Everything is told before anything that follows
    from it has happened, so that what is asked of the state then is what was decided upon.
    What steps log is not told: it stands in the log.
    """

    def begins(self, machine: Machine) -> None:
        """A partition is ready, and nothing has happened yet."""

    def batch(self, campaign: Campaign, cohort: Cohort) -> None:
        """The turn of a batch run has come for some people."""

    def requests(self, campaign: Campaign, cohort: Cohort, where: Filter | None) -> None:
        """Some people are asked whether a campaign is requested for them from outside."""

    def executes(self, campaign: Campaign, cohort: Cohort) -> None:
        """A campaign is executed for some people from outside of any flow."""

    def occurs(self, rows: Rows, now: int) -> None:
        """An activity from outside happens to some people; it is logged next."""

    def turn(self, campaign: Campaign, cohort: Cohort) -> None:
        """The turn of a queued campaign has come."""

    def happens(self, rows: Rows, references: Times) -> None:
        """An activity of the input happens to some people; it has not changed them yet."""

    def goes_on(self, campaign: Campaign, cohort: Cohort) -> None:
        """A wait has ended; the rest of the flow follows."""

    def judged(
        self, campaign: Campaign, cohort: Cohort, where: Filter | None, verdict: Verdict
    ) -> None:
        """It is known who may enter a campaign; nobody has entered yet."""

    def reaches(self, step: Step, cohort: Cohort) -> None:
        """Some people have come to a step."""

    def leaves(self, step: Step, cohort: Cohort, left: Cohort) -> None:
        """A step is done; `left` are those who go on."""

    def tries(self, branch: Branch, path: str, cohort: Cohort, holds: Mask) -> None:
        """It is known who takes a branch of a choice; nobody has taken it yet."""

    def waits(self, step: Wait, cohort: Cohort, until: Times) -> None:
        """It is known until when people would wait; who is not before that goes on at once."""

    def warned(self, rule: str, message: str, step: Step, cohort: Cohort, who: Mask) -> None:
        """A step did less than it says for some people."""

    def reacts(self, campaign: Campaign, block: Block, fits: Mask) -> None:
        """It is known which of some activities queue a campaign that listens for their type."""
