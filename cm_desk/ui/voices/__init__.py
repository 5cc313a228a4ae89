"""Unexpected voices: who lends theirs, what they were asked, and what they released."""
