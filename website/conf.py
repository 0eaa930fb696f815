"""What Sphinx is told; it finds the colours of scripts by itself, as Pygments does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

from flowlang import __version__
from website.console import ConsoleLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "FlowLang"
release = version = __version__
extensions = ["myst_parser", "sphinx_copybutton"]
myst_heading_anchors = 4
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
# Places on a page that are no headings are not known to the parser of the pages; `website.links`
# looks at all links when the site is made.
suppress_warnings = ["myst.xref_missing"]
# A range such as `--from` is no dash.
smartquotes = False
# What stands behind a prompt is copied, and what is printed is not.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True


def setup(app: Sphinx) -> None:
    """Name the lexers that are for pages only."""
    app.add_lexer("console", ConsoleLexer)
    app.add_lexer("csv", TextLexer)
