-- Claims on their way: asked for, proved, looked at again, lapsed. What is in force stands in the register.

create table claims (
  -- Of its entry in the register too, while it is in force.
  id            uuid primary key,
  organisation  text not null,
  -- Canonical text: 192.0.2.0/24, AS64500, uni-x.example.
  asset         text not null,
  use           text not null check (use in ('own', 'operate')),
  method        text not null check (method in ('dns', 'registry-object', 'registry-mail', 'well-known', 'vouched', 'decision')),
  -- The intermediary that vouches.
  by            text,
  state         text not null check (state in ('pending', 'active', 'stale', 'lapsed', 'revoked')),
  reason        text not null,
  -- SHA-256, of what the token is bound to; null where the method has none.
  token_hash    bytea check (octet_length(token_hash) = 32),
  token_until   timestamptz,
  -- Of the code that was mailed: its hash, to whom, how often somebody typed another.
  code_hash     bytea check (octet_length(code_hash) = 32),
  code_sent_to  text,
  code_failures smallint not null default 0,
  asked_at      timestamptz not null,
  asked_by      text not null,
  seen_since    timestamptz,
  blind_since   timestamptz,
  -- When it came into force last: what was observed before is not its organisation's to see.
  active_since  timestamptz,
  grace_until   timestamptz,
  reminders     smallint not null default 0,
  checked_at    timestamptz,
  next_check_at timestamptz,
  -- What the last look told: {kind, reason, detail, seen, dnssec, nameServers}.
  last_look     jsonb,
  -- Proved, while another holds the same: for people of the house.
  rival_since   timestamptz,
  leased_until  timestamptz,
  check ((method = 'vouched') = (by is not null)),
  check ((state = 'stale') = (grace_until is not null)),
  check (state in ('pending', 'lapsed', 'revoked') or active_since is not null),
  check ((state = 'revoked') = (next_check_at is null))
);

-- One claim of an organisation on an object for a use, until it is over.
create unique index claims_once on claims (organisation, use, asset) where state <> 'revoked';
-- Never two in force, whatever the code does; the register holds the same.
create unique index claims_one_holder on claims (use, asset) where state in ('active', 'stale');
create index claims_due on claims (next_check_at) where next_check_at is not null;
create index claims_rivals on claims (rival_since) where rival_since is not null and state = 'pending';

-- What became of a claim, step by step; appended only.
create table claim_changes (
  id         bigint generated always as identity primary key,
  claim_id   uuid not null references claims,
  changed_at timestamptz not null,
  actor      text not null,
  state      text not null,
  reason     text not null,
  -- For people; nothing about others.
  detail     text
);
create index claim_changes_claim on claim_changes (claim_id, id);

-- Mail about the register: what became of a claim, a code to type, a contact to confirm. Nothing about findings.
create table notices (
  id              uuid primary key,
  -- Which text it is (data/templates/notices).
  kind            text not null,
  -- Queued once for whatever it is about, however often that is told again; null: always anew.
  once            text unique,
  organisation    text,
  address         text not null,
  language        text not null check (language in ('nl', 'en')),
  -- What the text is filled with; emptied of codes once it was sent.
  data            jsonb not null,
  state           text not null check (state in ('queued', 'leased', 'sent', 'failed', 'unknown')),
  message_id      text not null unique,
  queued_at       timestamptz not null,
  next_attempt_at timestamptz not null,
  attempts        smallint not null default 0,
  leased_until    timestamptz,
  settled_at      timestamptz,
  -- What the server said last.
  reply           text check (length(reply) <= 500),
  check ((leased_until is null) = (state <> 'leased')),
  check ((settled_at is null) = (state in ('queued', 'leased')))
);
create index notices_due on notices (next_attempt_at) where state in ('queued', 'leased');
create index notices_organisation on notices (organisation, queued_at);

grant select on claims, claim_changes, notices to meldpunt_house;
-- Of a claim its organisation sees where it stands; not the hash of its token, and not that a rival waits for a person.
grant select (id, organisation, asset, use, method, by, state, reason, token_until, asked_at, asked_by, seen_since,
  active_since, grace_until, checked_at, next_check_at, last_look) on claims to meldpunt_member;
grant select on claim_changes to meldpunt_member;
alter table claims enable row level security;
alter table claim_changes enable row level security;
alter table notices enable row level security;
create policy house on claims for select to meldpunt_house using (true);
create policy house on claim_changes for select to meldpunt_house using (true);
create policy house on notices for select to meldpunt_house using (true);
create policy own on claims for select to meldpunt_member using (organisation = acting_organisation());
create policy own on claim_changes for select to meldpunt_member
  using (exists (select from claims c where c.id = claim_id));
