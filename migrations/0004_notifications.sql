-- What recipients are told, and how it gets to them.

-- One recipient, one round, one lane, one case or kind. A recipient with much gets several parts, each a notification
-- of its own: what arrived and what did not can be told apart.
create table notifications (
  id                uuid primary key,
  public_number     text not null unique,
  -- A digest holds only what was seen again of findings that its recipient has been told of.
  role              text not null check (role in ('primary', 'informed', 'digest')),
  address           text not null,
  organisation      text,
  -- Null for informed parties, who stand on no rung.
  rung              text,
  language          text not null check (language in ('nl', 'en')),
  lane              text not null check (lane in ('now', 'day', 'week')),
  case_name         text,
  kind              text,
  round             smallint not null check (round > 0),
  -- The highest tier of its rows.
  tier              smallint not null check (tier between 0 and 3),
  part              smallint not null check (part > 0),
  parts             smallint not null check (parts >= part),
  -- Fixed before the first attempt, the same in all of them.
  message_id        text not null unique,
  -- Message-ID of the first of the thread; null for that one.
  thread_message_id text,
  subject           text not null,
  template_version  text not null,
  row_count         integer not null check (row_count > 0),
  composed_at       timestamptz not null,
  -- Of the bytes as they are sent.
  sha256            bytea not null check (octet_length(sha256) = 32),
  -- Those bytes, compressed and sealed with a key of the installation; null once destroyed.
  content           bytea,
  -- Taken back before it was sent, by a kill switch; its findings are due again when that is lifted.
  withdrawn_at      timestamptz,
  check ((case_name is null) <> (kind is null)),
  check ((rung is null) = (role = 'informed'))
);

-- The 30-day median of a recipient, and its threads.
create index notifications_address on notifications (address, composed_at);
create index notifications_content_kept on notifications (composed_at) where content is not null;
create index notifications_composed_at on notifications (composed_at);

-- The rows of a notification, exactly: what the recipient was shown of which finding, from which report.
create table notification_findings (
  notification_id   uuid not null references notifications,
  -- Number of the row in the mail and its attachment, from 1.
  position          integer not null,
  finding_id        bigint not null,
  -- Why this recipient.
  decision_id       bigint not null,
  report            integer not null,
  evidence_offset   bigint not null,
  observed_at       timestamptz not null,
  episode           smallint not null,
  round             smallint not null,
  tier              smallint not null,
  -- Rows taken back before they were sent are 'withdrawn': they count as never told.
  role              text not null check (role in ('primary', 'informed', 'digest', 'withdrawn')),
  -- It did not reach its recipient, and the next rung is asked.
  superseded_at     timestamptz,
  superseded_because text check (superseded_because in ('address-dead', 'refused', 'retries-exhausted', 'withdrawn')),
  primary key (notification_id, position),
  check ((superseded_at is null) = (superseded_because is null))
);

-- Invariant 2: one primary notification per finding, episode and round, over all recipients.
create unique index notification_findings_one_primary on notification_findings (finding_id, episode, round)
  where role = 'primary' and superseded_at is null;
-- Rungs tried in a round.
create index notification_findings_tried on notification_findings (finding_id)
  where role = 'primary' and superseded_at is not null;
-- Who got what of a report.
create index notification_findings_report on notification_findings (report);

-- Bringing a notification through one channel: the outbox.
create table deliveries (
  id              uuid primary key,
  notification_id uuid not null unique references notifications,
  channel         text not null check (channel in ('mail')),
  -- 0 now, 1 day, 2 week: the order in which they are taken.
  lane            smallint not null check (lane between 0 and 2),
  state           text not null check (state in ('queued', 'leased', 'accepted', 'unknown', 'failed', 'withdrawn')),
  queued_at       timestamptz not null,
  next_attempt_at timestamptz not null,
  attempts        smallint not null default 0,
  leased_by       uuid,
  leased_until    timestamptz,
  settled_at      timestamptz,
  check ((leased_by is null) = (state <> 'leased')),
  check ((leased_until is null) = (state <> 'leased')),
  check ((settled_at is null) = (state in ('queued', 'leased', 'unknown')))
);

-- Small however much was delivered: only what still waits is in them.
create index deliveries_queued on deliveries (lane, next_attempt_at) where state = 'queued';
create index deliveries_leased on deliveries (leased_until) where state = 'leased';
create index deliveries_unknown on deliveries (next_attempt_at) where state = 'unknown';

-- Written before the first byte of the message goes out; without an outcome the process died in the middle of it.
create table delivery_attempts (
  delivery_id   uuid not null references deliveries,
  attempt       smallint not null,
  started_at    timestamptz not null,
  ended_at      timestamptz,
  outcome       text check (outcome in ('accepted', 'retry', 'address-dead', 'refused', 'content', 'authentication',
                                        'unknown', 'never-sent')),
  reply_code    smallint,
  enhanced_code text,
  reply_text    text check (length(reply_text) <= 500),
  -- Of the mail library, where there was no reply.
  library_code  text,
  primary key (delivery_id, attempt),
  check ((ended_at is null) = (outcome is null))
);

-- Our own authentication failed: nothing more goes out in this lane until a person has looked.
create table lane_stops (
  lane       smallint primary key check (lane between 0 and 2),
  stopped_at timestamptz not null,
  reason     text not null
);

-- What deliveries taught about addresses, appended only: kept by address, so that a registry loaded again revives none.
create table address_states (
  id              bigint generated always as identity primary key,
  address         text not null,
  state           text not null check (state in ('ok', 'soft', 'dead')),
  since           timestamptz not null,
  reason          text not null,
  delivery_id     uuid,
  -- Whether the address died or came back by it: decisions depend on that and nothing else (snapshots).
  alters_deadness boolean not null
);
create index address_states_address on address_states (address, id);
create index address_states_deadness on address_states (id) where alters_deadness;

create view present_address_states as
  select distinct on (s.address) s.address, s.state, s.since, s.reason
    from address_states s
   order by s.address, s.id desc;

-- A recipient would get more rows in one round than it is used to: they wait for a person, once per round.
create table volume_brakes (
  id           uuid primary key,
  address      text not null,
  organisation text,
  round        smallint not null,
  row_count    integer not null,
  limit_rows   integer not null,
  held_at      timestamptz not null,
  -- Findings that wait because of it.
  finding_ids  bigint[] not null,
  approved_at  timestamptz,
  approved_by  text,
  check ((approved_at is null) = (approved_by is null))
);
create unique index volume_brakes_open on volume_brakes (address, round) where approved_at is null;
create index volume_brakes_approved on volume_brakes (address, round, approved_at) where approved_at is not null;

-- Parties with a standing right to know, once the primary notification was accepted; gone when theirs is composed.
create table informed_due (
  notification_id uuid not null references notifications,
  address         text not null,
  organisation    text not null,
  primary key (notification_id, address)
);
create index informed_due_address on informed_due (address);

-- Observations of events that a network operator's digest still owes; gone when one is composed.
create table owed_observations (
  report          integer not null,
  evidence_offset bigint not null,
  finding_id      bigint not null,
  observed_at     timestamptz not null,
  primary key (report, evidence_offset)
);
create index owed_observations_finding on owed_observations (finding_id);
