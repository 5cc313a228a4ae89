"""What we know of a person, and what they answered in surveys."""

SQL = """
create table facts (
    id integer primary key, contact_id integer not null references contacts,
    kind text not null, text text not null, quote text not null, message_id integer,
    at_ms integer not null, made_ms integer not null,
    home integer references contacts) strict;
create index facts_contact on facts (contact_id, kind);
create index facts_home on facts (home) where home is not null;
create table dates (
    id integer primary key, contact_id integer not null references contacts,
    name text not null, month integer not null, day integer not null, year integer,
    yearly integer not null, quote text not null, message_id integer,
    made_ms integer not null, home integer references contacts) strict;
create index dates_contact on dates (contact_id);
create index dates_date on dates (month, day);
create index dates_home on dates (home) where home is not null;
create table fields (
    id integer primary key, name text not null collate nocase unique,
    rank integer not null) strict;
create table field_values (
    id integer primary key, contact_id integer not null references contacts,
    field_id integer not null references fields on delete cascade, text text not null,
    made_ms integer not null, home integer references contacts) strict;
create index field_values_contact on field_values (contact_id);
create index field_values_field on field_values (field_id, text);
create index field_values_home on field_values (home) where home is not null;
create table contact_labels (
    id integer primary key, contact_id integer not null references contacts,
    label_id integer not null references labels on delete cascade,
    made_ms integer not null, home integer references contacts) strict;
create index contact_labels_contact on contact_labels (contact_id);
create index contact_labels_label on contact_labels (label_id, contact_id);
create index contact_labels_home on contact_labels (home) where home is not null;
create table moments (
    id integer primary key, contact_id integer not null references contacts,
    message_id integer not null unique, kind text not null, quote text not null,
    note text not null, at_ms integer not null, made_ms integer not null,
    home integer references contacts) strict;
create index moments_contact on moments (contact_id, at_ms);
create index moments_home on moments (home) where home is not null;
create table surveys (
    id integer primary key, contact_id integer not null references contacts,
    key integer not null unique, kind text not null, question text not null, score real,
    low real not null, high real not null, text text not null, source text not null,
    at_ms integer not null, made_ms integer not null,
    home integer references contacts) strict;
create index surveys_contact on surveys (contact_id, at_ms);
create index surveys_home on surveys (home) where home is not null
"""
