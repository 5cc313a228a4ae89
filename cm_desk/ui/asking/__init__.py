"""The field where a query is typed, with completion and hints: for messages and for people."""
