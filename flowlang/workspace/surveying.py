"""The people that a linter asks, looked through once."""

from __future__ import annotations

import time
from pathlib import Path

from flowlang.engine.plan import schema_of
from flowlang.model.instance import Instance
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.survey.survey import Survey, survey


def survey_people(instance: Instance, data: Path, on_bad_data: str) -> Survey:
    """What the people say, as of now; raises what `open_dataset` does."""
    with open_dataset(data, schema_of(instance), OnBadData(on_bad_data)) as dataset:
        return survey(instance, dataset, int(time.time()))
