"""Completion: what can be typed at a place, from the grammar itself and from the workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowlang.datatypes import Family
from flowlang.names import name_key
from flowlang.repl import offers
from flowlang.repl.entry import GRAMMATICAL, QUIET
from flowlang.repl.offers import Offer
from flowlang.repl.places import Place
from flowlang.repl.surroundings import Surroundings
from flowlang.repl.words import MEANINGS
from flowlang.syntax.following import Following, follow, keywords

MOST = 200
"""So many candidates are given at most."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_SOFT = frozenset(["MEMBER", "PROGRAM", "ENGAGEMENT", "STATUS", "RANDOM", "EVERYONE"])
_SOFT_IN_FILTER = frozenset(["MEMBER", "RANDOM", "EVERYONE"])
_SOFT_IN_CHANGE = frozenset(["MEMBER", "PROGRAM", "ENGAGEMENT", "STATUS"])
_AFTER_SOFT = {
    "MEMBER": frozenset(["OF", "FIELD"]),
    "PROGRAM": frozenset(["STATUS", "SUCCESS"]),
    "ENGAGEMENT": frozenset(["STREAM", "CADENCE"]),
    "STATUS": frozenset(["IN"]),
    "RANDOM": frozenset(["PERCENT"]),
    "EVERYONE": frozenset[str](),
}
_NAMES = frozenset(["NAME", "QUOTED_NAME"])
_BRANCHES, _DEPTH = 5, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be typed: it takes the place of the text from `start` to the cursor."""

    text: str
    start: int
    shown: str
    about: str = ""


def complete(text: str, cursor: int, around: Surroundings) -> list[Candidate]:
    """What can stand at the cursor, the likeliest first; nothing in comments and plain text."""
    before = text[:cursor]
    quote = _open(before)
    if quote is not None and before[quote] == "#":
        return []
    token = before.rfind("{{")
    if token >= 0 and "}}" not in before[token:] and "\n" not in before[token:]:
        return _tokens(text, token, cursor, around)
    if quote is not None:
        return _in_quotes(text, quote, cursor, around)
    match = _WORD.search(before)
    start = cursor if match is None else match.start()
    found: dict[str, Candidate] = {}
    if not before.strip():
        return []
    offered = (
        each
        for following in _fitting(before[:start], around)
        for each in _all(following, Place(following.open, around.instance), around)
    )
    for each in _ranked(offered, before[start:]):
        found.setdefault(each.text, Candidate(each.text, start, each.text, each.about))
    return list(found.values())[:MOST]


def _fitting(prefix: str, around: Surroundings) -> list[Following]:
    """The readings that take what stands before; any word is read as the name of a field."""
    fits = [each for _, each in _readings(prefix) if each.stuck is None]
    if len(fits) > 1:
        fits = [each for each in fits if not _is_no_field(each, around)] or fits
    return fits


def _is_no_field(following: Following, around: Surroundings) -> bool:
    """Whether it is a filter that would begin with a field that there is not."""
    tokens = following.tokens
    if following.start != "lone_filter" or len(tokens) != 1 or tokens[0].type != "NAME":
        return False
    return around.instance.field(name_key(str(tokens[0]))) is None


@lru_cache(maxsize=32)
def _readings(prefix: str) -> tuple[tuple[str, Following], ...]:
    """How each start rule reads what stands before the word; kept, for a word has many keys."""
    return tuple((kind.value, follow(prefix, kind.value)) for kind in GRAMMATICAL)


def _open(before: str) -> int | None:
    """Where the comment or the quote begins in which the cursor stands; None outside."""
    for match in QUIET.finditer(before):
        if match["open"]:
            return match.start()
        if match[0].startswith("#") and match.end() == len(before):
            return match.start()
    return None


def _all(following: Following, place: Place, around: Surroundings) -> Iterator[Offer]:
    """Everything that can stand outside of quotes."""
    accepted = following.accepted
    in_filter = "DID" in accepted
    if {"IS", "CONTAINS"} <= accepted:
        name = place.open[-1] if place.open else ""
        yield from offers.operators(str(getattr(name, "text", name)), place)
        return
    if "STRING" in accepted:
        yield from (
            Offer(_quoted(each.text), each.about, each.also) for each in _strings(place, around)
        )
    phrases = list(_phrases(following, accepted, place))
    if not in_filter:
        yield from phrases
    if "NAME" in accepted and not (place.has_operator and not in_filter):
        yield from offers.names(place, around, in_filter=in_filter)
    if in_filter:
        yield from phrases


def _strings(place: Place, around: Surroundings) -> list[Offer]:
    seen: dict[str, Offer] = {}
    for each in offers.quoted(place, around):
        seen.setdefault(each.text, each)
    return list(seen.values())


def _phrases(following: Following, accepted: frozenset[str], place: Place) -> Iterator[Offer]:
    """The words that fit, each with those that must follow it."""
    known = keywords()
    is_name = bool(_NAMES & accepted)
    for terminal in sorted(accepted & known.keys(), key=lambda each: known[each]):
        if terminal in ("BY", "TO") and any(place.ends("CHANGE", each) for each in _SOFT_IN_CHANGE):
            continue
        if terminal == "DID" and place.last("WHERE") >= 0:
            continue
        if terminal in _SOFT and is_name and not _begins(terminal, accepted, place):
            continue
        if terminal in ("TRUE", "FALSE", "EMPTY") and not _fits(terminal, place):
            continue
        for words in _extended(following, [terminal], known):
            phrase = " ".join(known[each] for each in words)
            yield Offer(phrase, _meaning(phrase))


def _begins(terminal: str, accepted: frozenset[str], place: Place) -> bool:
    """Whether a word that can be a name, too, begins something of its own here."""
    if place.ends("CHANGE"):
        return terminal in _SOFT_IN_CHANGE
    return "DID" in accepted and terminal in _SOFT_IN_FILTER and place.last("WHERE") < 0


def _fits(terminal: str, place: Place) -> bool:
    """Whether a literal word is a value of what is compared or set."""
    type_ = offers.subject_type(place)
    if type_ is None:
        return True
    if terminal == "EMPTY":
        return place.words[-1:] in (["IS"], ["NOT"], ["TO"])
    return type_.family is Family.BOOLEAN


def _extended(following: Following, words: list[str], known: dict[str, str]) -> Iterator[list[str]]:
    """Words with those that can only follow them, as far as nothing but words can come."""
    after = following.after(*words)
    if len(words) == 1 and words[0] in _SOFT and _NAMES & following.accepted:
        # It is no name here, so what follows names is left out.
        after = after & _AFTER_SOFT[words[-1]] or after
    more = [each for each in after if each in known]
    if not more or len(more) != len(after) or len(more) > _BRANCHES or len(words) == _DEPTH:
        yield words
        return
    for each in sorted(more, key=lambda each: known[each]):
        yield from _extended(following, [*words, each], known)


def _meaning(phrase: str) -> str:
    """What a phrase does: the longest beginning that is known."""
    words = phrase.split()
    for length in range(len(words), 0, -1):
        found = MEANINGS.get(" ".join(words[:length]))
        if found is not None:
            return found
    return ""


def _in_quotes(text: str, quote: int, cursor: int, around: Surroundings) -> list[Candidate]:
    """What can stand between quotes, or between the back-quotes of a name."""
    typed = text[quote + 1 : cursor]
    if text.startswith('"""', quote):
        return []
    closing = "" if text[cursor : cursor + 1] == text[quote] else text[quote]
    found: dict[str, Candidate] = {}
    for following in _fitting(text[:quote], around):
        accepted = following.accepted
        place = Place(following.open, around.instance)
        if text[quote] == "`":
            offered = list(offers.names(place, around, in_filter="DID" in accepted))
            offered = [Offer(each.also or each.text.strip("`"), each.about) for each in offered]
        elif "STRING" in accepted:
            offered = _strings(place, around)
        else:
            continue
        for each in _ranked(offered, typed):
            inside = each.text if text[quote] == "`" else _escaped(each.text)
            whole = f"{text[quote]}{inside}{closing}"
            found.setdefault(whole, Candidate(whole, quote, each.text, each.about))
    return list(found.values())[:MOST]


def _tokens(text: str, opening: int, cursor: int, around: Surroundings) -> list[Candidate]:
    """What can stand inside of `{{`; nothing behind the colon of a default."""
    start = opening + 2
    typed = text[start:cursor]
    if ":" in typed:
        return []
    closing = "" if text[cursor:].startswith("}}") else "}}"
    quote = _open(text[:opening])
    prefix = text[: opening if quote is None else quote]
    fits = _fitting(prefix, around)
    place = Place(fits[-1].open if fits else (), around.instance)
    return [
        Candidate(each.text + closing, start, each.text, each.about)
        for each in _ranked(offers.token_references(place, around), typed)
    ][:MOST]


def _ranked(offered: Iterable[Offer], typed: str) -> list[Offer]:
    """Those that what has been typed can become: beginnings first, then words inside."""
    key = name_key(typed)
    if not key:
        return list(offered)
    ranked: list[tuple[int, Offer]] = []
    for each in offered:
        rank = _rank(each, key, typed.lower())
        if rank is not None:
            ranked.append((rank, each))
    ranked.sort(key=lambda pair: (pair[0], pair[1].weight))
    return [each for _, each in ranked]


def _rank(offer: Offer, key: str, typed: str) -> int | None:
    text = name_key(offer.text.strip('"`'))
    if text.startswith(key):
        return 0
    also = name_key(offer.also)
    if also.startswith(key):
        return 1
    pieces = re.split(r"[ ._\-]+", f"{offer.text} {offer.also}".lower())
    if any(piece.startswith(typed) for piece in pieces) and " " not in typed:
        # Later words of a phrase are no beginnings of it.
        return 2 if offer.also or "." in offer.text or '"' in offer.text else None
    return 3 if len(key) > 2 and offer.also and key in text + also else None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("{{", "\\{{")


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'
