"""Other names of a conversation: what an archive calls it, and what it was called before."""

SQL = """
create table conversation_names (
    key integer primary key,
    conversation_id integer not null references conversations on delete cascade) strict;
create index conversation_names_conversation on conversation_names (conversation_id)
"""
