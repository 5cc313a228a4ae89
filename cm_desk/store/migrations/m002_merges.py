"""Merges of people take the place of assignments of one identity, and keep what those did."""

SQL = """
alter table contacts add column joined integer references contacts;
create index contacts_joined on contacts (joined) where joined is not null;
alter table identities add column home integer references contacts;
create index identities_home on identities (home) where home is not null;
alter table gestures add column home integer references contacts;
create index gestures_home on gestures (home) where home is not null;
alter table promises add column home integer references contacts;
create index promises_home on promises (home) where home is not null;
alter table notes add column home integer references contacts;
create index notes_home on notes (home) where home is not null;
create table merges (
    id integer primary key, kept integer not null references contacts on delete cascade,
    gone integer not null references contacts on delete cascade, at_ms integer not null,
    why text not null, parted_ms integer) strict;
create index merges_gone on merges (gone);
create index merges_kept on merges (kept);
create table judged (
    a integer not null references identities on delete cascade,
    b integer not null references identities on delete cascade,
    until_ms integer, primary key (a, b)) strict, without rowid;
create index judged_b on judged (b);
insert into contacts (id, name, joined)
    select a.from_contact, i.name, i.contact_id from assignments a
    join identities i on i.id = a.identity_id
    where a.undone_ms is null and a.to_contact = i.contact_id
        and not exists (select 1 from contacts c where c.id = a.from_contact)
    group by a.from_contact;
insert into merges (kept, gone, at_ms, why)
    select a.to_contact, a.from_contact, max(a.at_ms), a.why from assignments a
    join contacts c on c.id = a.from_contact and c.joined = a.to_contact
    group by a.from_contact;
update identities set home = (
    select a.from_contact from assignments a join contacts c on c.id = a.from_contact
    where a.identity_id = identities.id and c.joined = identities.contact_id
        and a.undone_ms is null);
drop table assignments
"""
