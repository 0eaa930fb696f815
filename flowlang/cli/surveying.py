"""The people of `flowlang lint --people`, looked through once."""

from __future__ import annotations

import time
from pathlib import Path

from flowlang.cli.bad_data import tell_bad_data
from flowlang.cli.refusal import refuse
from flowlang.engine.plan import schema_of
from flowlang.model.instance import Instance
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData, RefusedError
from flowlang.survey.survey import Survey, survey


def survey_people(
    instance: Instance, data: Path, on_bad_data: str, form: str, color: str
) -> Survey | None:
    """What the people say, as of now; None where bad cells were told."""
    try:
        with open_dataset(data, schema_of(instance), OnBadData(on_bad_data)) as dataset:
            return survey(instance, dataset, int(time.time()))
    except BadDataError as error:
        tell_bad_data(error.bad, form, color)
        return None
    except RefusedError as error:
        raise refuse(str(error)) from None
