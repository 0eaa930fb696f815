"""The lock has everything that the project needs, in versions that the project allows."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["dev"],
    *PROJECT["project"]["optional-dependencies"]["bench"],
    *PROJECT["project"]["optional-dependencies"]["docs"],
]


def locked() -> dict[str, str]:
    """The versions of the lock by name; each line is `name==version`."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


@pytest.mark.parametrize("text", WANTED)
def test_what_is_wanted_is_locked(text: str) -> None:
    wanted = Requirement(text)
    version = locked()[canonicalize_name(wanted.name)]
    assert wanted.specifier.contains(version)


def test_the_lock_names_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "/" not in text
    assert "@" not in text
