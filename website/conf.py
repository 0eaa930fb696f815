"""What Sphinx is told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from pygments.lexers.special import TextLexer

from flowlang import __version__
from website.highlighting import ConsoleLexer, FlowLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "FlowLang"
release = version = __version__
extensions = ["myst_parser", "sphinx_copybutton"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
html_title = "FlowLang"
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "tango"
pygments_dark_style = "github-dark"
highlight_language = "text"
# What a prompt stands before is copied, and what is printed is not.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True


def setup(app: Sphinx) -> None:
    """Have scripts coloured as the shell colours them."""
    app.add_lexer("flow", FlowLexer)
    app.add_lexer("console", ConsoleLexer)
    app.add_lexer("csv", TextLexer)
