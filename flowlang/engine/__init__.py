"""Cohorts of people, filters, steps, tokens and the log: what happens when a campaign runs."""
