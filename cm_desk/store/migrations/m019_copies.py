"""Who gets a copy of an answer."""

SQL = """
alter table drafts add column cc text not null default '[]'
"""
