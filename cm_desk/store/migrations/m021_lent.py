"""Who of the voices leads the house, the code of a request, and drafts that wait for a release."""

SQL = """
alter table voices add column leads integer not null default 0;
alter table voice_requests add column code text not null default '';
alter table voice_requests add column gesture_id integer references gestures on delete set null;
create index voice_requests_gesture on voice_requests (gesture_id) where gesture_id is not null;
alter table drafts add column request_id integer references voice_requests on delete set null;
create index drafts_request on drafts (request_id) where request_id is not null
"""
