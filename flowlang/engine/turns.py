"""Rounds of turns: everybody's next event at once, one cohort for each campaign."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flowlang.engine.cohort import Cohort
from flowlang.engine.entry import enter, judge
from flowlang.engine.machine import Machine, Queued
from flowlang.engine.steps import take_through
from flowlang.engine.summary import Stopped
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Rows
from flowlang.model.campaigns import Campaign

MOST_TURNS = 100
"""The turns that one person may have at one moment."""

_WATCHED = 50
"""From this many turns on it is kept who runs what, so that a circle can be named."""


def turn(machine: Machine, queued: Queued) -> None:
    """Let who may enter a campaign, and take them through its flow until it ends or waits."""
    campaign = queued.campaign
    context = Context(campaign, queued.outside) if queued.direct else machine.context(campaign)
    cohort = Cohort(queued.rows, queued.now, context, queued.triggers, (campaign,))
    if machine.state.witness is not None:
        machine.state.witness.turn(campaign, cohort)
    verdict = judge(campaign, machine.state, cohort)
    if queued.direct:
        machine.summary.qualified += int(verdict.qualified.sum())
        machine.summary.failed_smart_list += int((~verdict.listed).sum())
        machine.summary.already_entered += int((verdict.listed & ~verdict.qualified).sum())
    inside = cohort.select(verdict.qualified)
    if len(inside):
        enter(campaign, machine, inside)
        take_through(campaign.flow, machine, inside)


def settle(machine: Machine) -> None:
    """Handle all that is queued, and all that this causes, until nothing is left."""
    while machine.queue:
        for queued in _grouped(_take_heads(machine)):
            turn(machine, queued)


def _take_heads(machine: Machine) -> list[Queued]:
    """Take everybody's first event out of the queue; who has had too many is stopped."""
    state = machine.state
    taken = state.deleted | state.stopped
    gone = taken.copy()
    heads: list[Queued] = []
    rest: list[Queued] = []
    for queued in machine.queue:
        alive = ~gone[queued.rows]
        first = alive & ~taken[queued.rows]
        if first.any():
            head = queued.select(first)
            taken[head.rows] = True
            heads.append(head)
        later = alive & ~first
        if later.any():
            rest.append(queued.select(later))
    machine.queue = rest
    return _within_limit(machine, heads)


def _within_limit(machine: Machine, heads: list[Queued]) -> list[Queued]:
    """Count the turns, and stop those for whom it is one too many."""
    allowed: list[Queued] = []
    for head in heads:
        if head.direct:
            allowed.append(head)
            continue
        machine.turns[head.rows] += 1
        turns = machine.turns[head.rows]
        watched = turns > _WATCHED
        if watched.any():
            machine.trail.append(head.select(watched))
        over = turns > MOST_TURNS
        if over.any():
            _stop(machine, head.rows[over])
            head = head.select(~over)
        if len(head.rows):
            allowed.append(head)
    return allowed


def _stop(machine: Machine, rows: Rows) -> None:
    """Stop people for the rest of the command and name the circle they went in."""
    machine.state.stopped[rows] = True
    ids = machine.state.partition.ids
    first = machine.state.partition.first_row
    for row in rows.tolist():
        trail = [queued.campaign.qualified_name for queued in machine.trail if row in queued.rows]
        machine.summary.stopped.append(Stopped(first + row, str(ids[row].as_py()), _cycle(trail)))


def _cycle(trail: list[str]) -> tuple[str, ...]:
    """The shortest circle at the end of a trail."""
    for length in range(1, len(trail) // 2 + 1):
        if trail[-length:] == trail[-2 * length : -length]:
            circle = trail[-length:]
            start = circle.index(min(circle))
            return tuple(circle[start:] + circle[:start])
    return tuple(dict.fromkeys(trail))


def _grouped(heads: list[Queued]) -> list[Queued]:
    """The events of one round by campaign, the people of each in ascending order."""
    by_campaign: dict[tuple[Campaign, bool], list[Queued]] = {}
    for head in heads:
        by_campaign.setdefault((head.campaign, head.direct), []).append(head)
    return [_joined(group) for group in by_campaign.values()]


def _joined(group: list[Queued]) -> Queued:
    if len(group) == 1:
        return group[0]
    rows = np.concatenate([each.rows for each in group])
    order = np.argsort(rows, kind="stable")
    nows = [each.now for each in group]
    if all(isinstance(now, int) and now == nows[0] for now in nows):
        now = nows[0]
    else:
        spread = [
            np.broadcast_to(np.asarray(each.now, np.int64), each.rows.shape) for each in group
        ]
        now = np.concatenate(spread)[order]
    triggers = np.concatenate([each.triggers for each in group])[order]
    return replace(group[0], rows=rows[order], now=now, triggers=triggers)
