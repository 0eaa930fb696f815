"""Reasoning about filters: what can never hold, what always does, what covers what."""
