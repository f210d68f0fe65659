-- Where reports come from by themselves: how far each feed was read, which of its files were taken in, what is wrong
-- with it; and events that came one by one and wait to become a report.

-- How far a feed was read. What it is stands in the feeds file; a feed that left the file keeps its row.
create table feed_positions (
  feed         text primary key,
  -- In the words of its kind: the day up to which all was found, or what the last look into a folder saw.
  position     text,
  looked_at    timestamptz not null,
  next_look_at timestamptz not null,
  -- When it last answered.
  answered_at  timestamptz,
  -- Why it did not at the last look; null when it did.
  failure      text,
  failures     integer not null default 0 check (failures >= 0),
  -- Since when it is known: silence counts from here until something came.
  known_since  timestamptz not null,
  check ((failure is null) = (failures = 0))
);

-- Each file that a feed offered, once. What is owed is tried until it is taken in or refused; so a crash between
-- fetching and recording repeats the file, and the same bytes of the same finder are one report.
create table feed_files (
  feed        text not null references feed_positions,
  -- What the feed calls it: the id that Shadowserver gave, or the name under which a folder holds it.
  file        text not null,
  name        text not null,
  state       text not null check (state in ('owed', 'taken', 'refused')),
  found_at    timestamptz not null,
  attempts    integer not null default 0,
  try_at      timestamptz not null,
  -- Of what is owed: why the last attempt failed. Of what was refused: why.
  reason      text,
  -- Absent where bytes could not even be kept.
  report      uuid references reports (id),
  -- These bytes were taken in before, under another name; they say nothing about the feed's volume.
  repeated    boolean not null default false,
  -- First line of a list with a header; what a feed suddenly calls otherwise is noticed by it.
  header      text,
  accepted    bigint,
  quarantined bigint,
  settled_at  timestamptz,
  primary key (feed, file),
  check ((state = 'owed') = (settled_at is null)),
  check (state <> 'taken' or (report is not null and accepted is not null and quarantined is not null)),
  check (state <> 'refused' or reason is not null)
);

create index feed_files_owed on feed_files (feed, try_at) where state = 'owed';
create index feed_files_settled_at on feed_files (feed, settled_at);

-- What is wrong with a feed now; gone when it is no longer so.
create table feed_alarms (
  feed      text not null references feed_positions,
  kind      text not null,
  detail    text not null,
  since     timestamptz not null,
  -- When operators were last told; null: not yet.
  told_at   timestamptz,
  primary key (feed, kind)
);

-- Events that came over HTTP, as received, until they are a report. Sealed: the database holds no evidence.
create table received_events (
  id          bigint generated always as identity primary key,
  finder      text not null,
  received_at timestamptz not null,
  events      integer not null check (events > 0),
  -- One JSON object a line, compressed and sealed under the master key.
  lines       bytea not null,
  -- The set that it was gathered into. Fixed before the set becomes a report, so that a crash makes the same bytes again.
  gathered    uuid
);

create index received_events_waiting on received_events (finder, id);
