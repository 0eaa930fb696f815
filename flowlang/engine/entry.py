"""Entering a campaign: the smart list, then the qualification rule, then it is counted."""

from __future__ import annotations

from typing import NamedTuple

from flowlang.engine.cohort import Cohort
from flowlang.engine.filters import passing
from flowlang.engine.machine import Machine
from flowlang.engine.masks import everybody
from flowlang.engine.state import State
from flowlang.engine.vectors import Mask
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter

_HOUR = 3600


class Verdict(NamedTuple):
    """Who of a cohort passes the smart list, and who of those may enter by the rule."""

    listed: Mask
    qualified: Mask


def judge(campaign: Campaign, state: State, cohort: Cohort, where: Filter | None = None) -> Verdict:
    """Who would enter a campaign now; `where` narrows its smart list."""
    listed = everybody(len(cohort))
    for filter_ in (campaign.smart_list, where):
        if filter_ is not None:
            some = cohort.select(listed)
            held = passing(filter_, state, some.rows, some.now, cohort.context)
            if filter_ is not where:
                state.note(filter_, held)
            listed = held if some is cohort else _of_those(listed, held)
    allowed = _allowed(campaign, state, cohort)
    verdict = Verdict(listed, listed if allowed is None else listed & allowed)
    if state.witness is not None:
        state.witness.judged(campaign, cohort, where, verdict)
    return verdict


def _of_those(listed: Mask, held: Mask) -> Mask:
    """Who is listed and has also passed what only the listed were asked."""
    found = listed.copy()
    found[listed] = held
    return found


def _allowed(campaign: Campaign, state: State, cohort: Cohort) -> Mask | None:
    """Whom the qualification rule lets in; None where that is everybody every time."""
    if campaign.interval == 0:
        return None
    entries = state.campaign_entries(campaign)
    never: Mask = entries.times[cohort.rows] == 0
    if campaign.interval is None:
        return never
    last = entries.last[cohort.rows]
    return never | (cohort.times - last >= campaign.interval * _HOUR)


def enter(campaign: Campaign, machine: Machine, cohort: Cohort) -> None:
    """Count the entry of a cohort."""
    entries = machine.state.campaign_entries(campaign)
    entries.last[cohort.rows] = cohort.now
    entries.times[cohort.rows] += 1
    machine.state.campaigns_changed = True
    machine.summary.entered[campaign.qualified_name] += len(cohort)
    if machine.state.plan.simulates:
        machine.entries.append((campaign, cohort.now, len(cohort)))
