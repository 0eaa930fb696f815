"""From trees to one bound instance: imports, scopes, names, tokens and types resolved once."""
