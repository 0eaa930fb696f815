"""Programs and people made up, run by the engine and by the reference, and compared."""
