"""What completion knows of a session: its names, its people, and the values that occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flowlang.engine.forms import text_form
from flowlang.engine.history import history_of
from flowlang.engine.vectors import Text
from flowlang.model.assets import Activity, Container, Field, FieldKind
from flowlang.model.campaigns import Campaign
from flowlang.repl.scene import Scene
from flowlang.repl.surroundings import Seen, Surroundings

_MOST = 40


def most_frequent(scene: Scene, field: Field, most: int = _MOST) -> list[Seen]:
    """The values of a field that occur, the most frequent first."""
    state, present = scene.world.state, scene.world.present
    vector = state.column(field).take(present)
    if isinstance(vector, Text):
        codes = vector.codes[vector.codes >= 0]
        if not len(codes):
            return []
        counts = np.bincount(codes)
        first = _largest(counts, most)
        return [Seen(vector.words.texts[code], int(counts[code])) for code in first if counts[code]]
    values, counts = np.unique(vector.values[~vector.empty], return_counts=True)
    zone = state.plan.calendar.zone
    return [
        Seen(text_form(values[place], field.type, zone), int(counts[place]))
        for place in _largest(counts, most)
    ]


def _largest(counts: np.ndarray[tuple[int], np.dtype[np.int64]], most: int) -> list[int]:
    """The places of the largest counts, the largest first; of equals the earlier one."""
    places = np.arange(len(counts))
    if len(counts) > most:
        places = np.argpartition(-counts, most)[:most]
    found: list[int] = places[np.lexsort((places, -counts[places]))].tolist()
    return found


@dataclass(slots=True)
class Known(Surroundings):
    """The surroundings of a session at one point."""

    scene: Scene | None = None
    cache: dict[object, Sequence[Seen]] | None = None

    @classmethod
    def of(cls, scene: Scene, place: Campaign | Container | None) -> Known:
        """What is known at a scene, and from a place in the tree."""
        campaign = place if isinstance(place, Campaign) else None
        container = campaign.container if campaign else place
        assert not isinstance(container, Campaign)
        return cls(scene.instance, container, campaign, scene, {})

    def values(self, field: Field) -> Sequence[Seen]:
        """The values of a field that occur, the most frequent first."""
        assert self.scene is not None
        assert self.cache is not None
        if field.kind is FieldKind.MEMBER:
            return ()
        if field.key not in self.cache:
            self.cache[field.key] = most_frequent(self.scene, field)
        return self.cache[field.key]

    def has_data(self, field: Field) -> bool:
        """Whether the data has a column for a field."""
        assert self.scene is not None
        state = self.scene.world.state
        return field.key in state.partition.fields or field.key in state.changed

    def assets(self, activity: Activity) -> Sequence[Seen]:
        """What the activities of a type were about, the most frequent first."""
        assert self.scene is not None
        assert self.cache is not None
        if activity not in self.cache:
            asset = history_of(self.scene.world.state, activity).asset
            codes = asset.codes[asset.codes >= 0]
            counts = np.bincount(codes) if len(codes) else np.zeros(0, np.int64)
            self.cache[activity] = [
                Seen(asset.words.texts[code], int(counts[code]))
                for code in _largest(counts, _MOST)
                if counts[code]
            ]
        return self.cache[activity]

    def people(self) -> Sequence[str]:
        """The people whom the session has given, and the first of the data."""
        assert self.scene is not None
        world = self.scene.world
        first = [world.id_of(row) for row in world.present[:20].tolist()]
        return tuple(dict.fromkeys((*self.scene.given, *first)))
