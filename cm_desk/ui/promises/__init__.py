"""Promises: what is due, what became of it, how we keep our word, and what is offered."""
