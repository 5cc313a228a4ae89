"""Accounts: connecting, first steps, bringing history in."""
