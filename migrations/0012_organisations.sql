-- Organisations that register themselves, change what they say of themselves, and confirm their contacts.

-- Whether the bytes of a notice may have gone out: a worker that died before it is told from one that died after.
alter table notices
  add column leased_by uuid,
  add column content_begun_at timestamptz;
create index notices_in_doubt on notices (next_attempt_at) where state = 'unknown';

-- Somebody asks to join. What is asked is what a stranger says; nothing of it is checked before a person looks.
create table registrations (
  id             uuid primary key,
  state          text not null check (state in ('asked', 'confirmed', 'question', 'accepted', 'declined')),
  asker_address  text not null,
  language       text not null check (language in ('nl', 'en')),
  -- {name, register, number, sector, contacts, assets, remarks}, as src/domain/registration/registration.ts has it.
  asked          jsonb not null,
  agreement      text not null,
  agreement_version text not null,
  agreement_language text not null check (agreement_language in ('nl', 'en')),
  asked_at       timestamptz not null,
  -- SHA-256 of the code that was mailed; null once it was typed.
  code_hash      bytea check (octet_length(code_hash) = 32),
  code_failures  smallint not null default 0,
  -- SHA-256 of the word that the asker looks with; null until the address is confirmed.
  follow_up_hash bytea unique check (octet_length(follow_up_hash) = 32),
  confirmed_at   timestamptz,
  question       text,
  answer         text,
  decided_at     timestamptz,
  decided_by     text,
  reason         text,
  -- The slug that the operator chose.
  organisation   text,
  check ((state = 'asked') = (confirmed_at is null)),
  check ((state = 'asked') = (code_hash is not null)),
  check ((confirmed_at is null) = (follow_up_hash is null)),
  check ((state in ('accepted', 'declined')) = (decided_at is not null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((state = 'accepted') = (organisation is not null)),
  check (state <> 'declined' or reason is not null),
  check (state <> 'question' or question is not null)
);
create index registrations_waiting on registrations (asked_at) where state in ('asked', 'confirmed', 'question');
create index registrations_asker on registrations (asker_address, asked_at);

-- What an organisation agreed to, in which words, and when.
create table organisation_agreements (
  organisation text not null,
  agreement    text not null,
  version      text not null,
  language     text not null check (language in ('nl', 'en')),
  agreed_at    timestamptz not null,
  agreed_by    text not null,
  primary key (organisation, agreement, version)
);

-- What an organisation asks to change of what it says of itself, until somebody decided.
create table organisation_changes (
  id           uuid primary key,
  organisation text not null,
  state        text not null check (state in ('pending', 'accepted', 'declined', 'withdrawn')),
  asked_at     timestamptz not null,
  asked_by     text not null,
  -- {field: {before, after}}, values as world texts have them.
  fields       jsonb not null check (fields <> '{}'),
  decided_at   timestamptz,
  decided_by   text,
  reason       text,
  check ((state = 'pending') = (decided_at is null)),
  check ((decided_at is null) = (decided_by is null)),
  check (state <> 'declined' or reason is not null)
);
-- One at a time: the next would be about something that may change yet.
create unique index organisation_changes_pending on organisation_changes (organisation) where state = 'pending';
create index organisation_changes_organisation on organisation_changes (organisation, id);

-- Whether somebody reads at the address of a contact: a code that was mailed there was typed.
create table contact_confirmations (
  organisation  text not null,
  address       text not null,
  -- Null: never.
  confirmed_at  timestamptz,
  code_hash     bytea check (octet_length(code_hash) = 32),
  code_until    timestamptz,
  code_failures smallint not null default 0,
  reminded_at   timestamptz,
  reminders     smallint not null default 0,
  since         timestamptz not null,
  primary key (organisation, address),
  check ((code_hash is null) = (code_until is null))
);

grant select on registrations, organisation_agreements, organisation_changes, contact_confirmations to meldpunt_house;
grant select on organisation_agreements, organisation_changes to meldpunt_member;
grant select (organisation, address, confirmed_at, code_until, reminded_at, reminders, since) on contact_confirmations to meldpunt_member;
alter table registrations enable row level security;
alter table organisation_agreements enable row level security;
alter table organisation_changes enable row level security;
alter table contact_confirmations enable row level security;
create policy house on registrations for select to meldpunt_house using (true);
create policy house on organisation_agreements for select to meldpunt_house using (true);
create policy house on organisation_changes for select to meldpunt_house using (true);
create policy house on contact_confirmations for select to meldpunt_house using (true);
create policy own on organisation_agreements for select to meldpunt_member using (organisation = acting_organisation());
create policy own on organisation_changes for select to meldpunt_member using (organisation = acting_organisation());
create policy own on contact_confirmations for select to meldpunt_member using (organisation = acting_organisation());
