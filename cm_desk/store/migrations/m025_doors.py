"""Whom somebody takes messages from, as their service says."""

SQL = """
alter table identities add column accepts text not null default ''
"""
