"""Commands about what is declared: campaigns, tokens, ties between them, files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flowlang.engine.resolve import literal_text
from flowlang.graph.graph import graph_of
from flowlang.graph.render import render_text
from flowlang.model.assets import Container
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.named import named
from flowlang.model.nearest import nearest
from flowlang.model.origin import is_standard
from flowlang.repl import doing
from flowlang.repl.answers import Answer, Lines, Table, Told
from flowlang.repl.commands.table import command, nothing_behind, one_name, words_of
from flowlang.repl.entry import Kind
from flowlang.repl.faults import FaultError
from flowlang.repl.ground import STEPS
from flowlang.repl.session import Session
from flowlang.report.table import TableColumn
from flowlang.style import counted, plain


@command(
    "campaigns", "[WORD]", "the campaigns: kind, who may enter, what starts them, entries so far"
)
def campaigns(session: Session, text: str) -> Answer:
    """The campaigns there are."""
    scene = session.scene
    word = one_name(text).lower()
    present = scene.world.present
    rows = []
    for each in scene.instance.campaigns:
        if each.name.startswith(STEPS) or word not in each.qualified_name.lower():
            continue
        times = scene.world.state.campaign_entries(each).times[present]
        entered = f"{int((times > 0).sum()):,}"
        rows.append([each.qualified_name, each.kind.value, _starts(each), _rule(each), entered])
    columns = [TableColumn(name) for name in ("name", "kind", "starts by", "each person")]
    columns.append(TableColumn("entered", to_right=True))
    return Table(columns, rows, "there is no campaign")


def _starts(campaign: Campaign) -> str:
    """What starts a campaign, in a few words."""
    if not campaign.active:
        return "inactive"
    match campaign.kind:
        case CampaignKind.BATCH:
            return "schedule" if campaign.schedule else "run"
        case CampaignKind.EXECUTABLE:
            return "execute"
        case CampaignKind.EXTERNAL:
            return "elsewhere"
        case CampaignKind.TRIGGER:
            named = (
                "request" if isinstance(each, RequestTrigger) else each.activity.name
                for each in campaign.triggers
            )
            return ", ".join(dict.fromkeys(named))


def _rule(campaign: Campaign) -> str:
    match campaign.interval:
        case None:
            return "once"
        case 0:
            return "every time"
        case hours if hours % 24 == 0:
            return f"once per {counted(hours // 24, 'day')}"
        case hours:
            return f"once per {counted(hours, 'hour')}"


@command(
    "tokens",
    "[PROGRAM or CAMPAIGN]",
    "the my tokens that are seen from a place, where `{{my.…}}` is resolved from then on",
    wants="place",
    examples=(
        (':tokens "Autumn Webinar"', "those of a program"),
        (":tokens", "those of the place"),
    ),
)
def tokens(session: Session, text: str) -> Answer:
    """The my tokens of a place."""
    from flowlang.repl.knowing import Known

    if text:
        session.place = find_place(session, one_name(text))
    place = session.place
    state = session.scene.world.state
    found = Known.of(session.scene, place).tokens()
    rows = [
        [f"my.{each.name}", each.type.value, literal_text(each.value, state), where]
        for each, where in found.values()
    ]
    where = "everywhere" if place is None else getattr(place, "qualified_name", place.name)
    return Table(
        [TableColumn(name) for name in ("token", "type", "value", "declared in")],
        rows,
        f"no my tokens are seen from {plain(where)}; `:tokens PROGRAM` goes there",
        title=f"As seen from {plain(where)}" if rows else "",
    )


def find_place(session: Session, name: str) -> Campaign | Container:
    """The program or campaign of that name."""
    instance = session.instance
    for each in instance.programs:
        if each.name == name:
            return each
    return find_campaign(session, name, [each.name for each in instance.programs])


def find_campaign(session: Session, name: str, more: Iterable[str] = ()) -> Campaign:
    """The campaign of that name, short or qualified."""
    campaigns = session.instance.campaigns
    found = named(campaigns, name)
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(f'"{each.qualified_name}"' for each in found)
        raise FaultError(f'several campaigns are called "{plain(name)}"', f"say {plain(names)}")
    known = {way for each in campaigns for way in (each.name, each.qualified_name)}
    known = {each for each in known if not each.startswith(STEPS)} | set(more)
    near = nearest(name, sorted(known))
    kinds = "program or campaign" if more else "campaign"
    help_ = f'did you mean "{plain(near)}"?' if near else "`:campaigns` lists them"
    raise FaultError(f'there is no {kinds} "{plain(name)}"', help_)


@command(
    "graph",
    "[NAME]",
    "who executes, requests, triggers, reads and writes whom; of one thing, what is tied to it",
    wants="node",
    examples=((':graph "Score"', "what is tied to one campaign"),),
)
def graph(session: Session, text: str) -> Answer:
    """What is tied to what."""
    whole = graph_of(session.instance)
    if text:
        name = one_name(text)
        found = whole.find(name)
        if not found:
            near = nearest(name, [node.name for node in whole.nodes])
            help_ = f'did you mean "{plain(near)}"?' if near else "`:graph` shows all"
            raise FaultError(f'nothing here is called "{plain(name)}"', help_)
        whole = whole.around(found[0], 1)
    if not whole.nodes:
        return Lines(["nothing is declared that is tied to anything"])
    return Told(lambda style: render_text(whole, style))


@command(
    "load",
    "PATH …",
    "more files or folders with campaigns",
    wants="path",
    examples=((":load campaigns/", "all files of a folder"),),
)
def load(session: Session, text: str) -> Answer:
    """Read more files."""
    paths = tuple(Path(each).expanduser() for each in words_of(text))
    if not paths:
        raise FaultError("name a file or a folder, such as `:load campaigns/`")
    old = session.beginning.paths
    more = tuple(each for each in paths if each not in old)
    return _read_again(session, (*old, *more))


@command("reload", "", "read the files again; what was done is done anew")
def reload(session: Session, text: str) -> Answer:
    """Read the files again."""
    nothing_behind("reload", text)
    return _read_again(session, session.beginning.paths)


def _read_again(session: Session, paths: tuple[Path, ...]) -> Answer:
    """Read files, and do what was done with what they declare now."""
    workspace = doing.workspace_of(paths, "")
    names = [
        name
        for file in workspace.instance.files
        if file.source.path is not None and not is_standard(file.source)
        for name in doing.declared_names(file.source.text)
    ]
    # What was typed and stands in a file by now is the file's.
    deeds = doing.without(session.deeds, names)
    wanted = replace(session.beginning, paths=paths)
    if wanted.people is None:
        wanted = replace(wanted, people=workspace.instance.project.people)
    session.rebuild(deeds, wanted)
    own = own_files(session)
    again = sum(each.kind is not Kind.DECLARATIONS for each in deeds)
    done = f"; {counted(again, 'entry', 'entries')} done anew" if again else ""
    found = counted(
        sum(not each.name.startswith(STEPS) for each in session.instance.campaigns), "campaign"
    )
    return Lines([f"read {counted(len(own), 'file')} with {found}{done}"])


def own_files(session: Session) -> list[Path]:
    """The files of the workspace, without those of the standard library."""
    return [
        each.source.path
        for each in session.workspace.instance.files
        if each.source.path is not None
        and each.source.path.is_file()
        and not is_standard(each.source)
    ]
