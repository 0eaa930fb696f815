"""Options and arguments that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def paths_argument(command: F) -> F:
    """`PATH…`: files, or folders with all `.flow` files below them."""
    return click.argument(
        "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
    )(command)


def format_option(*more: str) -> Callable[[F], F]:
    """`--format`: text or json, and what else a command has."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", *more]),
        default="text",
        show_default=True,
        help="How to print.",
    )


def color_option(command: F) -> F:
    """`--color`: whether to colour what is printed for people."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether to use colours; auto: on a terminal, unless NO_COLOR is set.",
    )(command)


def cache_option(command: F) -> F:
    """`--no-cache`: to look at everything anew."""
    return click.option(
        "--cache/--no-cache",
        default=True,
        help="Whether to take what was found before where nothing has changed.",
        show_default=True,
    )(command)


def watch_option(command: F) -> F:
    """`--watch`: to do it again after every change."""
    return click.option(
        "--watch", is_flag=True, help="Look again whenever a file changes, until Ctrl-C."
    )(command)


def people_option(command: F) -> F:
    """`--people`: the dataset."""
    return click.option(
        "--people",
        type=click.Path(path_type=Path),
        metavar="DATA",
        help="The people: a CSV, TSV or Parquet file, or a folder of tables. "
        "Default: `people` below `[data]` in flowlang.toml.",
    )(command)


def seed_option(command: F) -> F:
    """`--seed`: what chance begins with."""
    return click.option(
        "--seed",
        type=click.IntRange(0, 2**64 - 1),
        default=0,
        show_default=True,
        metavar="N",
        help="What chance begins with.",
    )(command)


def bad_data_option(command: F) -> F:
    """`--on-bad-data`: what to do about cells that are no value."""
    return click.option(
        "--on-bad-data",
        type=click.Choice(["error", "empty", "skip-person"]),
        default="error",
        show_default=True,
        help="Cells that are no value of their field: stop, read them as empty, or leave out "
        "the person.",
    )(command)


def out_options(command: F) -> F:
    """Options for where the dataset as it is afterwards is written."""
    command = click.option(
        "--overwrite", is_flag=True, help="Replace what the folder of --out holds."
    )(command)
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Where to write people, log and all other tables. Without it nothing is written.",
    )(command)
