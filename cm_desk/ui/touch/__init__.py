"""Staying in touch: who is due, how often, and calls that were made."""
