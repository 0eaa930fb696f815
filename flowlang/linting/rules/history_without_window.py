"""# history-without-window

Activities of which people have hundreds are looked for in the whole history.

Severity: info
Category: cost

## Why

Without a window every visit, open or change of a person that is still kept is gone through. A
window makes the filter fast, and says what is meant: somebody who opened an email three years ago
is not active.

## Bad

```flow
import std.fields
trigger campaign "Hot" {
  on fill_out_form
  smart list { did visit_webpage at least 3 times }
  flow { change lead_status to "Hot" }
}
```

## Good

```flow
import std.fields
trigger campaign "Hot" {
  on fill_out_form
  smart list { did visit_webpage at least 3 times in past 30 days }
  flow { change lead_status to "Hot" }
}
```

## How to mend

Add a window, such as `in past 90 days`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import Did
from flowlang.model.walk import all_filters

MANY = frozenset(
    {
        "visitwebpage",
        "clicklink",
        "sendemail",
        "deliveremail",
        "openemail",
        "clickemail",
        "changedatavalue",
        "changescore",
    }
)
"""Keys of the activities of which people have many."""


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for did in all_filters(filter_):
            if (
                isinstance(did, Did)
                and did.activity.key in MANY
                and did.window is None
                and not did.assets
                and did.of_field is None
            ):
                yield found(
                    did,
                    f"this goes through the whole history of {did.activity.name}",
                    help="add a window, such as `in past 90 days`",
                )
