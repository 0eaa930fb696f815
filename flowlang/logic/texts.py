"""What is known of a text: what it is, begins with, holds, ends with, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

SEPARATORS = ("", " ", "-", "x", ".", "~", "q7", "\u00b7", "\u2022", "\u241f")
"""What may stand between the parts of a made-up text; some of them are in no script."""


ORDINARY = "something"
"""A text of which nothing is asked."""


class Texts(NamedTuple):
    """The texts that a subject may have, all in one case; `exact` ones are as written.

    `only` None is any text. A text has at least one character: without one, it is empty.
    `starts` and `ends` are the longest that are asked for.
    """

    may_be_empty: bool = True
    may_be_text: bool = True
    only: frozenset[str] | None = None
    only_exact: frozenset[str] | None = None
    is_not: frozenset[str] = frozenset()
    not_exact: frozenset[str] = frozenset()
    starts: str = ""
    ends: str = ""
    holds: frozenset[str] = frozenset()
    starts_not: frozenset[str] = frozenset()
    ends_not: frozenset[str] = frozenset()
    holds_not: frozenset[str] = frozenset()

    @property
    def is_impossible(self) -> bool:
        """Whether it is certain that nothing can be so, not even an empty value."""
        return not self.may_be_empty and not self.may_be_text

    def empty(self) -> Texts:
        """Only the empty value."""
        return self._replace(may_be_text=False)

    def filled(self) -> Texts:
        """Any value but the empty one."""
        return self._replace(may_be_empty=False)

    def among(self, texts: frozenset[str]) -> Texts:
        """One of these texts."""
        only = texts if self.only is None else self.only & texts
        return self.filled()._replace(only=only).settled()

    def not_among(self, texts: frozenset[str]) -> Texts:
        """None of these texts, or empty."""
        return self._replace(is_not=self.is_not | texts).settled()

    def exactly(self, texts: frozenset[str]) -> Texts:
        """One of these texts, as they are written."""
        only = texts if self.only_exact is None else self.only_exact & texts
        return self.filled()._replace(only_exact=only).settled()

    def not_exactly(self, texts: frozenset[str]) -> Texts:
        """None of these texts as they are written, or empty."""
        return self._replace(not_exact=self.not_exact | texts).settled()

    def starting(self, text: str) -> Texts:
        """Beginning with a text."""
        mine = self.filled()
        if self.starts.startswith(text):
            return mine.settled()
        if not text.startswith(self.starts):
            return mine._replace(may_be_text=False)
        return mine._replace(starts=text).settled()

    def ending(self, text: str) -> Texts:
        """Ending with a text."""
        mine = self.filled()
        if self.ends.endswith(text):
            return mine.settled()
        if not text.endswith(self.ends):
            return mine._replace(may_be_text=False)
        return mine._replace(ends=text).settled()

    def holding(self, text: str) -> Texts:
        """With a text somewhere in it."""
        return self.filled()._replace(holds=self.holds | {text}).settled()

    def settled(self) -> Texts:
        """The same, known not to be a text where no text can be all of this."""
        return self if self._can_be_text() else self._replace(may_be_text=False)

    def _can_be_text(self) -> bool:
        """Whether some text may fit; True also where nothing is certain."""
        if not self.may_be_text:
            return False
        listed = self._listed()
        if listed is not None:
            return any(self.fits(each) for each in listed)
        return not any(
            wrong in piece
            for piece in (self.starts, self.ends, *self.holds)
            for wrong in self.holds_not
        ) and not (
            any(self.starts.startswith(each) for each in self.starts_not)
            or any(self.ends.endswith(each) for each in self.ends_not)
        )

    def _listed(self) -> frozenset[str] | None:
        """The texts of which it must be one, None where they are not known."""
        return self.only if self.only_exact is None else self.only_exact

    def fits(self, text: str) -> bool:
        """Whether one text is all that is asked.

        What it must not be exactly is looked at only where it is known exactly.
        """
        if self.only_exact is not None and (text not in self.only_exact or text in self.not_exact):
            return False
        here = text.casefold()
        return (
            bool(here)
            and (self.only is None or here in self.only)
            and here not in self.is_not
            and here.startswith(self.starts)
            and here.endswith(self.ends)
            and all(each in here for each in self.holds)
            and not any(here.startswith(each) for each in self.starts_not)
            and not any(here.endswith(each) for each in self.ends_not)
            and not any(each in here for each in self.holds_not)
        )

    def pick(self) -> str | None:
        """A text that fits, a short one where there is; None where none was found."""
        for text in self._samples():
            if text not in self.not_exact and self.fits(text):
                return text
        return None

    def _samples(self) -> Iterator[str]:
        listed = self._listed()
        if listed is not None:
            yield from sorted(listed)
            yield from (each.upper() for each in sorted(listed))
            yield from (each.title() for each in sorted(listed))
            return
        parts = sorted(self.holds, key=lambda each: (-len(each), each))
        yield from parts
        yield self.starts
        yield self.ends
        yield ORDINARY
        for separator in SEPARATORS:
            inside = separator.join(parts)
            yield f"{self.starts}{separator}{self.ends}"
            yield f"{self.starts}{separator}{inside}{separator}{self.ends}"
            for times in (2, 3, 5):
                more = separator * times
                yield f"{self.starts}{more}{inside}{more}{self.ends}"
