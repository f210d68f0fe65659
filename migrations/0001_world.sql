-- Who there is, what is theirs and whom they serve; and the snapshots that decisions are made with.

-- One load of the world file; a replaced version stays, so that decisions can be repeated.
create table worlds (
  id            uuid primary key,
  -- Of the canonical text: equal for equal worlds, however their files were written.
  sha256        bytea not null check (octet_length(sha256) = 32),
  loaded_at     timestamptz not null,
  replaced_at   timestamptz,
  file_name     text not null,
  organisations integer not null,
  claims        integer not null,
  -- What the load changed; null for the first.
  difference    jsonb,
  -- Canonical text (src/domain/world/world-text.ts), zstd. Read as a whole and never searched by the database.
  content       bytea not null,
  check (replaced_at >= loaded_at)
);

alter table worlds alter column content set storage external;
create unique index worlds_current on worlds ((true)) where replaced_at is null;

-- A state of world, registry and addresses: equal states are one row, so that equal inputs share one decision (ADR 0004).
-- No foreign keys to the registry's versions, whose tables come with a later migration; null: that layer is empty.
create table snapshots (
  id               uuid primary key,
  made_at          timestamptz not null,
  world_id         uuid references worlds,
  announced_id     uuid,
  delegated_id     uuid,
  contacts_id      uuid,
  -- The last change that made an address dead or brought one back; 0: there was none.
  address_state_id bigint not null default 0,
  unique nulls not distinct (world_id, announced_id, delegated_id, contacts_id, address_state_id)
);
