"""The commands of the shell: words behind a colon."""
