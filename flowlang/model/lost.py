"""What a file with mistakes in its form may have declared, though the tree lacks it."""

from __future__ import annotations

import re
from functools import lru_cache

from flowlang.names import name_key
from flowlang.source import Source

_KINDS = r"smart\s+list|list|segmentation|email|webhook|channel|program|campaign"
_DECLARED = re.compile(
    rf"(?<!of )(?<!to )(?<!from )(?<!in )(?<!send )(?<!with )(?<!uses )(?<!call )(?<!smart )"
    rf'\b({_KINDS})\s+"([^"\n]*)"'
    r"|\b(field|activity|token)\s+(?:`([^`\n]+)`|(\w+))"
    r'|\bas\s+"([^"\n]*)"'
)


@lru_cache(maxsize=64)
def _declared(text: str) -> frozenset[tuple[str, str]]:
    """Kinds and names of all that looks like a declaration in a text."""
    found: set[tuple[str, str]] = set()
    for match in _DECLARED.finditer(text):
        if match[1]:
            found.add((" ".join(match[1].split()), match[2]))
        elif match[3]:
            found.add((match[3], name_key(match[4] or match[5])))
        else:
            found.add(("field", name_key(match[6])))
    return frozenset(found)


def may_declare(source: Source, kind: str, name: str) -> bool:
    """Whether a file's text seems to declare something; fields and the like by key.

    A reference with dots is also looked for by what stands behind each of them.
    """
    declared = _declared(source.text)
    rest = name
    while (kind, rest) not in declared:
        _, dot, rest = rest.partition(".")
        if not dot:
            return False
    return True
