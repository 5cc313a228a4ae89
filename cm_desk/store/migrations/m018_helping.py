"""Why an act of help was proposed, and the message that shows it."""

SQL = """
alter table acts add column sign text not null default '';
alter table acts add column proof_id integer;
create index acts_proof on acts (proof_id) where proof_id is not null
"""
