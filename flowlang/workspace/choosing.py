"""What the words of a run mean in an instance: the campaign, the moment, the tokens."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flowlang.model.assets import Asset, SmartList
from flowlang.model.campaigns import Campaign, CampaignKind, RequestSource, RequestTrigger
from flowlang.model.instance import Instance
from flowlang.model.named import named
from flowlang.model.nearest import listing, nearest
from flowlang.model.outside import moment_from_outside, token_from_outside
from flowlang.model.project import Project
from flowlang.model.values import Literal
from flowlang.refusal import UsageError

_NAMED = 6
"""So many campaigns are offered by name."""


def choose_campaign(instance: Instance, name: str | None, option: str = "--campaign ") -> Campaign:
    """The campaign of that name, or the only batch campaign where none is named.

    `option` is what the user writes before a name.
    """
    if name is None:
        return _only_batch(instance, option)
    found = named(instance.campaigns, name)
    if not found:
        raise UsageError(_unknown(name, instance.campaigns))
    if len(found) > 1:
        names = listing(each.qualified_name for each in found)
        raise UsageError(f'several campaigns are called "{name}"; say {names}')
    _check_startable(found[0])
    return found[0]


def _only_batch(instance: Instance, option: str) -> Campaign:
    batches = [each for each in instance.campaigns if each.kind is CampaignKind.BATCH]
    if not batches:
        raise UsageError("there is no batch campaign to run")
    if len(batches) > 1:
        names = _some([each.qualified_name for each in batches])
        raise UsageError(f"several batch campaigns could be meant; say which: {option}{names}")
    return batches[0]


def _unknown(name: str, campaigns: Iterable[Campaign]) -> str:
    by_name = {known: each for each in campaigns for known in (each.name, each.qualified_name)}
    near = nearest(name, by_name)
    if near is not None:
        return f'there is no campaign "{name}"; did you mean "{near}"?'
    startable = [each.qualified_name for each in by_name.values() if _refusal(each) is None]
    offer = f"; there is {_some(list(dict.fromkeys(startable)))}" if startable else ""
    return f'there is no campaign "{name}"{offer}'


def choose_smart_list(instance: Instance, name: str) -> SmartList:
    """The smart list of that name."""
    found = named(instance.smart_lists, name)
    if len(found) > 1:
        names = listing(each.qualified_name for each in found)
        raise UsageError(f'several smart lists are called "{name}"; say {names}')
    if found:
        return found[0]
    near = nearest(name, _names(instance.smart_lists))
    if near is not None:
        raise UsageError(f'there is no smart list "{name}"; did you mean "{near}"?')
    there = [each.qualified_name for each in instance.smart_lists]
    offer = f"; there is {_some(there)}" if there else ""
    raise UsageError(f'there is no smart list "{name}"{offer}')


def _names(assets: Iterable[Asset]) -> list[str]:
    """The names of assets, short and qualified."""
    return [name for each in assets for name in (each.name, each.qualified_name)]


def _some(names: list[str]) -> str:
    """Names joined by `or`; of many the first ones."""
    more = len(names) - _NAMED
    return listing(names) if more <= 0 else f"{listing(names[:_NAMED])} or {more} more"


def _check_startable(campaign: Campaign) -> None:
    why = _refusal(campaign)
    if why is not None:
        raise UsageError(f'"{campaign.qualified_name}" {why}')


def _refusal(campaign: Campaign) -> str | None:
    """Why a campaign cannot be started from outside, None where it can."""
    match campaign.kind:
        case CampaignKind.BATCH:
            return None
        case CampaignKind.EXECUTABLE:
            return "is an executable campaign: it runs only where another campaign executes it"
        case CampaignKind.EXTERNAL:
            return "is an external campaign: what it does is not known here"
        case CampaignKind.TRIGGER:
            return _request_refusal(campaign)


def _request_refusal(campaign: Campaign) -> str | None:
    allowed = any(
        not each.sources or RequestSource.API in each.sources
        for each in campaign.triggers
        if isinstance(each, RequestTrigger)
    )
    if not allowed:
        return "is a trigger campaign that may not be requested: it has no `on requested by api`"
    return None if campaign.active else "is inactive: nobody can request it"


def people_of(named: Path | None, project: Project) -> Path:
    """Where the people are: as named, else as the project says."""
    data = named or project.people
    if data is None:
        raise UsageError(
            "name the people: `--people DATA`, or `people` below `[data]` in flowlang.toml"
        )
    return data


def moment_of(text: str | None, project: Project, option: str = "--at") -> int:
    """Seconds since 1970 UTC of a date or time in the project's zone; now where it is None."""
    if text is None:
        return int(time.time())
    found = moment_from_outside(text, project)
    if isinstance(found, str):
        raise UsageError(f"`{option}`: {found}")
    return found


def outside_tokens(
    texts: Sequence[str], campaign: Campaign, project: Project, option: str = "--token"
) -> Mapping[str, Literal]:
    """The values that texts such as `NAME=VALUE` give, by the token's key."""
    values: dict[str, Literal] = {}
    for text in texts:
        token = token_from_outside(text, campaign, project)
        if isinstance(token, str):
            raise UsageError(f"`{option}`: {token}")
        if token.key in values:
            raise UsageError(f"`{option}`: {token.name} is given twice")
        values[token.key] = token.value
    return values
