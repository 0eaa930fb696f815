"""Keys that mean something of their own in the shell."""

from __future__ import annotations

from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent


def bindings() -> KeyBindings:
    """Enter, Alt-Enter and closing braces."""
    keys = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @keys.add("enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        _enter(event)

    @keys.add("escape", "enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        _new_line(event)

    for closing in "})":

        @keys.add(closing, filter=typing)
        def _(event: KeyPressEvent) -> None:
            _close(event)

    return keys


def _enter(event: KeyPressEvent) -> None:
    """Take the highlighted completion, else hand the entry in, else begin a new line."""
    from flowlang.repl.entry import read_entry

    buffer = event.current_buffer
    menu = buffer.complete_state
    if menu is not None and menu.current_completion is not None:
        # What is highlighted stands in the text already.
        buffer.complete_state = None
        return
    if read_entry(buffer.text).is_complete:
        buffer.cancel_completion()
        buffer.validate_and_handle()
    else:
        _new_line(event)


def _new_line(event: KeyPressEvent) -> None:
    from flowlang.repl.entry import indentation

    buffer = event.current_buffer
    buffer.cancel_completion()
    before = buffer.document.text_before_cursor
    buffer.insert_text("\n" + (indentation(before) or "  "))


def _close(event: KeyPressEvent) -> None:
    """Write a closing brace; at the beginning of a line it goes out by one step."""
    buffer = event.current_buffer
    line = buffer.document.current_line_before_cursor
    if line.endswith("  ") and not line.strip():
        buffer.delete_before_cursor(2)
    buffer.insert_text(event.data)
