"""# unneeded-allow

A comment allows what nobody complains of.

Severity: warning
Category: style

## Why

`# flow: allow RULE` stays behind when the reason for it has gone, or never worked because the name
is misspelt. It then hides the next finding of that rule on the line, which nobody has looked at.

## Bad

```flow
# flow: allow executable-left-on-once
trigger campaign "Route" { on fill_out_form each person every time flow { do nothing } }
```

## Good

```flow
trigger campaign "Route" { on fill_out_form each person every time flow { do nothing } }
```

## How to mend

Take the name out of the comment, or mend it. Rules that did not run, because they are not selected
or need `--people`, are not counted. A mistake of severity error cannot be allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.diagnostics.register import error_pages
from flowlang.linting.allow import Allow
from flowlang.linting.found import Place, edit, found, safe_fix
from flowlang.linting.pages import module_names, rule_name
from flowlang.linting.world import World
from flowlang.model.nearest import nearest
from flowlang.source import Span

LAST = True


def find(world: World) -> Iterator[Diagnostic]:
    known = {rule_name(each) for each in module_names()}
    errors = {path.stem for path in error_pages()}
    for each in world.allows.entries:
        if each.is_needed or (each.rule in known and each.rule not in world.allows.ran):
            continue
        if each.rule in known:
            message, help = f"`{each.rule}` finds nothing here that must be allowed", None
        elif each.rule in errors:
            message = f"`{each.rule}` is a mistake, which cannot be allowed"
            help = "mend it where it is told"
        else:
            near = nearest(each.rule, known)
            message = f"there is no rule `{each.rule}`"
            help = f"did you mean `{near}`?" if near else "`flowlang rule` lists all of them"
        fix = None if each.rule not in known else _without(each)
        yield found(each, message, help=help or "take it out of the comment", fix=fix)


def _without(allow: Allow) -> Fix:
    """Take the name out; with the last one the comment goes, and its line if it has no other."""
    text = allow.source.text
    if allow.alone:
        start, end = allow.comment
        line_start = text.rfind("\n", 0, start) + 1
        if not text[line_start:start].strip():
            start, end = line_start, min(end + 1, len(text))
        else:
            start = len(text[:start].rstrip(" \t"))
        return safe_fix("take the comment out", edit(Place(allow.source, Span(start, end)), ""))
    start, end = allow.span
    comma = text.find(",", end, allow.comment.end)
    if comma >= 0 and not text[end:comma].strip():
        end = comma + 1
        while text[end : end + 1] == " ":
            end += 1
    else:
        start = len(text[:start].rstrip(", "))
    place = Place(allow.source, Span(start, end))
    return safe_fix(f"take `{allow.rule}` out of the comment", edit(place, ""))
