"""Calls and meetings that were noted, and cadences that were put off to a day."""

SQL = """
alter table notes add column touch text not null default '';
alter table cadences add column later_ms integer
"""
