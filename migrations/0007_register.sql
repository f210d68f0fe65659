-- The register: what organisations, intermediaries, vetters and operators changed one at a time, beside the world file.

-- Every change that decisions may depend on, numbered: a snapshot names the last it was made with.
create table register_changes (
  id         bigint generated always as identity primary key,
  changed_at timestamptz not null,
  actor      text not null,
  act        text not null,
  -- The organisation or finder that it is about; null: everybody.
  about      text,
  reason     text
);
create index register_changes_about on register_changes (about, id) where about is not null;

-- What holds by the register, a row for each version of an entry: what held at any change can be read again.
create table register_entries (
  -- Stays the same over the versions of an entry.
  id           uuid not null,
  section      text not null check (section in ('organisation', 'claim', 'relation', 'designation', 'mandate', 'mandateDuty',
                                                'finder', 'suppression', 'stop')),
  -- The organisation or finder whose entry it is: its slug; null: everybody's.
  party        text,
  -- As src/domain/world/plain-entry.ts writes it.
  content      jsonb not null,
  from_change  bigint not null references register_changes,
  -- Null: it holds now.
  until_change bigint references register_changes,
  primary key (id, from_change),
  check (until_change > from_change),
  check ((party is null) = (section in ('mandateDuty', 'designation', 'suppression')))
);

create unique index register_entries_current on register_entries (id) where until_change is null;
-- What changed behind a change that is known, without reading everything again.
create index register_entries_from on register_entries (from_change);
create index register_entries_until on register_entries (until_change) where until_change is not null;
create index register_entries_party on register_entries (party, section) where until_change is null;
-- One entry of an organisation, and of a finder, about itself.
create unique index register_entries_one_party on register_entries (section, party)
  where until_change is null and section in ('organisation', 'finder');
-- Equal claims never hold at the same time: two organisations are never both owner of one object by the register.
create unique index register_entries_one_claim on register_entries ((coalesce(content ->> 'use', 'own')), (content ->> 'asset'))
  where until_change is null and section = 'claim';
create unique index register_entries_one_relation on register_entries (party, (content ->> 'intermediary'))
  where until_change is null and section = 'relation';

alter table snapshots add column register_change_id bigint not null default 0;
comment on column snapshots.register_change_id is 'the last change of the register; 0: there was none';
alter table snapshots
  drop constraint snapshots_world_id_announced_id_delegated_id_contacts_id_ad_key,
  add constraint snapshots_state unique nulls not distinct
    (world_id, announced_id, delegated_id, contacts_id, address_state_id, register_change_id);

grant select on register_changes, register_entries to meldpunt_house;
grant select on register_entries to meldpunt_member;
alter table register_entries enable row level security;
create policy house on register_entries for select to meldpunt_house using (true);
create policy own on register_entries for select to meldpunt_member using (party = acting_organisation());
