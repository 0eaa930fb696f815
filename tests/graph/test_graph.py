"""What ties campaigns and assets together, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.cli.main import main
from flowlang.graph.graph import Graph, affected, graph_of
from flowlang.graph.inventory import undefined, unused
from flowlang.graph.render import graph_data, render_dot, render_mermaid, render_text
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.style import Style

SCRIPT = """
import std.fields
list "VIP"
list "Old"
email "Hello" { subject: "{{lead.First Name:default=you}}" }
smart list "Near" { country is "DE" }
smart list "Near VIP" { member of smart list "Near" and member of list "VIP" }
executable campaign "Score" { each person every time flow { change lead_score by +5 } }
trigger campaign "Hot" {
  on change_score of lead_score where change_value is "+5"
  flow { send email "Hello" }
}
trigger campaign "Cold" {
  on change_score of lead_score where change_value is "-5"
  flow { do nothing }
}
trigger campaign "Asked" { on requested by flow flow { change lead_status to "Asked" } }
batch campaign "Run" {
  smart list { member of smart list "Near VIP" and did open_email "Helo" }
  flow { execute "Score" request "Asked" }
}
"""


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    (tmp_path / "flowlang.toml").touch()
    (tmp_path / "main.flow").write_text(SCRIPT)
    [found] = load([tmp_path]).instances
    assert check(found) == []
    return found


@pytest.fixture
def graph(instance: Instance) -> Graph:
    return graph_of(instance)


def edges(graph: Graph) -> set[str]:
    return {f"{edge.source.name} {edge.kind} {edge.target.name}" for edge in graph.edges}


def test_ties(graph: Graph) -> None:
    assert edges(graph) == {
        "Run executes Score",
        "Run requests Asked",
        "Run reads Near VIP",
        "Run reads open_email",
        "Near VIP reads Near",
        "Near VIP reads VIP",
        "Near reads country",
        "Score writes lead_score",
        "Score triggers Hot",
        "Asked writes lead_status",
        "Hot reads lead_score",
        "Hot reads first_name",
        "Hot sends Hello",
        "Cold reads lead_score",
        "change_score starts Hot",
        "change_score starts Cold",
    }


def test_only_some_kinds(graph: Graph) -> None:
    some = graph.only(["executes", "requests"])
    assert edges(some) == {"Run executes Score", "Run requests Asked"}
    assert [node.name for node in some.nodes] == ["Score", "Asked", "Run"]


def test_around(graph: Graph) -> None:
    [asked] = graph.find("Asked")
    near = {node.name for node in graph.around(asked, 1).nodes}
    assert near == {"Asked", "Run", "lead_status"}
    assert len(graph.around(asked, None).nodes) > 10


def test_affected(graph: Graph) -> None:
    [country] = graph.find("country")
    told = [(far, who.name, why) for far, who, why, _ in affected(graph, country)]
    assert told[:3] == [(1, "Near", "reads"), (2, "Near VIP", "reads"), (3, "Run", "reads")]
    assert (4, "Score", "is executed by") in told


def test_inventory(instance: Instance, graph: Graph) -> None:
    assert list(unused(instance, graph)) == ["Old"]
    [missing] = undefined(instance)
    assert (missing.name, missing.kind) == ("Helo", "email")


def test_same_names_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "main.flow").write_text(
        'list "A" email "A" { subject: "x" } '
        'batch campaign "A" { flow { add to list "A" send email "A" } }'
    )
    [instance] = load([tmp_path]).instances
    graph = graph_of(instance)
    assert [node.name for node in graph.nodes] == ["A", "A (list)", "A (email)"]
    assert len(graph.find("A")) == 3


def test_names_with_signs_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "main.flow").write_text(
        'list "a \\"b\\" \\\\ <c> #1" '
        'batch campaign "R" { flow { add to list "a \\"b\\" \\\\ <c> #1" } }'
    )
    [instance] = load([tmp_path]).instances
    graph = graph_of(instance)
    assert 'label="a \\"b\\" \\\\ <c> #1\\nlist"' in render_dot(graph)
    assert "a #34;b#34; #92; #60;c#62; #35;1" in render_mermaid(graph)
    assert 'a "b" \\ <c> #1' in render_text(graph, Style())


def test_command_prints_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.flow").write_text(SCRIPT)
    assert main(["graph", str(tmp_path), "--format", "json"]) == 0
    [instance] = load([tmp_path]).instances
    assert json.loads(capsys.readouterr().out) == graph_data(graph_of(instance))


def test_command_refuses_what_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.flow").write_text(SCRIPT)
    assert main(["graph", str(tmp_path), "--campaign", "Scor"]) == 2
    assert 'did you mean "Score"?' in capsys.readouterr().err
    assert main(["graph", str(tmp_path), "--kind", "execute"]) == 2
    assert "did you mean `executes`?" in capsys.readouterr().err


LIBRARY = """
import std.scoring
program "Web" {
  trigger campaign "Visits" { on visit_webpage flow { execute "Scoring.Job level" } }
}
"""


def test_of_the_library_there_is_what_the_project_leads_to(tmp_path: Path) -> None:
    (tmp_path / "main.flow").write_text(LIBRARY)
    [instance] = load([tmp_path]).instances
    graph = graph_of(instance)
    assert [node.name for node in graph.nodes] == [
        "Scoring.Job level",
        "Web.Visits",
        "Titles.Job level",
        "Web",
        "title",
        "lead_score",
        "demographic_score",
        "visit_webpage",
    ]
    assert list(unused(instance, graph)) == []
