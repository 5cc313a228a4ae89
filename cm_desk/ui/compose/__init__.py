"""Writing: the composer and its parts."""
