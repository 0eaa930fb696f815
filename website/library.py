"""Pages of the standard library, made from the modules and their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowlang.model.standard import StandardLibrary
from flowlang.names import title_case
from flowlang.source import Source
from flowlang.syntax.nodes import declarations as nodes
from flowlang.syntax.nodes.campaigns import CampaignDeclaration, EachPerson
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Text
from website.page import Page, flow_block

_HEADING = """\
# The standard library

Modules that a script imports: `import std.scoring`. They are FlowLang themselves, and their pages
are made from them.

**Nothing in them runs by itself.** There are executables, which a campaign of yours executes where
it wants them, smart lists and segmentations, which your filters ask, tokens and fields. A module
that is not imported costs nothing.

**Names.** What a module has stands in a program of its own: `execute "Scoring.Page visit"`,
`member of smart list "Scoring.Quiet"`. A bare name always means what the project declares before
anything of the library. Executables of the library may be executed from every workspace.

**Tokens** are how you say what is meant to be different. For one caller, give its program or
campaign a token of that name, and execute `with parent tokens`. For the whole project, go on with
the library's program in a file of yours: it is the same program then, and what stands in yours
replaces what has that name in the library's.

```flow complete
import std.scoring

program "Scoring" {
  token page_visit_points: score = +2
  smart list "Target market" { country is "Germany", "Austria", "Switzerland" }
}
```

Everything of the library now gives two points for a visit, and asks this smart list.

**Tests** of the modules are not part of them: `flowlang test` runs those of your own files only.

| module | |
|---|---|
"""


def library_pages() -> list[Page]:
    """The page of the library, and one for each module."""
    library = StandardLibrary()
    modules = [(name, file) for name in library.names if (file := library.module(name))]
    # Those that every project has come last: they are long.
    modules.sort(key=lambda pair: pair[0] in ("std.core", "std.fields"))
    rows = [f"| [`{name}`]({_source(name)}) | {_first(file)} |" for name, file in modules]
    text = "\n".join([_HEADING.rstrip("\n"), *rows])
    index = Page("library/index.md", text, "index.md", ("stdlib",))
    return [index, *(_page(name, file) for name, file in modules)]


def _page(name: str, file: File) -> Page:
    parts = [
        f"# {name}\n\n{_comment(file)}",
        *_sections(file),
        "\n## The module as it is written\n",
        f"<details><summary>{_source(name)}</summary>\n",
        flow_block(file.source.text),
        "</details>\n",
    ]
    place = f"library/{name.removeprefix('std.')}.md"
    return Page(place, "\n".join(parts), "index.md", (_source(name),))


def _source(name: str) -> str:
    return f"stdlib/{name.removeprefix('std.')}.flow"


def _first(file: File) -> str:
    """What a module is, in its first sentence."""
    return re.split(r"(?<=\.) ", _one_line(_comment(file).split("\n\n", 1)[0]))[0]


def _comment(file: File) -> str:
    """The comment at the beginning of a module, without its marks."""
    lines = []
    for line in file.source.text.splitlines():
        if not line.startswith("#") or line.startswith("##"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(lines)


def _sections(file: File) -> Iterator[str]:
    source = file.source
    yield from _table("Fields", _fields(file), "field", "type", "")
    yield from _table("Activity types", _activities(file), "activity", "label", "attributes")
    for node in file.declarations:
        if isinstance(node, nodes.ChannelDeclaration):
            listed = ", ".join(f"`{_text(each.name, source)}`" for each in node.statuses)
            yield f"\nChannel **{_text(node.name, source)}**: {listed}."
    for node in file.declarations:
        if isinstance(node, nodes.ProgramDeclaration):
            yield from _program(node, source)


def _program(program: nodes.ProgramDeclaration, source: Source) -> Iterator[str]:
    name = _text(program.name, source)
    inside = program.body
    campaigns = [each for each in inside if isinstance(each, CampaignDeclaration)]
    lists = (nodes.ListDeclaration, nodes.SmartListDeclaration)
    yield from _table(
        "Executables",
        [
            (f"`{name}.{_text(each.name, source)}`", _once(each, source), _doc(each))
            for each in campaigns
        ],
        "execute",
        "each person",
        "",
    )
    yield from _table(
        f'Tokens of "{name}"',
        [
            (f"`{each.name.text}`", f"`{_slice(each.value, source)}`", _doc(each))
            for each in inside
            if isinstance(each, nodes.TokenDeclaration)
        ],
        "token",
        "value",
        "",
    )
    yield from _table(
        "Lists and smart lists",
        [
            (f"`{name}.{_text(e.name, source)}`", "", _doc(e))
            for e in inside
            if isinstance(e, lists)
        ],
        "list",
        "",
        "",
    )
    for node in inside:
        if isinstance(node, nodes.SegmentationDeclaration):
            segments = ", ".join(f"`{_text(each.name, source)}`" for each in node.segments)
            title = f"{name}.{_text(node.name, source)}"
            yield f"\nSegmentation `{title}`: {_doc(node)} {segments}."


def _fields(file: File) -> Iterator[tuple[str, str, str]]:
    for node in file.declarations:
        if isinstance(node, nodes.FieldDeclaration):
            label = title_case(node.name.text)
            if node.label is not None:
                label = _text(node.label, file.source)
            kind = "" if node.kind == "person" else f"{node.kind} field, "
            named = "" if label == title_case(node.name.text) else f"`{label}`. "
            type_ = re.sub(r"\s+", " ", _slice(node.type, file.source))
            yield f"`{node.name.text}`", f"{kind}{type_}", f"{named}{_doc(node)}".strip()


def _activities(file: File) -> Iterator[tuple[str, str, str]]:
    for node in file.declarations:
        if isinstance(node, nodes.ActivityDeclaration):
            label = f"{_text(node.label, file.source)}, {node.number.text}. {_doc(node)}"
            attributes = [_attribute(each, file.source) for each in node.attributes]
            if node.open:
                attributes.append("any other")
            yield f"`{node.name.text}`", label, ", ".join(attributes)


def _attribute(node: nodes.AttributeDeclaration, source: Source) -> str:
    """An attribute with its type, unless that is text; the primary one set off."""
    type_ = _slice(node.type, source)
    told = f"`{node.name.text}`" + ("" if type_ == "string" else f" {type_}")
    return f"**{told}**" if node.primary else told


def _table(
    title: str, rows: Iterator[tuple[str, str, str]] | list[tuple[str, str, str]], *heads: str
) -> Iterator[str]:
    """A table below its title; columns that hold nothing are left out, and so is an empty table."""
    found = list(rows)
    if not found:
        return
    kept = [at for at in range(3) if any(row[at] for row in found)]
    yield f"\n## {title}\n"
    yield f"| {' | '.join(heads[at] for at in kept)} |"
    yield f"|{'---|' * len(kept)}"
    for row in found:
        yield f"| {' | '.join(row[at] for at in kept)} |"


def _once(campaign: CampaignDeclaration, source: Source) -> str:
    found = (part for part in campaign.parts if isinstance(part, EachPerson))
    rule = next((_slice(part, source) for part in found), "once")
    return rule.removeprefix("each person ")


def _doc(node: nodes.Declaration) -> str:
    return _one_line(node.doc or "")


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _text(node: Text, source: Source) -> str:
    return _slice(node, source).strip('"')


def _slice(node: Node, source: Source) -> str:
    return source.slice(node.span)
