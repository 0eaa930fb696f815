"""Records a session of the shell: `python -m recording.shell`.

The real program runs in a terminal in memory, and keys are pressed as somebody would. What it shows
is written as an asciicast, `docs/shell.cast`, and drawn as `docs/shell.svg`. Time is made up,
so that a busy machine does not slow the recording down.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from recording.drawing import Frame, drawn, frame_of
from tests.repl.screen import Screen

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, LINES = 92, 27
KEY, WORD = 0.07, 0.06
"""Seconds for a key, and more of them between two words."""

DOWN, TAB, RIGHT, ENTER = "\x1b[B", "\t", "\x1b[C", "\r"


@dataclass(frozen=True)
class Step:
    """Keys that are pressed one by one, what is to be seen then, and how long it may be read."""

    keys: str
    seen: str = ""
    pause: float = 0.4


STEPS = (
    Step("", "10 people", 0.8),
    Step('country is "', "4 people", 0.9),
    Step('DE" and lead_score >= 20', "", 0.3),
    Step(ENTER, "matched", 2.4),
    Step(':where country is "DE"' + ENTER, "selected: 4 of 10", 0.9),
    Step("choose {" + ENTER, "otherwise", 0.8),
    Step("when lead_score >= 15 { change lead_score by +50 }" + ENTER, "", 0.3),
    Step('otherwise { add to list "', "Key accounts", 0.8),
    Step(DOWN, "", 0.5),
    Step(ENTER + " }" + ENTER, "", 0.3),
    Step("}" + ENTER, "nothing is kept", 3.2),
    Step(":commit" + ENTER, "kept:", 0.9),
    Step(":person 101" + ENTER, "Person 101", 1.6),
    Step("{{lead.First Name}} has {{lead.Lead Score}} points" + ENTER, "Ada has", 1.6),
    Step(':why-not "After the webinar"' + ENTER, "none of", 3.0),
    Step(':save test "warm guests get fifty"' + ENTER, "it passes", 3.5),
)


@dataclass
class Recording:
    """What the terminal was sent and when, and what it showed."""

    screen: Screen
    now: float = 0.0
    events: list[tuple[float, str]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    _sent: int = 0

    def play(self, steps: tuple[Step, ...]) -> None:
        """Press all keys."""
        for step in steps:
            for key in _keys(step.keys):
                self.screen.keys(key)
                self.screen.settle()
                self.now += KEY
                self._note()
                if key in " \r" or len(key) > 1:
                    self.now += WORD
                    self._show()
            if step.seen:
                self.screen.wait(step.seen)
            self.screen.settle()
            self._note()
            self.now += step.pause
            self._show()

    def _note(self) -> None:
        """Keep what was sent since."""
        data = self.screen.raw[self._sent :]
        if data:
            self._sent = len(self.screen.raw)
            self.events.append((round(self.now, 3), data.decode("utf-8", "replace")))

    def _show(self) -> None:
        self.frames.append(frame_of(self.screen.screen, self.now))

    def cast(self) -> str:
        """The recording as an asciicast, version 2."""
        head = {"version": 2, "width": COLUMNS, "height": LINES, "title": "flowlang repl"}
        lines = [json.dumps(head)]
        lines += [json.dumps([at, "o", data], ensure_ascii=False) for at, data in self.events]
        return "\n".join(lines) + "\n"


def _keys(text: str) -> list[str]:
    """A text as keys; an arrow is one."""
    return [DOWN] if text == DOWN else list(text)


def main() -> None:
    """Record and write."""
    with tempfile.TemporaryDirectory() as folder:
        example = Path(folder) / "autumn-webinar"
        _copy(ROOT / "examples" / "autumn-webinar", example)
        env = {
            "XDG_STATE_HOME": folder,
            "COLORTERM": "",
            "NO_COLOR": "",
            "PYTHONPATH": str(ROOT),
        }
        words = ("repl", "autumn-webinar", "--at", "2026-12-05T09:00")
        with Screen(*words, cwd=Path(folder), env=env, columns=COLUMNS, lines=LINES) as screen:
            recording = Recording(screen)
            recording.play(STEPS)
    (ROOT / "docs" / "shell.cast").write_text(recording.cast(), encoding="utf-8")
    drawing = drawn(recording.frames, COLUMNS, LINES)
    (ROOT / "docs" / "shell.svg").write_text(drawing, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    """A copy of an example that may be written into."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
