"""The peer: the same campaign as lazy polars expressions, streamed from Parquet to Parquet.

`python -m benchmarks.peer PEOPLE.parquet OUT` writes the tables that `flowlang run --out` writes.
Polars takes as many threads as `POLARS_MAX_THREADS` says.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

from benchmarks.limit import COUNTRIES, DESKS, INDUSTRIES, LISTS, TECHNOLOGY
from benchmarks.vocabulary import ACTIVITIES, CAMPAIGN_NAMES, MOMENT


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True)
    people, activities, lists, campaigns = tables(pl.scan_parquet(given.people))
    sinks = {
        "people": people,
        "activities": activities,
        "list_members": lists,
        "campaign_members": campaigns,
    }
    pl.collect_all(
        [
            table.sink_parquet(
                given.out / f"{name}.parquet",
                compression="zstd",
                compression_level=1,
                statistics=False,
                lazy=True,
            )
            for name, table in sinks.items()
        ],
        engine="streaming",
    )
    for name in ("program_members", "waiting"):
        pl.DataFrame({"leadId": pl.Series([], dtype=pl.Int64)}).write_parquet(
            given.out / f"{name}.parquet"
        )


def tables(people: pl.LazyFrame) -> tuple[pl.LazyFrame, ...]:
    """People, activities, list members and campaign members after the run."""
    columns = list(people.collect_schema())
    done = _flow(people)
    enters = pl.col("enters").fill_null(False)
    people_after = done.select(*columns, "lead_owner", "person_type")
    qualified = done.filter("q")
    steps = sorted(name for name in done.collect_schema() if name.startswith("log_"))
    activities = (
        pl.concat(
            qualified.filter(pl.col(step).is_not_null()).select(
                pl.col("id").alias("leadId"),
                pl.lit(order, pl.Int8).alias("order"),
                pl.col(step).struct.field("*"),
            )
            for order, step in enumerate(steps)
        )
        .sort("leadId", "order")
        .with_columns(pl.int_range(1, pl.len() + 1).over("leadId").alias("n"))
        .select(
            pl.format("{}-{}", "leadId", "n").alias("marketoGUID"),
            "leadId",
            _now().alias("activityDate"),
            pl.col("type").cast(pl.Int64).alias("activityTypeId"),
            pl.col("campaign").alias("campaignId"),
            pl.lit(None, pl.String).alias("primaryAttributeValueId"),
            pl.col("asset").alias("primaryAttributeValue"),
            "attributes",
            pl.lit("succeeded").alias("actionResult"),
        )
    )
    named = [
        pl.when(test).then(pl.lit(name))
        for name, test in zip(LISTS, ("hot", "southern", "q", "warm"), strict=True)
    ]
    lists = qualified.select(
        pl.concat_list(named).list.drop_nulls().alias("list"), pl.col("id").alias("leadId")
    ).explode("list")
    batch, child = CAMPAIGN_NAMES
    campaigns = qualified.select(
        pl.concat_list(pl.lit(batch), pl.when(enters).then(pl.lit(child)))
        .list.drop_nulls()
        .alias("campaign"),
        pl.col("id").alias("leadId"),
        _now().alias("lastEnteredAt"),
        pl.lit(1, pl.Int64).alias("timesEntered"),
    ).explode("campaign")
    return people_after, activities, lists, campaigns


def _flow(people: pl.LazyFrame) -> pl.LazyFrame:
    """The people with a column for every step's activity, null where there is none."""
    industry = pl.col("industry").str.to_lowercase()
    country = pl.col("country").str.to_lowercase()
    qualified = (
        pl.col("email").is_not_null()
        & ~pl.col("unsubscribed")
        & (
            country.is_in(COUNTRIES).fill_null(False)
            | industry.is_in(INDUSTRIES).fill_null(False)
            | (pl.col("annualRevenue").fill_null(0) >= 8_000_000)
        )
        & ~pl.col("title").str.to_lowercase().str.contains("student", literal=True).fill_null(False)
        & (pl.col("numberOfEmployees").fill_null(0) >= 50)
    )
    q = pl.col("q")
    s0 = pl.col("leadScore").fill_null(0)
    frame = people.with_columns(qualified.alias("q"))
    frame = frame.with_columns(
        _change("Lead Source", "leadSource", pl.lit("Spring 2026"), "1").alias("log_01"),
        _score(5, s0, "2").alias("log_02"),
        (s0 + 5).alias("s"),
        pl.when(industry.is_in(TECHNOLOGY).fill_null(False))
        .then(0)
        .when(pl.col("annualRevenue").fill_null(0) > 5_000_000)
        .then(1)
        .otherwise(2)
        .alias("desk"),
        pl.format("Rep {}", pl.col("state").fill_null("nowhere")).alias("rep"),
        pl.format("Team {}", pl.col("country").fill_null("")).alias("team"),
        country.str.starts_with("s").fill_null(False).alias("south"),
        (pl.col("leadStatus").fill_null("") != "Disqualified").alias("lets_in"),
    )
    desk = pl.col("desk")
    named = (
        pl.when(desk == 0)
        .then(pl.lit(DESKS[0]))
        .when(desk == 1)
        .then(pl.lit(DESKS[1]))
        .otherwise(pl.lit(DESKS[2]))
    )
    high = q & (pl.col("s") >= 50)
    frame = frame.with_columns(
        _change("Department", "department", named, pl.format("3.{}.1", desk + 1)).alias("log_03"),
        named.alias("new_department"),
        _change("Lead Rating", "rating", pl.col("rep"), "4").alias("log_04"),
        high.alias("high"),
        (high & pl.col("lets_in")).alias("enters"),
        (q & ~high & pl.col("south")).alias("southern"),
        (q & ~high & ~pl.col("south")).alias("other"),
    )
    enters = pl.col("enters")
    s1 = pl.col("s") + pl.when(enters).then(10).otherwise(0)
    status = pl.col("leadStatus")
    frame = frame.with_columns(
        pl.when("high")
        .then(
            _activity(
                "execute_campaign",
                pl.lit(CAMPAIGN_NAMES[1]),
                pl.concat_str(
                    pl.lit('{"Qualified":'), enters.cast(pl.String), pl.lit(',"Step":"5.1.1"}')
                ),
            )
        )
        .alias("log_05"),
        pl.when(enters).then(_score(10, pl.col("s"), "1", "1002")).alias("log_06"),
        pl.when(enters & (status.fill_null("") != "MQL"))
        .then(_change("Lead Status", "leadStatus", pl.lit("MQL"), "2", "1002"))
        .alias("log_07"),
        pl.when(enters)
        .then(_moment("Score", pl.format("Now at {} points", s1), "3", "1002"))
        .alias("log_08"),
        pl.when(enters)
        .then(
            _activity(
                "change_data_value",
                pl.lit("Person Type"),
                pl.lit('{"New Value":"scored","Step":"4"}'),
                "1002",
            )
        )
        .alias("log_09"),
        pl.when("southern").then(_listed("South", "5.2.1")).alias("log_10"),
        pl.when(pl.col("other") & (status.fill_null("") != "Known"))
        .then(_change("Lead Status", "leadStatus", pl.lit("Known"), "5.3.1"))
        .alias("log_11"),
        _moment("Web", pl.format("Spring in {}", pl.col("city").fill_null("")), "6").alias(
            "log_12"
        ),
        s1.alias("s"),
        pl.when(enters)
        .then(pl.lit("MQL"))
        .when("other")
        .then(pl.lit("Known"))
        .otherwise(status)
        .alias("status"),
    )
    is_mql = pl.col("status").fill_null("") == "MQL"
    frame = frame.with_columns(
        (q & is_mql).alias("hot"), (q & ~is_mql & (pl.col("s") >= 30)).alias("warm")
    )
    cold = q & ~pl.col("hot") & ~pl.col("warm")
    frame = frame.with_columns(
        pl.when("hot").then(_listed("Hot", "7.1.1")).alias("log_13"),
        pl.when("warm").then(_listed("Warm", "7.2.1")).alias("log_14"),
        pl.when(cold & (pl.col("status").fill_null("") != "Cold"))
        .then(_change("Lead Status", "status", pl.lit("Cold"), "7.3.1"))
        .alias("log_15"),
        _activity(
            "change_owner", pl.lit("Lead Owner"), _json(("New Value", pl.col("team")), step="8")
        ).alias("log_16"),
        _score(1, pl.col("s"), "9").alias("log_17"),
        _listed("Spring 2026", "10").alias("log_18"),
        pl.when(cold).then(pl.lit("Cold")).otherwise("status").alias("status"),
    )

    def after(name: str, value: pl.Expr) -> pl.Expr:
        return pl.when(q).then(value).otherwise(name).alias(name)

    return frame.with_columns(
        after("leadSource", pl.lit("Spring 2026")),
        after("leadScore", pl.col("s") + 1),
        after("department", pl.col("new_department")),
        after("rating", pl.col("rep")),
        after("leadStatus", pl.col("status")),
        pl.when(q).then("team").alias("lead_owner"),
        pl.when(enters).then(pl.lit("scored")).alias("person_type"),
    )


def _activity(name: str, asset: pl.Expr, attributes: pl.Expr, campaign: str = "1001") -> pl.Expr:
    return pl.struct(
        pl.lit(ACTIVITIES[name], pl.Int32).alias("type"),
        pl.lit(campaign).alias("campaign"),
        asset.alias("asset"),
        attributes.alias("attributes"),
    )


def _json(*texts: tuple[str, pl.Expr], step: str | pl.Expr) -> pl.Expr:
    """JSON of texts that need no escapes, left out where null."""
    path = pl.lit(step) if isinstance(step, str) else step
    parts: list[pl.Expr] = [pl.lit("{")]
    for label, value in texts:
        parts.append(pl.concat_str(pl.lit(f'"{label}":"'), value, pl.lit('",')).fill_null(""))
    return pl.concat_str(*parts, pl.lit('"Step":"'), path, pl.lit('"}'))


def _change(
    label: str, column: str, new: pl.Expr, step: str | pl.Expr, campaign: str = "1001"
) -> pl.Expr:
    attributes = _json(("Old Value", pl.col(column)), ("New Value", new), step=step)
    return _activity("change_data_value", pl.lit(label), attributes, campaign)


def _score(change: int, old: pl.Expr, step: str, campaign: str = "1001") -> pl.Expr:
    attributes = pl.concat_str(
        pl.lit(f'{{"Change Value":"+{change}","Old Value":'),
        old,
        pl.lit(',"New Value":'),
        old + change,
        pl.lit(f',"Step":"{step}"}}'),
    )
    return _activity("change_score", pl.lit("Lead Score"), attributes, campaign)


def _moment(kind: str, text: pl.Expr, step: str, campaign: str = "1001") -> pl.Expr:
    attributes = _json(("Description", text), step=step)
    return _activity("interesting_moment", pl.lit(kind), attributes, campaign)


def _now() -> pl.Expr:
    return pl.lit(MOMENT * 1000).cast(pl.Datetime("ms", "UTC"))


def _listed(name: str, step: str) -> pl.Expr:
    return _activity("add_to_list", pl.lit(name), pl.lit(f'{{"Step":"{step}"}}'))


if __name__ == "__main__":
    main()
