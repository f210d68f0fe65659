-- How far open findings are decided again since world, registry, law or a date changed. One row: the latest.
create table redecisions (
  is_latest    boolean primary key default true check (is_latest),
  snapshot_id  uuid not null references snapshots,
  -- Dates of the world up to here are taken account of.
  decided_at   timestamptz not null,
  -- Findings up to this id are done.
  done_until   bigint not null default 0,
  completed_at timestamptz,
  -- Numbers of reports that were being read when it began: they may have been decided by what held before.
  late_reports integer[] not null
);

-- Findings whose mail was on its way when their turn came: nobody knew whether somebody was told. They come later.
create table owed_redecisions (
  finding_id bigint primary key
);
