"""Accounts: connecting, and first steps."""
