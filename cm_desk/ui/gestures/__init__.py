"""Giving: gestures, promises and notes, and the ledger of what was given."""
