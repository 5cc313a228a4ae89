"""A conversation or a story on paper."""
