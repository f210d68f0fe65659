-- Open findings whose object somebody claims since they were first seen: when they are seen again, they are his.

-- A later sighting in this episode that counts for whose the finding is, and is what a new owner is shown; null: the
-- first one counts. Set only where a claim or relation began after the first.
alter table findings add column seen_at timestamptz;
alter table findings add column seen_in integer;
alter table findings add column seen_offset bigint;
alter table findings add constraint findings_seen check (num_nonnulls(seen_at, seen_in, seen_offset) in (0, 3));

create table awaited_sightings (
  finding_id bigint primary key,
  episode    smallint not null,
  -- A sighting then or later counts.
  since      timestamptz not null,
  -- Reports that were completed and released until then were looked through.
  looked_at  timestamptz not null
);
