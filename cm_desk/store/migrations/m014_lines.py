"""The list of people: a line for each, with what it is sorted and sifted by.

Everybody is restless: what brings a store to this schema writes their lines (`lines.settle_all`).
"""

SQL = """
drop index identities_last;
drop index contacts_name;
alter table conversations add column speaker integer;
update conversations set speaker = (
    select identity_id from messages m where m.id = conversations.last_id);
create index conversations_waiting on conversations (speaker) where place < 2;
create table spoken (
    id integer primary key references identities on delete cascade, messages integer not null,
    signals integer not null, last_id integer not null, last_out integer not null,
    heard_ms integer not null, turns integer not null, accounts text not null,
    langs text not null) strict;
create table lines (
    id integer primary key references contacts on delete cascade, name text not null,
    first_ms integer not null, last_ms integer not null, heard_ms integer not null,
    received integer not null, sent integer not null, turns integer not null,
    signals integer not null, gestures integer not null, given_ms integer not null,
    promises integer not null, channels integer not null, waiting integer not null,
    services text not null, accounts text not null, langs text not null,
    words text not null) strict;
create index lines_name on lines (name);
create index lines_first on lines (first_ms);
create index lines_last on lines (last_ms);
create index lines_heard on lines (heard_ms);
create index lines_received on lines (received);
create index lines_sent on lines (sent);
create index lines_turns on lines (turns);
create index lines_signals on lines (signals);
create index lines_gestures on lines (gestures);
create index lines_given on lines (given_ms);
create index lines_promises on lines (promises);
create index lines_channels on lines (channels);
create table restless (id integer primary key) strict;
insert into restless select id from contacts
"""
