"""Ways of showing diagnostics; each is a function from diagnostics to text."""
