-- What finders hand over, what is found in it, and where each observation ended.

-- Secrets of this installation that its data cannot be read without, and so belong to the same backup.
-- 'finding-key': 16 bytes, keys the hash that finding keys are made with (ADR 0006).
create table secrets (
  name  text primary key,
  value bytea not null
);

-- The bytes as received, content-addressed; the files lie outside the database, encrypted with this key (ADR 0003).
create table kept_reports (
  sha256         bytea primary key check (octet_length(sha256) = 32),
  received_bytes bigint not null check (received_bytes >= 0),
  text_bytes     bigint not null check (text_bytes >= 0),
  kept_at        timestamptz not null,
  -- Wrapped with the installation's master key; null once destroyed, which makes the file unreadable for ever.
  wrapped_key    bytea,
  destroyed_at   timestamptz,
  check ((wrapped_key is null) = (destroyed_at is not null))
);

create table finding_types (
  id   integer generated always as identity primary key,
  name text not null unique
);

create table reports (
  -- Short number for the rows that point here by the million; people and clients see the id.
  number       integer generated always as identity primary key,
  id           uuid not null unique,
  finder       text not null,
  sha256       bytea not null references kept_reports,
  file_name    text,
  -- Null when no format recognised it.
  format       text,
  -- What the feed calls it (scan_exchange) or --type; null when only the rows say it.
  report_type  text,
  type_label   text,
  mapping      jsonb not null default '{}',
  case_name    text,
  tlp          smallint not null check (tlp between 0 and 4),
  grade        smallint not null check (grade between 0 and 2),
  trusted      boolean not null,
  complete     boolean not null default false,
  scope        jsonb,
  state        text not null check (state in ('received', 'completed', 'refused')),
  refusal      jsonb,
  received_at  timestamptz not null,
  completed_at timestamptz,
  -- Null: waits for a person.
  released_at  timestamptz,
  released_by  text,
  -- Not null: nothing of it goes out (the kill switch by report).
  held_at      timestamptz,
  held_reason  text,
  check ((state = 'refused') = (refusal is not null)),
  check (format is not null or state = 'refused'),
  check ((state = 'completed') = (completed_at is not null)),
  check ((released_at is null) = (released_by is null)),
  check ((held_at is null) = (held_reason is null))
);

-- The same bytes of the same finder are one report, unless --type makes another list of them; a refused one may be
-- handed over again, better described.
create unique index reports_once on reports (finder, sha256, coalesce(type_label, '')) where state <> 'refused';
create index reports_received_at on reports (received_at);

-- The kill switch by finder.
create table finder_holds (
  finder    text primary key,
  held_at   timestamptz not null,
  reason    text not null
);

-- One transaction each: a crash leaves whole chunks, and the next run goes on behind the last.
create table report_chunks (
  report      integer not null references reports (number),
  number      integer not null,
  row_from    integer not null,
  line_from   integer not null,
  offset_from bigint not null,
  offset_until bigint not null,
  line_until  integer not null,
  row_until   integer not null,
  accepted    integer not null,
  quarantined integer not null,
  new         integer not null,
  seen_again  integer not null,
  reopened    integer not null,
  replaced_bytes integer not null default 0,
  -- Earliest and latest instant observed in it; null when nothing was accepted.
  observed_from timestamptz,
  observed_last timestamptz,
  saved_at    timestamptz not null,
  primary key (report, number),
  check (accepted = new + seen_again + reopened),
  check (row_until - row_from = accepted + quarantined)
);

create table quarantined_rows (
  report integer not null references reports (number),
  row    integer not null,
  line   integer not null,
  field  text not null,
  reason text not null,
  value  text not null check (length(value) <= 200),
  primary key (report, row)
);

-- Equal inputs share one row: a million findings make some thousand decisions (ADR 0004).
create table decisions (
  id           bigint generated always as identity primary key,
  -- Hash of snapshot and inputs.
  key          uuid not null unique,
  snapshot_id  uuid not null references snapshots,
  decided_at   timestamptz not null,
  owner        text,
  rung         text,
  organisation text,
  address      text,
  tier         smallint check (tier between 0 and 3),
  held_reason  text,
  held_detail  text,
  informed     jsonb not null,
  trace        json not null,
  check ((rung is null) = (held_reason is not null)),
  check ((rung is null) = (address is null)),
  check ((rung is null) = (tier is null)),
  check ((held_reason is null) = (held_detail is null))
);

create sequence finding_ids as bigint;

-- One weakness at one network object, with its present episode.
--
-- Written by the million on the way in, so: narrow, few indexes, and no foreign keys (each would be a look-up a row);
-- the code that fills it takes type, report and decision from rows written in the same transaction.
-- tlp and grade of an observation are folded into standing (src/domain/finding/standing.ts).
create table findings (
  id              bigint primary key,
  key             uuid not null unique,
  opened_at       timestamptz not null,
  -- Earliest instant it was seen at in this episode.
  observed_at     timestamptz not null,
  decision_id     bigint,
  -- Where its first row lies in the text of the report that opened the episode.
  evidence_offset bigint not null,
  opened_by       integer not null,
  type_id         integer not null,
  address         inet,
  name            text,
  -- 0 to 65535; null when absent or when the type does not count it.
  port            integer check (port between 1 and 65535),
  -- IANA protocol number.
  transport       smallint,
  episode         smallint not null default 1,
  state           smallint not null default 0,
  disposition     smallint not null,
  severity        smallint not null check (severity between 0 and 4),
  standing        smallint not null,
  -- Which notice of the episode is due or was given last.
  round           smallint not null default 1,
  closed_at       timestamptz,
  check (address is not null or name is not null),
  -- Out of scope is the one disposition that needs no decision.
  check (decision_id is not null or disposition = 8)
);

-- What is due, by whom it goes to.
create index findings_pending on findings (decision_id) where disposition = 0;
create index findings_opened_by on findings (opened_by);

-- Episodes that ended because the finding was seen again afterwards.
create table past_episodes (
  finding_id   bigint not null,
  episode      smallint not null,
  opened_at    timestamptz not null,
  observed_at  timestamptz not null,
  closed_at    timestamptz not null,
  decision_id  bigint,
  opened_by    integer not null,
  evidence_offset bigint not null,
  state        smallint not null,
  disposition  smallint not null,
  severity     smallint not null,
  standing     smallint not null,
  primary key (finding_id, episode)
);
create index past_episodes_opened_by on past_episodes (opened_by);

-- Who or what changed the state of an episode, and why: finder, owner, operator, re-check or clock.
create table episode_changes (
  id         bigint generated always as identity primary key,
  changed_at timestamptz not null,
  state      smallint not null,
  actor      text not null,
  reason     text not null,
  -- All findings that changed together; deltas would save little, changes are rare.
  finding_ids bigint[] not null
);

-- Every accepted row, packed: for each chunk one row of delta-coded columns (src/domain/finding/packed-observations.ts).
-- Appended only; partitioned by month so that retention drops whole partitions.
create table observations (
  saved_at    timestamptz not null,
  report      integer not null,
  chunk       integer not null,
  count       integer not null,
  finding_ids bytea not null,
  offsets     bytea not null,
  observed_at bytea not null,
  -- Rows of event types seen again, which the network operator's digest still owes (2-domain.md, identity).
  digest_due  boolean not null default false
) partition by range (saved_at);

create index observations_report on observations (report, chunk);
create index observations_digest_due on observations (saved_at) where digest_due;

comment on column observations.offsets is 'where each row lies in the text of its report, in bytes';
