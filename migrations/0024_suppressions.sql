-- The suppression list: which addresses want no mail, about what, until when. Addresses are kept as hashes, keyed with a key
-- of the installation that lies outside the database, so that a copy of it names nobody.
create sequence suppression_changes as bigint;

create table suppressions (
  id               uuid primary key,
  address_hash     bytea not null check (octet_length(address_hash) = 32),
  -- About what; null: whatever it is. All that is said here holds together.
  kind             text,
  type             text,
  asset            text,
  digests_only     boolean not null default false,
  reason           text not null,
  source           text not null check (source in ('operator', 'import', 'one-click', 'answer')),
  recorded_at      timestamptz not null,
  recorded_by      text not null,
  -- Null: until it is withdrawn.
  until            timestamptz,
  change_id        bigint not null default nextval('suppression_changes'),
  withdrawn_at     timestamptz,
  withdrawn_by     text,
  withdrawn_reason text,
  withdrawn_change_id bigint,
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((withdrawn_at is null) = (withdrawn_change_id is null))
);
-- Who says the same twice has said it once.
create unique index suppressions_once on suppressions (address_hash, kind, type, asset, digests_only) nulls not distinct
  where withdrawn_at is null;
create index suppressions_change on suppressions (change_id);
create index suppressions_withdrawn_change on suppressions (withdrawn_change_id) where withdrawn_change_id is not null;

-- A state of world, registry, addresses, contacts and now of this list; equal states stay one row.
alter table snapshots add column suppression_change_id bigint not null default 0;
comment on column snapshots.suppression_change_id is 'the last change of suppressions; 0: there was none';
do $$
declare
  known text;
  columns text;
begin
  select c.conname, string_agg(quote_ident(a.attname), ', ' order by k.n) into strict known, columns
    from pg_constraint c
   cross join unnest(c.conkey) with ordinality as k (number, n)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
   where c.conrelid = 'snapshots'::regclass and c.contype = 'u'
   group by c.conname;
  execute format('alter table snapshots drop constraint %I', known);
  execute format('alter table snapshots add constraint snapshots_state unique nulls not distinct (%s, suppression_change_id)',
    columns);
end $$;

grant select on suppressions to meldpunt_house;
