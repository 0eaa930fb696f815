"""`flowlang graph`: who executes, requests, triggers, reads and writes whom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from flowlang.cli.options import color_option, paths_argument
from flowlang.cli.output import style_for, write, write_error, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.render.data import report_data
from flowlang.diagnostics.render.text import render_text as render_diagnostics
from flowlang.graph.graph import KINDS, Graph, Node, affected, graph_of
from flowlang.graph.inventory import undefined, unused
from flowlang.graph.render import graph_data, render_dot, render_mermaid, render_text
from flowlang.model.instance import Instance
from flowlang.model.nearest import nearest
from flowlang.style import Look, Style, plain
from flowlang.workspace.loading import load_and_check

_EPILOG = """\b
Examples:
  flowlang graph .                                     everything
  flowlang graph . --campaign "Score" --depth 1        what is tied to one campaign
  flowlang graph . --kind executes,requests,triggers   who starts whom
  flowlang graph . --affected lead_score               who is affected by a change
  flowlang graph . --inventory                         what nobody uses, what nobody declares
  flowlang graph . --format dot | dot -Tsvg > graph.svg

Exit status: 0 fine, 1 mistakes were found in the campaigns, 2 wrong usage."""


def _kinds(context: click.Context, option: click.Parameter, given: Sequence[str]) -> list[str]:
    """The kinds of an option that may be repeated, and may list several with commas."""
    kinds = [word.strip() for words in given for word in words.split(",") if word.strip()]
    for kind in kinds:
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            offer = f"did you mean `{near}`?" if near else f"there are {', '.join(KINDS)}"
            raise refuse(f"`--kind`: there is no kind `{kind}`; {offer}")
    return kinds


@click.command(epilog=_EPILOG)
@paths_argument
@click.option("--campaign", metavar="NAME", help="Only what is tied to this campaign or asset.")
@click.option(
    "--depth", type=click.IntRange(min=1), metavar="N", help="So many ties away; default: all."
)
@click.option("--kind", multiple=True, callback=_kinds, metavar="KIND,…", help="Only such ties.")
@click.option("--affected", "changed", metavar="NAME", help="Who is affected by a change of this.")
@click.option("--inventory", is_flag=True, help="What nobody uses, and what nobody declares.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "dot", "mermaid"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@color_option
def command(
    paths: tuple[Path, ...],
    campaign: str | None,
    depth: int | None,
    kind: list[str],
    changed: str | None,
    inventory: bool,
    form: str,
    color: str,
) -> int:
    """Show who executes, requests, triggers, reads and writes whom."""
    chosen = [name for name, on in _modes(campaign, changed, inventory) if on]
    if len(chosen) > 1:
        raise refuse(f"`{chosen[0]}` and `{chosen[1]}` do not go together")
    if form in ("dot", "mermaid") and (changed is not None or inventory):
        raise refuse(f"`{chosen[0]}` has no form `{form}`; there are text and json")
    checked = load_and_check(paths)
    if checked.has_errors:
        if form == "json":
            write_json(report_data(checked.diagnostics, checked.files))
        else:
            write_error(render_diagnostics(checked.diagnostics, style_for(sys.stderr, color)))
        return 1
    if len(checked.instances) != 1:
        raise refuse("the paths lead to several projects; show one at a time")
    [instance] = checked.instances
    whole = graph_of(instance)
    graph = whole.only(kind) if kind else whole
    style = style_for(sys.stdout, color)
    if inventory:
        _show_inventory(instance, whole, form, style)
    elif changed is not None:
        _show_affected(graph, _node(changed, whole), depth, form, style)
    else:
        if campaign is not None:
            graph = graph.around(_node(campaign, whole), depth)
        _show(graph, form, style)
    return 0


def _modes(
    campaign: str | None, changed: str | None, inventory: bool
) -> tuple[tuple[str, bool], ...]:
    return (
        ("--affected", changed is not None),
        ("--inventory", inventory),
        ("--campaign", campaign is not None),
    )


def _node(name: str, graph: Graph) -> Node:
    found = graph.find(name)
    if len(found) > 1:
        listed = ", ".join(f'"{node.name}"' for node in found)
        raise refuse(f'several things are called "{name}"; say {listed}')
    if not found:
        near = nearest(name, [node.name for node in graph.nodes])
        offer = f'; did you mean "{near}"?' if near else ""
        raise refuse(f'nothing here is called "{name}"{offer}')
    return found[0]


def _show(graph: Graph, form: str, style: Style) -> None:
    match form:
        case "json":
            write_json(graph_data(graph))
        case "dot":
            write(render_dot(graph))
        case "mermaid":
            write(render_mermaid(graph))
        case _:
            write(render_text(graph, style))


def _show_affected(graph: Graph, node: Node, depth: int | None, form: str, style: Style) -> None:
    found = [each for each in affected(graph, node) if depth is None or each[0] <= depth]
    if form == "json":
        told = [
            {"name": who.name, "kind": who.kind, "depth": far, "why": why, "through": by.name}
            for far, who, why, by in found
        ]
        write_json({"name": node.name, "kind": node.kind, "affected": told})
        return
    lines = [f"{style.paint(plain(node.name), Look.STRONG)}  {node.kind}"]
    below: dict[Node, list[tuple[Node, str]]] = {}
    for _, who, why, by in found:
        below.setdefault(by, []).append((who, why))

    def tell(here: Node, indent: str) -> None:
        for who, why in below.get(here, []):
            lines.append(f"{indent}{plain(who.name)} ({who.kind}) {why} {plain(here.name)}")
            tell(who, indent + "  ")

    tell(node, "  ")
    if not found:
        lines.append("  nobody is affected by a change of it")
    write("\n".join(lines) + "\n")


def _show_inventory(instance: Instance, graph: Graph, form: str, style: Style) -> None:
    kinds = {node.name: node.kind for node in graph.nodes}
    idle = [(name, kinds[name]) for name in unused(instance, graph)]
    missing = list(undefined(instance))
    if form == "json":
        write_json(
            {
                "unused": [{"name": name, "kind": kind} for name, kind in idle],
                "undefined": [
                    {
                        "name": each.name,
                        "kind": each.kind,
                        "file": each.asked.source.name,
                        "line": each.asked.source.position(each.asked.span.start).line,
                    }
                    for each in missing
                ],
            }
        )
        return
    lines = [style.paint("Declared, and used by nobody", Look.STRONG)]
    lines.extend(f"  {plain(name)} ({kind})" for name, kind in idle)
    lines.extend([] if idle else ["  nothing"])
    lines.extend(["", style.paint("Named in `did` or `on`, and declared nowhere", Look.STRONG)])
    for each in missing:
        line = each.asked.source.position(each.asked.span.start).line
        lines.append(f"  {plain(each.name)} ({each.kind})  {each.asked.source.name}:{line}")
    lines.extend([] if missing else ["  nothing"])
    write("\n".join(lines) + "\n")
