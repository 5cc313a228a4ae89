"""Judgements about stored facts, as pure functions: rows in, value out, `now` is an argument."""
