"""`flowlang completion`: what a shell needs to complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from flowlang.cli.output import write

_EPILOG = """\b
Put the script where your shell reads it when it starts:
  bash   flowlang completion bash >> ~/.bashrc
  zsh    flowlang completion zsh >> ~/.zshrc
  fish   flowlang completion fish > ~/.config/fish/completions/flowlang.fish"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the script that completes words in a shell: commands, options, files."""
    made = get_completion_class(shell)
    assert made is not None
    group = context.find_root().command
    write(made(group, {}, "flowlang", "_FLOWLANG_COMPLETE").source() + "\n")
    return 0
