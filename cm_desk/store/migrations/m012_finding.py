"""What a search looks at: subjects of mail beside texts, names of people, unread messages, messages
with pictures.

`print` keeps in its 34th bit whether the subject of a message is searched (store/said.py); the
counter "moved" of no account is how far an id is at most above its time (store/saving.py).
"""

SQL = """
update messages set print = print | 8589934592 where subject <> '' and id in (
    select min(id) from messages group by conversation_id)
    and substr(text, 1, length(subject)) <> subject;
create view said as
    select id, text, case when print & 8589934592 then subject else '' end as subject
    from messages;
drop table words;
create virtual table words using fts5(
    text, subject, content='said', content_rowid='id', prefix='1 2 3', columnsize=0,
    tokenize='unicode61 remove_diacritics 2');
insert into words(words, rank) values ('automerge', 16);
insert into words(words, rank) values ('crisismerge', 32);
insert into words(words, rank) values ('pgsz', 8000);
insert into words(words) values ('rebuild');
create virtual table names using fts5(
    name, handle, content='identities', content_rowid='id', columnsize=0,
    tokenize='unicode61 remove_diacritics 2');
insert into names(names, rank) values ('automerge', 16);
insert into names(names, rank) values ('crisismerge', 32);
insert into names(names) values ('rebuild');
create trigger identities_forgotten after delete on identities begin insert into
    names(names, rowid, name, handle) values ('delete', old.id, old.name, old.handle); end;
create trigger identities_renamed after update of name, handle on identities begin insert into
    names(names, rowid, name, handle) values ('delete', old.id, old.name, old.handle); insert into
    names(rowid, name, handle) values (new.id, new.name, new.handle); end;
create index contacts_renamed on contacts (id) where renamed = 1;
create index messages_extra on messages (id) where extra is not null;
create index messages_unread on messages (id) where unread = 1;
insert into counters select 0, 'moved', n from (
    select max(id - max(sent_ms >> 8, 1)) as n from messages) where n > 0
"""
