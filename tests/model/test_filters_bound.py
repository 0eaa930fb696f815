"""What filters become: subjects, operators, values, places of draws."""

from __future__ import annotations

from flowlang.datatypes import DataType
from flowlang.model import filters
from flowlang.model.assets import Attribute, Field
from flowlang.model.bind import bind_filter
from flowlang.model.filters import MembershipAttribute, Operator
from flowlang.model.instance import Instance
from flowlang.model.values import (
    Day,
    Duration,
    Moment,
    Template,
    TimeFrame,
    TokenUse,
    Unit,
)
from flowlang.source import Source
from tests.model.conftest import Bind

FIELDS = """
field name: string
field points: score
field vip: boolean
field born: date
field seen: datetime
member field seat: string
"""


def only(instance: Instance) -> filters.Filter:
    """The filter of the one smart list."""
    (smart_list,) = instance.smart_lists
    return smart_list.filter


def test_a_comparison_holds_the_field_and_typed_values(bind: Bind) -> None:
    found = only(bind(FIELDS + 'smart list "A" { points between -5 and 2.5 }'))
    assert isinstance(found, filters.Test)
    assert isinstance(found.subject, Field)
    assert (found.subject.name, found.type) == ("points", DataType.SCORE)
    assert (found.operator, found.values) == (Operator.BETWEEN, (-5, 2.5))


def test_values_are_worked_out(bind: Bind) -> None:
    found = only(
        bind(
            FIELDS
            + """
            token word: text = "w"
            smart list "A" {
              name is "a", "b" and vip is not true and born is 1970-01-02
              and seen after 1970-01-01T00:01:00+00:00 and born in past before 2 weeks
              and seen in time frame "Last Quarter" and name is {{my.Word}}
              and name is "x{{my.word}}"
            }"""
        )
    )
    assert isinstance(found, filters.All)
    tests = [each for each in found.items if isinstance(each, filters.Test)]
    assert [each.values for each in tests[:6]] == [
        ("a", "b"),
        (True,),
        (Day(1),),
        (Moment(60),),
        (Duration(2, Unit.WEEK),),
        (TimeFrame.LAST_QUARTER,),
    ]
    token, template = tests[6].values[0], tests[7].values[0]
    assert isinstance(token, TokenUse)
    assert token.constant
    assert token.declared is not None
    assert token.declared.value == "w"
    assert isinstance(template, Template)
    assert template.parts[0] == "x"


def test_junctions_keep_their_shape(bind: Bind) -> None:
    found = only(
        bind(FIELDS + 'smart list "A" { vip is true and (points > 1 or not (points < 2)) }')
    )
    assert isinstance(found, filters.All)
    assert isinstance(found.items[1], filters.Any)
    assert isinstance(found.items[1].items[1], filters.Not)


def test_did_accepts_the_asset_alone_and_behind_every_program(bind: Bind) -> None:
    found = only(
        bind(
            'program "P" { } program "Q" { }'
            'smart list "A" { did not open_email "Hello", "Bye" at least 3 times in past 2 days }'
        )
    )
    assert isinstance(found, filters.Did)
    assert found.assets == ("Hello", "P.Hello", "Q.Hello", "Bye", "P.Bye", "Q.Bye")
    assert (found.negated, found.at_least) == (True, 3)
    assert found.window is not None
    assert (found.window.operator, found.window.values) == (
        Operator.IN_PAST,
        (Duration(2, Unit.DAY),),
    )


def test_where_binds_attributes_and_asset_is_the_primary_one(bind: Bind) -> None:
    found = only(
        bind(
            'activity go = 100123 as "Go" { place: string primary  seats: integer }'
            'smart list "A" { did go where (asset is "B" and seats >= 2 and place >= 3) }'
        )
    )
    assert isinstance(found, filters.Did)
    assert isinstance(found.where, filters.All)
    asset, seats, place = (each for each in found.where.items if isinstance(each, filters.Test))
    assert isinstance(asset.subject, Attribute)
    assert asset.subject is place.subject
    assert asset.subject is found.activity.primary
    assert (seats.type, seats.values) == (DataType.INTEGER, (2,))
    assert (place.type, place.values) == (DataType.STRING, (3,))


def test_old_and_new_values_have_the_type_of_the_field_in_of(bind: Bind) -> None:
    found = only(
        bind(
            FIELDS
            + """smart list "A" {
              did change_data_value of born where new_value before 1970-01-03
              and did change_data_value where new_value is "5"
              and did change_score of points where new_value >= 5
            }"""
        )
    )
    assert isinstance(found, filters.All)
    dids = [each for each in found.items if isinstance(each, filters.Did)]
    wheres = [each.where for each in dids if isinstance(each.where, filters.Test)]
    assert [(each.type, each.values) for each in wheres] == [
        (DataType.DATE, (Day(2),)),
        (DataType.STRING, ("5",)),
        (DataType.SCORE, (5,)),
    ]
    assert dids[0].of_field is not None
    assert dids[0].of_field.name == "born"


def test_an_open_activity_makes_up_attributes(bind: Bind) -> None:
    found = only(
        bind(
            'open activity go = 100123 as "Go" { place: string primary }'
            'smart list "A" { did go where (row_number is "2" and `Seat ID` is "x") }'
        )
    )
    assert isinstance(found, filters.Did)
    assert isinstance(found.where, filters.All)
    subjects = [each.subject for each in found.where.items if isinstance(each, filters.Test)]
    attributes = [each for each in subjects if isinstance(each, Attribute)]
    assert [(each.label, each.key, each.type) for each in attributes] == [
        ("Row Number", "rownumber", DataType.STRING),
        ("Seat ID", "seatid", DataType.STRING),
    ]


def test_memberships(bind: Bind) -> None:
    found = only(
        bind(
            FIELDS
            + """
            channel "Webinar" { status "Invited" status "Attended" success }
            program "P" uses channel "Webinar" { }
            segmentation "Region" { segment "North" { everyone } segment "South" { everyone } }
            smart list "A" {
              member of program "P" with status "Invited", "Attended"
                where (success is true and seat is "A1" and success_date in past 3 days)
              and member of segment "South", "Default" in "Region"
            }"""
        )
    )
    assert isinstance(found, filters.All)
    program, segment = found.items
    assert isinstance(program, filters.InProgram)
    assert program.statuses == ("Invited", "Attended")
    assert isinstance(program.where, filters.All)
    success, seat, date = (e for e in program.where.items if isinstance(e, filters.Test))
    assert (success.subject, success.type) == (
        MembershipAttribute.SUCCESS,
        DataType.BOOLEAN,
    )
    assert isinstance(seat.subject, Field)
    assert (date.subject, date.type) == (
        MembershipAttribute.SUCCESS_DATE,
        DataType.DATETIME,
    )
    assert isinstance(segment, filters.InSegment)
    assert segment.segments == (1, -1)


def test_draws_of_smart_lists_are_counted_in_source_order(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        program "P" {
          smart list "A" { random 10% and vip is true and (random 20% and random 12.5%) }
          segmentation "S" { segment "X" { random 50% } segment "Y" { random 50% } }
        }"""
    )
    found = only(instance)
    assert isinstance(found, filters.All)
    inner = found.items[2]
    assert isinstance(inner, filters.All)
    randoms = [each for each in (found.items[0], *inner.items) if isinstance(each, filters.Random)]
    assert [(each.place, each.low, each.high) for each in randoms] == [
        ("P.A/1", 0.0, 0.1),
        ("P.A/2", 0.0, 0.2),
        ("P.A/3", 0.0, 0.125),
    ]
    (segmentation,) = instance.segmentations
    places = [
        each.filter.place
        for each in segmentation.segments
        if isinstance(each.filter, filters.Random)
    ]
    assert places == ["P.S/1", "P.S/2"]


def test_a_filter_of_a_command_sees_everything(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        token limit: number = 5
        program "P" { list "VIP" }
        --- other.flow
        field elsewhere: string
        """.replace("        ---", "---")
    )
    text = 'points > {{my.limit}} and elsewhere is "x" and member of list "VIP" and random 5%'
    found, diagnostics = bind_filter(instance, Source("<filter>", text))
    assert diagnostics == []
    assert isinstance(found, filters.All)
    random = found.items[3]
    assert isinstance(random, filters.Random)
    assert random.place == "/1"


def test_a_filter_of_a_command_tells_its_mistakes(bind: Bind) -> None:
    instance = bind(FIELDS)
    found, diagnostics = bind_filter(instance, Source("<filter>", 'nam is "x" and vip is 3'))
    assert found is None
    assert [each.rule for each in diagnostics] == ["unknown-field", "type-mismatch"]
    assert diagnostics[0].source.name == "<filter>"
