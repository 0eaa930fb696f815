"""What a file with mistakes in its form may have declared, though the tree lacks it."""

from __future__ import annotations

import re

from flowlang.names import name_key

_KINDS = (
    r"smart\s+list|list|segmentation|segment|email|webhook|channel|status|program|stream|campaign"
)
_DECLARED = re.compile(
    rf"(?<!of )(?<!to )(?<!from )(?<!in )(?<!send )(?<!with )(?<!uses )(?<!call )(?<!smart )"
    rf'\b({_KINDS})\s+"([^"\n]*)"'
    r"|\b(field|activity|token)\s+(?:`([^`\n]+)`|(\w+))"
    r'|\bas\s+"([^"\n]*)"'
)


def seemingly_declared(text: str) -> frozenset[tuple[str, str]]:
    """Kinds and names of all that looks like a declaration in a text; fields and such by key."""
    found: set[tuple[str, str]] = set()
    for match in _DECLARED.finditer(text):
        if match[1]:
            found.add((" ".join(match[1].split()), match[2]))
        elif match[3]:
            found.add((match[3], name_key(match[4] or match[5])))
        else:
            found.add(("field", name_key(match[6])))
    return frozenset(found)


def is_among(declared: frozenset[tuple[str, str]], kind: str, name: str) -> bool:
    """Whether a name is among them, whole or what stands behind one of its dots."""
    while (kind, name) not in declared:
        _, dot, name = name.partition(".")
        if not dot:
            return False
    return True
