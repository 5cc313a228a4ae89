"""Saved searches: a shelf of views in the rail."""
