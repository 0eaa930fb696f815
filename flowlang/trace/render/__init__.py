"""A story told: as text, as data, as a page."""
