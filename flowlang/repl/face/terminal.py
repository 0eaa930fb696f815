"""The face of the shell on a terminal: keys in, answers out. What they mean the session knows.

Nothing here loads the engine before the prompt is visible; a thread does so behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import HighlightMatchingBracketProcessor
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.patch_stdout import patch_stdout

from flowlang.repl.face.history import open_history
from flowlang.repl.face.interrupts import Interrupts
from flowlang.repl.face.keys import bindings
from flowlang.repl.face.looks import LOOKS, EntryLexer, Offering
from flowlang.repl.face.waiting import Waiting
from flowlang.style import Style

if TYPE_CHECKING:
    from flowlang.repl.answers import Answer
    from flowlang.repl.beginning import Beginning
    from flowlang.repl.session import Session

_HANDOVER = 0.001
_PROMPT = "flow> "
_MORE = "    · "


class Terminal:
    """Asks for entries until somebody leaves.

    `style` is asked anew for each answer, for the window may have another width by then.
    """

    def __init__(
        self,
        beginning: Beginning,
        style: Callable[[], Style],
        write: Callable[[str], None],
        write_error: Callable[[str], None],
        *,
        vi: bool = False,
    ) -> None:
        self.beginning = beginning
        self.style = style
        self.write = write
        self.waiting = Waiting(write_error)
        self.session: Session | None = None
        self.seconds: float | None = None
        self._failed: BaseException | None = None
        self._interrupts = Interrupts()
        self._opening = Thread(target=self._open, daemon=True)
        self._prompt = self._make_prompt(vi)

    # -- the whole of it --------------------------------------------------------------------

    def run(self) -> int:
        """Ask and answer; the exit status."""
        # Threads hand over sooner than they would, so that keys need not wait for completion.
        sys.setswitchinterval(_HANDOVER)
        self._prompt.app.after_render += self._begin
        with self._interrupts:
            while True:
                try:
                    with patch_stdout(raw=True):
                        text = self._prompt.prompt()
                except KeyboardInterrupt:
                    continue
                except EOFError:
                    break
                if text.strip() and not self._answer(text):
                    break
        if self.session is not None:
            self.session.close()
        return 0

    def _answer(self, text: str) -> bool:
        """Answer an entry; whether the session goes on."""
        answer: Answer | None = None
        # Ctrl-C may come when all is done: then that is what is told.
        with suppress(KeyboardInterrupt), self._interrupts.allowed():
            session = self._opened()
            with self.waiting.told("at work"):
                answer = session.answer(text)
        if answer is None or self.session is None:
            self.write("interrupted; nothing has changed\n\n")
            return True
        self.seconds = self.session.seconds
        self.write(answer.told(self.style()) + "\n")
        self._apply()
        return not self.session.ended

    def _apply(self) -> None:
        """Take up what was set."""
        assert self.session is not None
        keys = self.session.settings.get("keys")
        if keys is not None:
            self._prompt.editing_mode = EditingMode.VI if keys == "vi" else EditingMode.EMACS

    # -- beginning --------------------------------------------------------------------------

    def _begin(self, app: Application[str]) -> None:
        """Begin to open once the prompt is to be seen."""
        app.after_render -= self._begin
        self._opening.start()

    def _open(self) -> None:
        """Load the engine, the files and the people, while somebody types already."""
        try:
            from flowlang.repl.session import Session

            session = Session(self.beginning, self.waiting.say)
            problem = session.open()
            if not problem.ok:
                # The prompt goes on below what is printed here.
                print(problem.told(self.style()))  # noqa: T201 - patched to stand above it.
            _warm_up(session)
            self.session = session
        except BaseException as error:
            self._failed = error
        finally:
            app = self._prompt.app
            loop = app.loop
            if app.is_running and loop is not None:
                loop.call_soon_threadsafe(self._begun)

    def _begun(self) -> None:
        """Offer for what has been typed already, and show how things stand."""
        buffer = self._prompt.default_buffer
        if buffer.text and self._completes_while_typing():
            buffer.start_completion()
        self._prompt.app.invalidate()

    def _opened(self) -> Session:
        """Wait until the session has begun; Ctrl-C leaves it to go on and the entry undone."""
        with self.waiting.told("reading"):
            while self._opening.is_alive():
                self._opening.join(0.05)
        if self._failed is not None:
            raise self._failed
        assert self.session is not None
        return self.session

    # -- the prompt -------------------------------------------------------------------------

    def _make_prompt(self, vi: bool) -> PromptSession[str]:
        coloured = self.style().colour
        return PromptSession(
            [("class:prompt", _PROMPT)],
            multiline=True,
            prompt_continuation=lambda width, line, soft: [("class:more", _MORE)],
            lexer=EntryLexer(),
            completer=Offering(lambda: self.session),
            complete_in_thread=True,
            complete_while_typing=Condition(self._completes_while_typing),
            auto_suggest=AutoSuggestFromHistory(),
            history=open_history(),
            key_bindings=bindings(),
            bottom_toolbar=self._toolbar,
            editing_mode=EditingMode.VI if vi else EditingMode.EMACS,
            enable_open_in_editor=True,
            tempfile_suffix=".flow",
            input_processors=[HighlightMatchingBracketProcessor(chars="()[]{}")],
            style=LOOKS,
            color_depth=None if coloured else ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
            reserve_space_for_menu=7,
        )

    def _completes_while_typing(self) -> bool:
        session = self.session
        return session is None or session.settings.get("completion") != "tab"

    def _toolbar(self) -> StyleAndTextTuples:
        from flowlang.repl.face.toolbar import facts

        session: Any = self.session
        if session is None:
            return [("class:bottom-toolbar.text", f" {self.waiting.what or 'beginning'} … ")]
        return facts(session, self.seconds)


def _warm_up(session: Session) -> None:
    """Load and work out what the first keys would have to wait for."""
    from flowlang.repl.face.toolbar import facts
    from flowlang.repl.highlighting import pieces_of
    from flowlang.repl.offering import candidates

    for entry in ("c", ":w", 'a is "'):
        pieces_of(entry)
        candidates(session, entry, len(entry))
    facts(session, None)
