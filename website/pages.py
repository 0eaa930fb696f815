"""The pages of the site: those that are written, and beside them those that are made."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from website.reference import commands_page, grammar_page
from website.rules import rule_pages

ROOT = Path(__file__).parents[1]

_SCRIPTS = (".flow", ".toml")
_LANGUAGES = {".flow": "flow", ".toml": "toml"}
_RULE = re.compile(r"(?<!\[)`([a-z]+(?:-[a-z]+)+)`(?!\])")
_LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)\s]*)?\))")


def assemble(folder: Path) -> None:
    """Put all pages into a folder, where they stand as in the checkout, so that links hold."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for page in ("CHANGELOG.md", "CONTRIBUTING.md", "examples/README.md", "benchmarks/README.md"):
        if (ROOT / page).exists():
            _write(folder / page, (ROOT / page).read_text(encoding="utf-8"))
    for example in sorted((ROOT / "examples").glob("*/README.md")):
        _example(example, folder)
    _library(folder)
    _write(folder / "index.md", (ROOT / "website" / "index.md").read_text(encoding="utf-8"))
    _write(folder / "reference" / "commands.md", commands_page())
    _write(folder / "reference" / "grammar.md", grammar_page())
    for name, text in rule_pages().items():
        _write(folder / "rules" / f"{name}.md", text)
    rules = folder / "docs" / "rules.md"
    listed = _toctree("../rules/*", glob=True)
    _write(rules, f"{rules.read_text(encoding='utf-8')}\n{listed}")
    for each in folder.rglob("*.md"):
        _write(each, _linked(each, folder))


def _example(readme: Path, folder: Path) -> None:
    """The story of an example, and all its scripts behind it."""
    home = readme.parent
    to = folder / "examples" / home.name
    text = readme.read_text(encoding="utf-8")
    more = "\n[All scripts of this example](scripts.md)\n"
    _write(to / "README.md", f"{text}{more}\n{_toctree('scripts')}")
    scripts = sorted(each for each in home.rglob("*") if each.suffix in _SCRIPTS)
    title = text.splitlines()[0].removeprefix("# ")
    shown = "".join(_script(each, str(each.relative_to(home))) for each in scripts)
    _write(to / "scripts.md", f"# Scripts: {title}\n{shown}")


def _library(folder: Path) -> None:
    """The modules of the standard library, as they are written."""
    modules = sorted((ROOT / "stdlib").glob("*.flow"))
    listed = "".join(f"- [std.{each.stem}]({each.stem}.md)\n" for each in modules)
    text = "# The modules as they are written\n\nWhat they hold and what it is for: [the standard "
    text += f"library](../docs/standard-library.md).\n\n{listed}"
    _write(folder / "stdlib" / "README.md", f"{text}\n{_toctree(*(m.stem for m in modules))}")
    for each in modules:
        _write(folder / "stdlib" / f"{each.stem}.md", f"# std.{each.stem}\n{_script(each, '')}")


def _script(path: Path, name: str) -> str:
    heading = f"\n## {name}\n" if name else ""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    return f"{heading}\n````{_LANGUAGES[path.suffix]}\n{text}\n````\n"


def _toctree(*pages: str, glob: bool = False) -> str:
    listed = "\n".join(pages)
    return f"```{{toctree}}\n:hidden:\n{':glob:' if glob else ''}\n\n{listed}\n```\n"


def _linked(page: Path, folder: Path) -> str:
    """A page in which names of rules, folders and the grammar lead to the pages about them."""
    upwards = "../" * (len(page.relative_to(folder).parts) - 1)

    def lead(match: re.Match[str]) -> str:
        target = page.parent / match[2]
        if target.suffix == ".lark":
            return f"{match[1]}{upwards}reference/grammar.md{match[3]}"
        if (target / "README.md").exists():
            return f"{match[1]}{match[2].rstrip('/')}/README.md{match[3]}"
        return match[0]

    def explain(match: re.Match[str]) -> str:
        known = folder / "rules" / f"{match[1]}.md"
        if known == page or not known.exists():
            return match[0]
        return f"[{match[0]}]({upwards}rules/{match[1]}.md)"

    return "".join(
        part if is_code else _LINK.sub(lead, _RULE.sub(explain, part))
        for is_code, part in _by_fences(page.read_text(encoding="utf-8"))
    )


def _by_fences(text: str) -> Iterator[tuple[bool, str]]:
    """A page in parts: whether it is a block of code, and its text."""
    fence = ""
    part = ""
    for line in text.splitlines(keepends=True):
        mark = re.match(r"`{3,}", line)
        if mark and not fence:
            yield False, part
            fence, part = mark[0], line
        elif fence and line.rstrip() == fence:
            yield True, part + line
            fence, part = "", ""
        else:
            part += line
    yield bool(fence), part


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
