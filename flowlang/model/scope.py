"""Where a piece of a script stands: what it sees, what it belongs to, whom it tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.assets import Container, Program
from flowlang.model.campaigns import Campaign
from flowlang.model.lookup import Names, Visible
from flowlang.model.lost import is_among
from flowlang.source import Source, Span
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Text, TokenReference


@dataclass(slots=True)
class Draws:
    """Counts the draws of one campaign, smart list or segmentation, in source order."""

    owner: str
    count: int = 0

    def next_place(self) -> str:
        """The place of the next draw."""
        self.count += 1
        return f"{self.owner}/{self.count}"


@dataclass(slots=True)
class Choice:
    """The draw that the conditions of one `choose` share, and how much of it is taken."""

    place: str
    taken: Fraction = Fraction(0)
    told: bool = False


@dataclass(slots=True)
class Scope:
    """The surroundings of a filter, a step or a value.

    `constant` marks places whose my tokens mean what they mean there, whoever asks: named
    smart lists, segmentations, expectations. `choice` is set inside the conditions of a
    `choose`. `lenient` marks texts whose my tokens come from whoever uses them: emails.
    `in_test` marks what a test expects.
    """

    names: Names
    source: Source
    visible: Visible
    container: Container
    diagnostics: list[Diagnostic]
    draws: Draws = field(default_factory=lambda: Draws(""))
    campaign: Campaign | None = None
    constant: bool = False
    lenient: bool = False
    choice: Choice | None = None
    in_test: bool = False

    @property
    def program(self) -> Program | None:
        """The nearest program around."""
        return self.container.program

    def may_be_lost(self, kind: str, name: str) -> bool:
        """Whether something unknown may only be so for a mistake that has been told already."""
        names = self.names
        if self.visible is None:
            return False
        if not self.visible.isdisjoint(names.broken):
            return True
        mistaken = self.visible & names.mistaken
        return any(is_among(names.seemingly_declared(each), kind, name) for each in mistaken)

    def within(self, choice: Choice) -> Scope:
        """The same place, as a condition of a `choose`."""
        return replace(self, choice=choice)

    def is_broken(self, node: Node) -> bool:
        """Whether a mistake has been told inside a node, so that a part of it may be lost."""
        return any(
            each.source is self.source and node.start <= each.span.start < node.end
            for each in self.diagnostics
        )

    def tell_empty(self, node: Node) -> None:
        """Tell that the braces of a smart list or segment hold no filter."""
        if not self.is_broken(node):
            self.tell(
                "syntax-error",
                node,
                "there is no filter between these braces",
                'write one such as `country is "DE"`, or `everyone`',
            )

    def tell(
        self,
        rule: str,
        node: Node | Span,
        message: str,
        help: str | None = None,
        *,
        label: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Report a mistake at a node of this file."""
        span = node.span if isinstance(node, Node) else node
        self.diagnostics.append(
            Diagnostic(
                rule,
                message,
                self.source,
                span,
                help=help,
                label=label,
                related=related,
            )
        )


def plain_text(node: Text) -> str | None:
    """The value of a text that holds no token, None where it holds one."""
    parts = node.parts
    if len(parts) == 1:
        part = parts[0]
        return None if isinstance(part, TokenReference) else part.value
    if any(isinstance(part, TokenReference) for part in parts):
        return None
    return "".join(part.value for part in parts if not isinstance(part, TokenReference))


def name_in(node: Text, scope: Scope) -> str | None:
    """The text of a name in quotes; a token in it is told, for names are fixed."""
    text = plain_text(node)
    if text is None:
        scope.tell(
            "type-mismatch",
            node,
            "a token cannot stand in a name",
            "write the name itself: names are looked up before anything runs",
        )
    return text
