-- Finders: who asks to hand reports over, how each was vetted, the keys they sign with; and reports that wait for a person.

create table finders (
  id              text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  -- Of its entry in the register too, once it was vetted.
  entry_id        uuid not null unique,
  state           text not null check (state in ('asked', 'vetted', 'declined', 'suspended')),
  -- Of an organisation or person, or a pseudonym: then the real name is stored nowhere.
  name            text not null check (length(name) between 1 and 200),
  -- Of a pseudonym: who knows whose it is, an organisation or somebody of the house. Null: it goes by its own name.
  vouched_by      text check (length(vouched_by) between 1 and 200),
  -- What it looks for, and how, in its own words.
  purpose         text not null check (length(purpose) <= 2000),
  -- Where outcomes are told; nothing but the code goes there before it was typed back.
  contact         text not null,
  language        text not null check (language in ('nl', 'en')),
  code_hash       bytea check (octet_length(code_hash) = 32),
  code_failures   smallint not null default 0,
  confirmed_at    timestamptz,
  -- What a vetter said of it; in force by its entry in the register.
  trusted         boolean not null default false,
  tlp             smallint check (tlp between 0 and 4),
  -- Of its reports that say none themselves.
  grade           smallint check (grade between 0 and 2),
  -- A report of it that carries no good signature waits for a person.
  signed          boolean not null default false,
  -- As src/domain/world/world-text.ts writes them.
  policies        jsonb not null default '[]',
  asked_at        timestamptz not null,
  asked_by        text not null,
  check (not trusted or state = 'vetted')
);
create index finders_state on finders (state, asked_at);

-- What became of a finder, step by step; appended only.
create table finder_changes (
  id         bigint generated always as identity primary key,
  finder     text not null references finders,
  changed_at timestamptz not null,
  actor      text not null,
  state      text not null,
  trusted    boolean not null,
  reason     text not null
);
create index finder_changes_finder on finder_changes (finder, id);

create function refuse_finder_change() returns trigger language plpgsql as $$
begin
  raise exception 'The history of vetting is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger finder_changes_append_only before update or delete on finder_changes
  for each row execute function refuse_finder_change();

-- OpenPGP keys that reports are signed with. A finder of the world file may have them too.
create table finder_keys (
  finder      text not null,
  -- Lower case hexadecimal, of the primary key.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{40,64}$'),
  -- The public key and nothing else.
  armored     text not null check (length(armored) <= 100000 and armored not like '%PRIVATE KEY%'),
  -- Null: never.
  expires_at  timestamptz,
  added_at    timestamptz not null,
  added_by    text not null,
  revoked_at  timestamptz,
  revoked_by  text,
  primary key (finder, fingerprint),
  check ((revoked_at is null) = (revoked_by is null))
);

alter table reports
  -- Why it waits, or waited, for a person; null where it was released as it came in.
  add column waits_because text check (waits_because in ('unknown-finder', 'untrusted-finder', 'unsigned', 'badly-signed',
                                                         'too-many-rows')),
  -- Fingerprint of the key that signed the bytes as received; null where nobody did, or not well.
  add column signed_by text,
  add column signature bytea check (octet_length(signature) <= 65536),
  -- A person refused it, for good; a report of state refused could not be read at all.
  add column rejected_at timestamptz,
  add column rejected_by text,
  add column rejected_reason text,
  -- When its finder was last told what became of it.
  add column outcome_told_at timestamptz,
  add check ((rejected_at is null) = (rejected_by is null) and (rejected_at is null) = (rejected_reason is null)),
  add check (rejected_at is null or released_at is null),
  add check (signed_by is null or signature is not null);
update reports set waits_because = 'untrusted-finder' where released_at is null and state <> 'refused';
create index reports_waiting on reports (number) where released_at is null and rejected_at is null and state <> 'refused';
create index reports_finder on reports (finder, received_at);

-- Somebody says that there is nothing; upheld, it counts against the finder.
create table false_positives (
  finding_id     bigint not null,
  episode        smallint not null,
  -- Whose report opened the episode, and of what type.
  finder         text not null,
  type_id        integer not null references finding_types,
  -- The organisation that says so; null: somebody of the house.
  organisation   text,
  said_at        timestamptz not null,
  said_by        text not null,
  said_reason    text not null check (length(said_reason) between 1 and 2000),
  upheld         boolean,
  decided_at     timestamptz,
  decided_by     text,
  decided_reason text,
  primary key (finding_id, episode),
  check ((upheld is null) = (decided_at is null) and (upheld is null) = (decided_by is null)
         and (upheld is null) = (decided_reason is null))
);
create index false_positives_finder on false_positives (finder, type_id, decided_at) where upheld;

grant select on finders, finder_changes, finder_keys, false_positives to meldpunt_house;
-- A finder sees where it stands, not what vetters write about it.
grant select (id, state, name, vouched_by, purpose, contact, language, confirmed_at, trusted, tlp, grade, signed, policies,
  asked_at) on finders to meldpunt_finder;
grant select on finder_keys to meldpunt_finder;
-- An organisation sees what it said itself.
grant select (finding_id, episode, organisation, said_at, said_by, said_reason, upheld, decided_at) on false_positives
  to meldpunt_member;
alter table finders enable row level security;
alter table finder_changes enable row level security;
alter table finder_keys enable row level security;
alter table false_positives enable row level security;
create policy house on finders for select to meldpunt_house using (true);
create policy house on finder_changes for select to meldpunt_house using (true);
create policy house on finder_keys for select to meldpunt_house using (true);
create policy house on false_positives for select to meldpunt_house using (true);
create policy own on finders for select to meldpunt_finder using (id = acting_finder());
create policy own on finder_keys for select to meldpunt_finder using (finder = acting_finder());
create policy own on false_positives for select to meldpunt_member using (organisation = acting_organisation());
