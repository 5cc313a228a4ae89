"""Apologies: what went wrong, the steps that put it right with their proof, and word of each."""
