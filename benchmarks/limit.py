"""The limit: the campaign of `campaign/spring.flow`, written by hand in numpy and Arrow.

There is no language here, only this one campaign: people are columns of codes, a step works on
the row numbers of those who qualify, and the log is one column of codes that is filled in place
and looked up at the end. Nothing that knows less about the work should be much faster.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from benchmarks.vocabulary import ACTIVITIES, MOMENT

Array = NDArray[Any]

SCORES = 256
"""Scores of the benchmark's people stay below this."""

LONGEST = 1_600_000
"""More activities than a block of 100,000 people logs."""

CAMPAIGNS = ("1001", "1002")
LISTS = ("Hot", "South", "Spring 2026", "Warm")
COUNTRIES = ("germany", "austria", "switzerland", "france", "spain", "italy")
INDUSTRIES = ("software", "telecommunications", "banking", "retail", "energy", "media")
TECHNOLOGY = ("software", "telecommunications")
DESKS = ("Technology desk", "Enterprise desk", "General desk")


@dataclass(slots=True)
class Result:
    """What the campaign made of a block of people.

    `log` has the columns of the activity log by person; `fields` the columns that changed, whole;
    `lists` and `entries` the memberships and campaign entries, by person and name.
    """

    fields: dict[str, pa.Array]
    log: dict[str, pa.Array]
    lists: tuple[Array, Array]
    entries: tuple[Array, Array]


@dataclass(slots=True)
class Words:
    """A column of text as codes, -1 where empty, and its growing dictionary."""

    codes: Array
    values: list[str]

    @classmethod
    def of(cls, array: pa.DictionaryArray) -> Words:
        indices = array.indices
        if indices.null_count:
            indices = indices.fill_null(-1)
        return cls(indices.to_numpy(zero_copy_only=False), array.dictionary.to_pylist())

    def where(self, test: Any) -> Array:
        """Which rows pass a test of the value; it is made once for each distinct value."""
        table = np.array([*(test(each.casefold()) for each in self.values), False])
        found: Array = table[self.codes]
        return found

    def code(self, value: str) -> int:
        """The code of a value, which joins the dictionary."""
        if value not in self.values:
            self.values.append(value)
        return self.values.index(value)

    def quoted(self) -> list[str]:
        """The values as JSON, the one for empty last."""
        return [*(json.dumps(each, ensure_ascii=False) for each in self.values), ""]

    def arrow(self) -> pa.DictionaryArray:
        """The column as Arrow."""
        empty = self.codes < 0
        codes = pa.array(self.codes, mask=empty if empty.any() else None)
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.values, pa.string()))


@dataclass(slots=True)
class Log:
    """Blocks of activities in the order in which the steps log them.

    Every distinct activity (type, asset, attributes) is one entry of `attributes` and its
    neighbours; a block is the people who have one and, for each, which.
    """

    attributes: list[str] = field(default_factory=list)
    types: list[Array] = field(default_factory=list)
    assets: list[Array] = field(default_factory=list)
    campaigns: list[Array] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    blocks: list[tuple[Array | None, Array]] = field(default_factory=list)

    def add(
        self,
        people: Array | None,
        codes: Array,
        texts: Sequence[str],
        activity: str,
        asset: str,
        campaign: int = 0,
    ) -> None:
        """A step's activities: of whom (None: of all), and which of `texts` each has."""
        if asset not in self.names:
            self.names.append(asset)
        size = len(texts)
        self.blocks.append((people, codes.astype(np.uint16) + np.uint16(len(self.attributes))))
        self.attributes.extend(texts)
        self.types.append(np.full(size, ACTIVITIES[activity], np.int32))
        self.assets.append(np.full(size, self.names.index(asset), np.int8))
        self.campaigns.append(np.full(size, campaign, np.int8))

    def sorted(self, rows: Array) -> dict[str, pa.Array]:
        """The columns of the log, ordered by person and then as the steps came."""
        size = len(rows)
        counts = np.full(size, sum(people is None for people, _ in self.blocks), np.int32)
        for people, _ in self.blocks:
            if people is not None:
                counts[people] += 1
        ends = np.cumsum(counts, dtype=np.int32)
        place = ends - counts
        starts = place - np.int32(1)
        total = int(ends[-1]) if size else 0
        codes = np.empty(total, np.uint16)
        for people, block in self.blocks:
            if people is None:
                codes[place] = block
                place += 1
            else:
                codes[place[people]] = block
                place[people] += 1
        return {
            "person": pa.array(np.repeat(rows, counts)),
            "number": pa.array(_numbers(total) - np.repeat(starts, counts)),
            "time": pa.array(_constant(total, MOMENT)),
            "type": pa.array(np.concatenate(self.types)[codes]),
            "campaign": _dictionary(np.concatenate(self.campaigns)[codes], CAMPAIGNS),
            "asset": _dictionary(np.concatenate(self.assets)[codes], self.names),
            "attributes": _dictionary(codes, self.attributes),
            "result": _dictionary(_constant(total, 0).view(np.int8)[:total], ["succeeded"]),
        }


@cache
def _longest(value: int) -> Array:
    """A constant column that is as long as that of any block, made once."""
    return np.full(LONGEST, value, np.int64)


@cache
def _all_numbers() -> Array:
    return np.arange(LONGEST, dtype=np.int32)


def _constant(size: int, value: int) -> Array:
    return _longest(value)[:size] if size <= LONGEST else np.full(size, value, np.int64)


def _numbers(size: int) -> Array:
    return _all_numbers()[:size] if size <= LONGEST else np.arange(size, dtype=np.int32)


def _dictionary(codes: Array, values: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(values, pa.string()))


@cache
def _score_texts(change: int, step: str) -> tuple[str, ...]:
    return tuple(
        f'{{"Change Value":"+{change}","Old Value":{old},"New Value":{old + change},'
        f'"Step":"{step}"}}'
        for old in range(SCORES)
    )


@cache
def _moment_texts() -> tuple[str, ...]:
    return tuple(f'{{"Description":"Now at {score} points","Step":"3"}}' for score in range(SCORES))


def _change_text(old: str, new: str, step: str) -> str:
    before = f'"Old Value":{old},' if old else ""
    return f'{{{before}"New Value":{new},"Step":"{step}"}}'


def run(fields: dict[str, pa.Array]) -> Result:
    """Run the campaign for a block of people, given as Arrow columns."""
    words = {
        name: Words.of(fields[name])
        for name in ("title", "industry", "country", "state", "city", "leadSource", "leadStatus")
    }
    words |= {name: Words.of(fields[name]) for name in ("rating", "department")}
    rows = _qualified(fields, words)
    everyone = np.zeros(len(rows), np.int32)
    log = Log()

    score_column = fields["leadScore"]
    had_score = pc.is_valid(score_column).to_numpy(zero_copy_only=False)
    scores = score_column.fill_null(0).to_numpy(zero_copy_only=False).copy()
    score = scores[rows].astype(np.int32)

    source = words["leadSource"]
    texts = [_change_text(old, '"Spring 2026"', "1") for old in source.quoted()]
    old = source.codes[rows]
    log.add(None, np.where(old < 0, np.int32(len(texts) - 1), old), texts, *_field("Lead Source"))
    new_source = source.codes.copy()
    new_source[rows] = source.code("Spring 2026")

    log.add(None, score, _score_texts(5, "2"), *_score())
    score = score + 5

    desk = _desk(fields, words["industry"], rows)
    department = words["department"]
    texts = [
        _change_text(old_text, f'"{new}"', f"3.{number}.1")
        for number, new in enumerate(DESKS, start=1)
        for old_text in department.quoted()
    ]
    size = len(department.values) + 1
    old = department.codes[rows]
    log.add(None, desk * size + np.where(old < 0, size - 1, old), texts, *_field("Department"))
    new_department = department.codes.copy()
    new_department[rows] = np.array([department.code(each) for each in DESKS], np.int32)[desk]

    state = words["state"]
    rating = words["rating"]
    reps = [*(f"Rep {each}" for each in state.values), "Rep nowhere"]
    quoted = [json.dumps(each, ensure_ascii=False) for each in reps]
    texts = [_change_text(old_text, new, "4") for old_text in rating.quoted() for new in quoted]
    rep = state.codes[rows]
    rep = np.where(rep < 0, np.int32(len(reps) - 1), rep)
    size = len(rating.values)
    old = rating.codes[rows]
    log.add(
        None,
        np.where(old < 0, np.int32(size), old) * len(reps) + rep,
        texts,
        *_field("Lead Rating"),
    )
    new_rating = rating.codes.copy()
    new_rating[rows] = np.array([rating.code(each) for each in reps], np.int32)[rep]

    status = words["leadStatus"]
    status_texts = status.quoted()
    disqualified = status.where("disqualified".__eq__)[rows]
    no_status = len(status_texts) - 1
    known, mql, cold = (status.code(each) for each in ("Known", "MQL", "Cold"))
    now = status.codes[rows]
    south = words["country"].where(lambda each: each.startswith("s"))[rows]
    high = score >= 50
    tried = np.flatnonzero(high)
    enters = ~disqualified[tried]
    log.add(
        tried,
        enters.astype(np.int32),
        ['{"Qualified":false,"Step":"5.1.1"}', '{"Qualified":true,"Step":"5.1.1"}'],
        "execute_campaign",
        "Spring.Score",
    )
    child = tried[enters]
    log.add(child, score[child], _score_texts(10, "1"), *_score(), 1)
    score[child] += 10
    changing = child[now[child] != mql]
    _status(log, changing, now, no_status, status_texts, "MQL", "2", 1)
    now[child] = mql
    log.add(child, score[child], _moment_texts(), "interesting_moment", "Score", 1)
    texts = ['{"New Value":"scored","Step":"4"}']
    log.add(child, everyone[: len(child)], texts, *_field("Person Type"), 1)
    southern = np.flatnonzero(~high & south)
    log.add(southern, everyone[: len(southern)], ['{"Step":"5.2.1"}'], "add_to_list", "South")
    others = np.flatnonzero(~high & ~south)
    others = others[now[others] != known]
    _status(log, others, now, no_status, status_texts, "Known", "5.3.1", 0)
    now[others] = known

    city = words["city"]
    texts = [
        f'{{"Description":{json.dumps(f"Spring in {each}", ensure_ascii=False)},"Step":"6"}}'
        for each in (*city.values, "")
    ]
    old = city.codes[rows]
    moments = np.where(old < 0, np.int32(len(texts) - 1), old)
    log.add(None, moments, texts, "interesting_moment", "Web")

    is_mql = now == mql
    hot = np.flatnonzero(is_mql)
    log.add(hot, everyone[: len(hot)], ['{"Step":"7.1.1"}'], "add_to_list", "Hot")
    is_warm = ~is_mql & (score >= 30)
    warm = np.flatnonzero(is_warm)
    log.add(warm, everyone[: len(warm)], ['{"Step":"7.2.1"}'], "add_to_list", "Warm")
    rest = np.flatnonzero(~is_mql & ~is_warm)
    rest = rest[now[rest] != cold]
    status_texts = status.quoted()
    _status(log, rest, now, len(status_texts) - 1, status_texts, "Cold", "7.3.1", 0)
    now[rest] = cold
    new_status = status.codes.copy()
    new_status[rows] = now

    country = words["country"]
    teams = [*(f"Team {each}" for each in country.values), "Team "]
    texts = [f'{{"New Value":{json.dumps(each, ensure_ascii=False)},"Step":"8"}}' for each in teams]
    team = country.codes[rows]
    team = np.where(team < 0, np.int32(len(teams) - 1), team)
    log.add(None, team, texts, "change_owner", "Lead Owner")
    owner = np.full(len(had_score), -1, np.int32)
    owner[rows] = team

    log.add(None, score, _score_texts(1, "9"), *_score())
    score += 1
    scores[rows] = score
    had_score[rows] = True
    log.add(None, everyone, ['{"Step":"10"}'], "add_to_list", "Spring 2026")

    person_type = np.full(len(had_score), -1, np.int32)
    person_type[rows[child]] = 0
    listed = np.zeros((len(rows), len(LISTS)), np.bool_)
    listed[hot, 0] = listed[southern, 1] = listed[warm, 3] = True
    listed[:, 2] = True
    entered = np.zeros((len(rows), 2), np.bool_)
    entered[:, 0] = True
    entered[child, 1] = True
    return Result(
        {
            "leadSource": Words(new_source, source.values).arrow(),
            "leadScore": pa.array(scores, mask=~had_score),
            "department": Words(new_department, department.values).arrow(),
            "rating": Words(new_rating, rating.values).arrow(),
            "leadStatus": Words(new_status, status.values).arrow(),
            "lead_owner": Words(owner, teams).arrow(),
            "person_type": Words(person_type, ["scored"]).arrow(),
        },
        log.sorted(rows.astype(np.int32)),
        _members(rows, listed),
        _members(rows, entered),
    )


def _qualified(fields: dict[str, pa.Array], words: dict[str, Words]) -> Array:
    """The rows of those whom the smart list of the batch campaign lets in."""
    mask = fields["numberOfEmployees"].fill_null(0).to_numpy(zero_copy_only=False) >= 50
    mask &= pc.is_valid(fields["email"]).to_numpy(zero_copy_only=False)
    mask &= ~fields["unsubscribed"].fill_null(False).to_numpy(zero_copy_only=False)
    revenue = fields["annualRevenue"].fill_null(0).to_numpy(zero_copy_only=False) >= 8_000_000
    revenue |= words["country"].where(COUNTRIES.__contains__)
    revenue |= words["industry"].where(INDUSTRIES.__contains__)
    mask &= revenue
    mask &= ~words["title"].where(lambda each: "student" in each)
    return np.flatnonzero(mask)


def _desk(fields: dict[str, pa.Array], industry: Words, rows: Array) -> Array:
    technology = industry.where(TECHNOLOGY.__contains__)[rows]
    revenue = fields["annualRevenue"].fill_null(0).to_numpy(zero_copy_only=False)[rows]
    desk: Array = np.where(technology, 0, np.where(revenue > 5_000_000, 1, 2)).astype(np.int32)
    return desk


def _field(label: str) -> tuple[str, str]:
    return "change_data_value", label


def _score() -> tuple[str, str]:
    return "change_score", "Lead Score"


def _status(
    log: Log,
    people: Array,
    now: Array,
    empty: int,
    quoted: list[str],
    new: str,
    step: str,
    campaign: int,
) -> None:
    texts = [_change_text(old, f'"{new}"', step) for old in quoted]
    old = now[people]
    codes = np.where(old < 0, np.int32(empty), old)
    log.add(people, codes, texts, *_field("Lead Status"), campaign)


def _members(rows: Array, table: Array) -> tuple[Array, Array]:
    found = np.flatnonzero(table)
    width = np.int32(table.shape[1])
    who, which = np.divmod(found.astype(np.int32), width)
    return rows[who].astype(np.int32), which
