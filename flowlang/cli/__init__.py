"""The command line: it reads options, calls the parts below it, and prints."""
