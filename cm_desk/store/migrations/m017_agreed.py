"""Whether somebody agreed to another day for a promise, and when."""

SQL = """
alter table promise_moves add column agreed_ms integer
"""
