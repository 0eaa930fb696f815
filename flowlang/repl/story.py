"""What was done in a session and is kept, with how things stood in between."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowlang.model.instance import Instance
from flowlang.repl.deeds import Deed
from flowlang.repl.scene import Scene

KEPT = 4
"""So many scenes are kept to go back to at once; earlier ones are made again."""


@dataclass(slots=True)
class Story:
    """The deeds that are kept, and between them what is declared and how things stand.

    `instances` and `scenes` have one more than `deeds`; a scene that was let go of is None.
    """

    deeds: list[Deed] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    scenes: list[Scene | None] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene) -> Story:
        """A story that has only begun."""
        return cls([], [scene.instance], [scene])

    def add(self, deed: Deed, scene: Scene) -> None:
        """Keep a deed, and let go of a scene that is far away."""
        self.deeds.append(deed)
        self.instances.append(scene.instance)
        self.scenes.append(scene)
        for place in range(1, len(self.scenes) - KEPT):
            self.scenes[place] = None

    def drop(self) -> None:
        """Take the last deed back."""
        self.deeds.pop()
        self.instances.pop()
        self.scenes.pop()
