"""What a run does, in the order in which it does it, worked out by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.engine.conftest import Play

SCORING = """
field points: score
executable campaign "Score" {
  token change: score = +0
  each person every time
  flow { change points by {{my.Change}} }
}
"""


def scores(play: Play, script: str, **options: object) -> list[str]:
    return [row["points"] for row in play(script, **options).people]


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ('token change: score = +10 flow { execute "Score" with parent tokens }', "10"),
        ('token change: score = +10 flow { execute "Score" }', ""),
        ('flow { execute "Score" with parent tokens }', ""),
        ('token change: score = =7 flow { execute "Score" with parent tokens }', "7"),
    ],
)
def test_tokens_follow_the_caller_only_where_it_says_so(play: Play, call: str, wanted: str) -> None:
    assert scores(play, f'{SCORING} batch campaign "B" {{ {call} }}') == [wanted]


def test_a_link_without_the_words_cuts_the_context(play: Play) -> None:
    script = f"""{SCORING}
    executable campaign "Middle" {{ flow {{ execute "Score" with parent tokens }} }}
    batch campaign "Cut" {{ token change: score = +5 flow {{ execute "Middle" }} }}
    batch campaign "B" {{ token change: score = +5 flow {{ execute "Middle" with parent tokens }} }}
    """
    settings = "[check]\nmax_execute_depth = 3"
    assert scores(play, script, campaign="Cut", settings=settings) == [""]
    assert scores(play, script, campaign="B", settings=settings) == ["5"]


def test_values_from_outside_go_where_tokens_go(play: Play) -> None:
    script = f"""{SCORING}
    trigger campaign "Asked" {{
      token change: score = +1
      on requested
      flow {{ change points by {{{{my.Change}}}} }}
    }}
    batch campaign "B" {{
      token change: score = +3
      each person every time
      flow {{ execute "Score" with parent tokens execute "Score" request "Asked" }}
    }}
    """
    assert scores(play, script) == ["4"]
    assert scores(play, script, tokens=("change=+20",)) == ["21"]


def test_execute_is_logged_before_what_it_does_and_who_does_not_qualify_goes_on(
    play: Play,
) -> None:
    script = """
    field points: score
    executable campaign "Once" { flow { change points by +1 } }
    batch campaign "B" { flow { execute "Once" execute "Once" change points by +5 } }
    """
    played = play(script)
    assert [(asset, attributes) for _, asset, attributes in played.log()] == [
        ("Once", {"Qualified": True, "Step": "1"}),
        ("Points", {"Change Value": "+1", "Old Value": 0, "New Value": 1, "Step": "1"}),
        ("Once", {"Qualified": False, "Step": "2"}),
        ("Points", {"Change Value": "+5", "Old Value": 1, "New Value": 6, "Step": "3"}),
    ]
    assert [row["campaignId"] for row in played.activities] == ["B", "Once", "B", "B"]
    assert [row["marketoGUID"] for row in played.activities] == ["1-1", "1-2", "1-3", "1-4"]


def test_a_request_runs_behind_its_caller(play: Play) -> None:
    script = """
    field trace: string
    trigger campaign "First" { on requested flow { change trace to "{{lead.trace}} first" } }
    trigger campaign "Second" { on change_data_value of trace where new_value is "b c"
      flow { change trace to "{{lead.trace}} second" } }
    batch campaign "B" {
      flow { request "First" change trace to "b" change trace to "b c" }
    }
    """
    assert play(script).people[0]["trace"] == "b c first second"


def test_success_stays_and_statuses_only_go_on(play: Play) -> None:
    script = """
    channel "C" { status "Invited" status "Attended" success status "Late" step 20 }
    program "P" uses channel "C" {
      batch campaign "B" { flow {
        change program status to "Attended"
        change program status to "Invited"
        change program status to "Late"
        change program status to "Late"
      } }
    }
    """
    played = play(script)
    assert [attributes for _, _, attributes in played.log()] == [
        {"New Status": "Attended", "Success": True, "Step": "1"},
        {
            "Old Status": "Attended",
            "New Status": "Invited",
            "Success": False,
            "Reason": "earlier_status",
            "Step": "2",
        },
        {"Old Status": "Attended", "New Status": "Late", "Success": False, "Step": "3"},
    ]
    [member] = played.tables["program_members"]
    assert (member["status"], member["reachedSuccess"]) == ("Late", "true")
    assert member["reachedSuccessDate"] == "2026-01-05T09:00:00Z"


def test_sends_are_skipped_for_the_first_reason_that_holds(play: Play) -> None:
    script = """
    email "News" { subject: "x" }
    email "Bill" { subject: "x" operational }
    batch campaign "B" { flow { send email "News" send email "Bill" } }
    """
    people = (
        "id,email,email_invalid,block_listed,unsubscribed,marketing_suspended\n"
        "1,a@b,,,,\n2,,true,,,\n3,a@b,true,true,,\n4,a@b,,true,true,\n5,a@b,,,true,true\n"
        "6,a@b,,,,true\n"
    )
    summary = play(script, people).summary
    assert dict(summary.skipped) == {
        ("send_email", "empty"): 2,
        ("send_email", "invalid"): 2,
        ("send_email", "block_listed"): 2,
        ("send_email", "unsubscribed"): 1,
        ("send_email", "marketing_suspended"): 1,
    }
    assert summary.activities["send_email"] == summary.activities["deliver_email"] == 4


def test_communication_limits_count_history_and_new_sends(play: Play) -> None:
    script = """
    email "News" { subject: "x" }
    email "Bill" { subject: "x" operational }
    executable campaign "Anyway" { ignore communication limits flow { send email "News" } }
    batch campaign "B" { flow {
      send email "Bill" send email "News" send email "News" execute "Anyway"
    } }
    """
    history = (
        "leadId,activityDate,activityTypeId,primaryAttributeValue\n"
        "2,2026-01-05T08:00:00Z,6,News\n3,2025-12-29T09:00:01Z,6,News\n"
        "3,2025-12-30T09:00:00Z,6,News\n4,2025-12-29T09:00:00Z,6,News\n4,2025-12-29,6,News\n"
    )
    played = play(
        script,
        "id,email\n1,a@b\n2,a@b\n3,a@b\n4,a@b\n",
        settings="[send]\nmax_per_day = 1\nmax_per_7_days = 2",
        activities=history,
    )
    news = {
        person: [each.get("Reason", "") for kind, asset, each in played.log(person)
                 if kind == "6" and asset == "News"]
        for person in "1234"
    }  # fmt: skip
    assert news == {
        "1": ["", "over_limit", ""],
        "2": ["over_limit", "over_limit", ""],
        "3": ["over_limit", "over_limit", ""],
        "4": ["", "over_limit", ""],
    }


def test_a_circle_is_stopped_and_named(play: Play) -> None:
    script = """
    field points: score
    trigger campaign "Ping" { on change_score each person every time flow { request "Pong" } }
    trigger campaign "Pong" { on requested each person every time flow { change points by +1 } }
    batch campaign "B" { flow { change points by +1 } }
    """
    played = play(script)
    [stopped] = played.summary.stopped
    assert (stopped.person, stopped.cycle) == ("1", ("Ping", "Pong"))
    assert played.people[0]["points"] == "51"


def test_leaving_an_executable_leaves_its_callers(play: Play) -> None:
    script = """
    list "L"
    executable campaign "Leave" {
      flow { choose { when unsubscribed is true { remove from flow } } add to list "L" }
    }
    batch campaign "B" { flow { execute "Leave" add to list "L" do nothing } }
    """
    played = play(script, "id,unsubscribed\n1,true\n2,false\n")
    assert played.summary.steps["B", "2"] == 1
    assert [each[0] for each in played.log("1")] == ["900001", "900002"]


def test_removing_from_a_flow_ends_what_waits(play: Play) -> None:
    script = """
    trigger campaign "Slow" { on requested flow { wait 1 day do nothing } }
    batch campaign "B" { flow { remove from flow of "Slow" } }
    """
    waits = "campaign,leadId,wait,until\nSlow,1,1,2026-02-01\nSlow,1,1,2026-03-01\n"
    played = play(script, "id\n1\n2\n", waiting=waits)
    assert played.waiting == []
    assert [asset for _, asset, _ in played.log("1")] == ["Slow"]
    assert played.log("2") == []


def test_over_its_limit_nobody_enters(play: Play) -> None:
    script = 'list "L" batch campaign "B" { at most 2 people flow { add to list "L" } }'
    played = play(script, "id\n1\n2\n3\n")
    assert played.summary.qualified == 0
    assert played.summary.over_limit == 3
    assert played.tables["campaign_members"] == []
    assert [each.qualified for each in played.summary.limits] == [3]
    assert play(script, "id\n1\n2\n").summary.qualified == 2


@pytest.mark.parametrize(
    ("rule", "entered", "enters"),
    [
        ("once", "2020-01-01", False),
        ("every time", "2026-01-05T09:00:00Z", True),
        ("once per 7 days", "2025-12-29T09:00:00Z", True),
        ("once per 7 days", "2025-12-29T09:00:01Z", False),
        ("once per 1 month", "2025-12-06T09:00:00Z", True),
        ("once per 1 month", "2025-12-06T09:00:01Z", False),
    ],
)
def test_qualification_counts_hours(play: Play, rule: str, entered: str, enters: bool) -> None:
    script = f'batch campaign "B" {{ each person {rule} flow {{ do nothing }} }}'
    members = f"campaign,leadId,lastEnteredAt,timesEntered\nB,1,{entered},1\n"
    assert play(script, campaign_members=members).summary.qualified == int(enters)


@pytest.mark.parametrize(
    ("zone", "at", "wait", "until"),
    [
        ("UTC", "2026-01-05T09:00", "wait 1 month", "2026-02-05T09:00:00Z"),
        ("UTC", "2026-01-31T09:00", "wait 1 month", "2026-02-28T09:00:00Z"),
        ("UTC", "2024-02-29T09:00", "wait 1 year", "2025-02-28T09:00:00Z"),
        ("Europe/Berlin", "2026-03-28T09:00", "wait 1 day", "2026-03-29T08:00:00Z"),
        ("Europe/Berlin", "2026-02-28T02:30", "wait 1 month", "2026-03-28T01:30:00Z"),
        (
            "Europe/Berlin",
            "2026-02-27T02:30",
            "wait until 2026-03-29T02:30",
            "2026-03-29T01:00:00Z",
        ),
        (
            "Europe/Berlin",
            "2026-02-27T02:30",
            "wait until 2026-10-25T02:30",
            "2026-10-25T00:30:00Z",
        ),
        (
            "UTC",
            "2026-01-09T17:00",
            "wait 48 hours ending weekday at 09:00",
            "2026-01-12T09:00:00Z",
        ),
        ("UTC", "2026-01-05T09:00", "wait 1 day ending monday at 08:00", "2026-01-12T08:00:00Z"),
        ("UTC", "2026-01-05T09:00", "wait 1 day ending tuesday", "2026-01-06T09:00:00Z"),
        ("UTC", "2026-01-05T09:00", "wait 1 day ending friday", "2026-01-09T00:00:00Z"),
        ("UTC", "2026-01-05T09:00", "wait until next monday at 09:00", "2026-01-12T09:00:00Z"),
        ("UTC", "2026-01-05T09:00", "wait until next monday at 09:01", "2026-01-05T09:01:00Z"),
        ("UTC", "2026-01-05T09:00", "wait until anniversary of 2020-01-05", "2027-01-05T00:00:00Z"),
        (
            "UTC",
            "2026-01-05T09:00",
            "wait until anniversary of 2020-01-12 minus 7 days at 10:00",
            "2026-01-05T10:00:00Z",
        ),
        ("UTC", "2026-01-05T09:00", "wait until 2026-01-05 plus 1 week", "2026-01-12T00:00:00Z"),
    ],
)
def test_waits_end_at(play: Play, zone: str, at: str, wait: str, until: str) -> None:
    script = f'batch campaign "B" {{ flow {{ {wait} do nothing }} }}'
    played = play(script, at=at, settings=f'[project]\ntimezone = "{zone}"')
    assert [row["until"] for row in played.waiting] == [until]


def test_a_wait_for_the_past_is_no_wait_and_is_counted(play: Play) -> None:
    script = 'list "L" batch campaign "B" { flow { wait until 2020-01-01 add to list "L" } }'
    played = play(script)
    assert played.waiting == []
    assert [rule for rule, _ in played.summary.warnings] == ["wait-not-in-future"]
    assert played.summary.activities["add_to_list"] == 1


def mixed(value: int) -> int:
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    value = (value ^ value >> 27) * 0x94D049BB133111EB % 2**64
    return value ^ value >> 31


def drawn(seed: int, place: str, person: str, seconds: int) -> float:
    def key(text: str) -> int:
        return int.from_bytes(hashlib.blake2b(text.encode()).digest()[:8], "big")

    number = int(person) if person.isdigit() else key(person)
    return (mixed(mixed(mixed(seed ^ key(place)) ^ number) ^ seconds) >> 11) / 2**53


@pytest.mark.parametrize("seed", [0, 7])
def test_chance_is_the_formula(play: Play, seed: int) -> None:
    script = """
    list "A" list "B" list "C"
    program "P" {
      batch campaign "Draw" {
        smart list { random 80% }
        flow { choose {
          when random 30% { add to list "A" }
          when unsubscribed is true { do nothing }
          when random 20% { add to list "B" }
          otherwise { add to list "C" }
        } }
      }
    }
    """
    people = [str(number) for number in range(60)] + [f"p{number}" for number in range(60)]
    played = play(script, "id\n" + "\n".join(people) + "\n", seed=seed)
    now = 1767603600
    wanted = {}
    for person in people:
        if drawn(seed, "P.Draw/1", person, now) < 0.8:
            share = drawn(seed, "P.Draw/2", person, now)
            wanted[person] = "A" if share < 0.3 else "B" if share < 0.5 else "C"
    found = {row["leadId"]: row["list"] for row in played.tables["list_members"]}
    assert found == wanted
    assert set(wanted.values()) == {"A", "B", "C"}


def test_where_narrows_the_smart_list(play: Play) -> None:
    script = 'batch campaign "B" { smart list { unsubscribed is false } flow { do nothing } }'
    people = "id,unsubscribed,email\n1,false,a\n2,true,a\n3,false,b\n"
    summary = play(script, people, where='email is "a"').summary
    assert (summary.qualified, summary.failed_smart_list) == (1, 2)


def test_a_request_over_the_api(play: Play) -> None:
    script = """
    field points: score
    token extra: score = +1
    trigger campaign "T" { on requested by api flow { change points by {{my.Extra}} wait 1 day } }
    """
    played = play(script, campaign="T", tokens=("extra=+4",))
    assert [(asset, attributes) for _, asset, attributes in played.log()] == [
        ("T", {"Source": "api"}),
        ("Points", {"Change Value": "+4", "Old Value": 0, "New Value": 4, "Step": "1"}),
    ]
    assert played.activities[0]["campaignId"] == ""
    [trip] = played.waiting
    assert (trip["trigger"], trip["tokens"]) == ("1-1", '{"extra":"+4"}')


def test_text_that_is_no_value_changes_nothing(play: Play) -> None:
    script = """
    field size: integer
    field note: string
    batch campaign "B" { flow {
      change size to "{{lead.note}}" change note to "  " change note to empty
    } }
    """
    played = play(script, "id,note,size\n1,many,5\n2,7,5\n3,,5\n")
    assert [row["size"] for row in played.people] == ["5", "7", "5"]
    assert [row["note"] for row in played.people] == ["", "", ""]
    warnings = {rule: people for (rule, _), people in played.summary.warnings.items()}
    assert warnings["not-a-value"] == 1
    assert played.log("3") == []


def test_clock_tokens_are_local(play: Play) -> None:
    script = """
    field note: string
    batch campaign "B" {
      flow { change note to "{{system.date}} {{system.time}} {{system.dateTime}}" }
    }
    """
    settings = '[project]\ntimezone = "America/New_York"'
    played = play(script, at="2026-01-05T00:05", settings=settings)
    assert played.people[0]["note"] == "Jan 5, 2026 12:05 AM 2026-01-05 00:05:00"


BUSY = """
field points: score
list "L"
email "E" { subject: "x" }
trigger campaign "T" { on change_score each person every time
  flow { add to list "L" wait 2 days send email "E" } }
executable campaign "X" { each person every time flow { change points by +1 } }
batch campaign "B" { smart list { random 70% } flow {
  change points by +5
  choose { when random 40% { execute "X" } otherwise { request "R" } }
  send email "E"
} }
trigger campaign "R" { on requested flow { change points by =3 } }
"""


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_bytes_depend_on_neither_partitions_nor_processes(play: Play) -> None:
    people = "id,email,points\n" + "".join(f"{n},a@b,{n % 7}\n" for n in range(40))
    whole = written(play(BUSY, people, campaign="B").folder)
    for size, processes in ((1, 1), (3, 1), (5, 2)):
        played = play(BUSY, people, campaign="B", size=size, processes=processes)
        assert written(played.folder) == whole


def test_people_do_not_depend_on_their_order(play: Play) -> None:
    lines = [f"{n},a@b,{n % 7}\n" for n in range(30)]
    forward = play(BUSY, "id,email,points\n" + "".join(lines), campaign="B")
    backward = play(BUSY, "id,email,points\n" + "".join(reversed(lines)), campaign="B")
    for person in map(str, range(30)):
        assert forward.log(person) == backward.log(person)
