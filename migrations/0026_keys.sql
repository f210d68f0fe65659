-- Keys that the installation signs its mail with. The private part is sealed under the master key and goes when the key is
-- retired; the public part stays, so that old signatures can still be checked.
create table own_keys (
  id             uuid primary key,
  kind           text not null check (kind in ('pgp', 'smime', 'dkim')),
  -- Fingerprint of the OpenPGP key, SHA-256 of the certificate, or selector of DKIM.
  name           text not null check (name <> ''),
  algorithm      text not null,
  -- Mail address; of DKIM the domain.
  identity       text not null,
  -- Public key in ASCII armor, certificates in PEM, or the record for the DNS.
  public_part    text not null,
  private_sealed bytea,
  -- Published before, used from then on.
  signs_from     timestamptz not null,
  expires_at     timestamptz,
  made_at        timestamptz not null,
  made_by        text not null,
  retired_at     timestamptz,
  retired_by     text,
  unique (kind, name, identity),
  check ((retired_at is null) = (retired_by is null)),
  check ((retired_at is null) = (private_sealed is not null))
);

-- Keys of contacts, which mail to them is encrypted with. Each is confirmed by a code that was mailed encrypted with it.
create table contact_keys (
  id            uuid primary key,
  organisation  text not null,
  address       text not null,
  kind          text not null check (kind in ('pgp', 'smime')),
  fingerprint   text not null,
  -- Public key in ASCII armor, or certificate in PEM.
  public_part   text not null check (octet_length(public_part) <= 65536),
  expires_at    timestamptz,
  state         text not null check (state in ('asked', 'active', 'ended')),
  asked_at      timestamptz not null,
  asked_by      text not null,
  code_hash     bytea,
  code_until    timestamptz,
  code_failures smallint not null default 0,
  confirmed_at  timestamptz,
  ended_at      timestamptz,
  ended_reason  text check (ended_reason in ('replaced', 'withdrawn', 'not-confirmed')),
  -- The last warning: so many days before it expires; 0: that it has.
  warned_days   smallint,
  check ((state = 'ended') = (ended_at is not null)),
  check ((state = 'ended') = (ended_reason is not null)),
  check ((state = 'asked') = (code_hash is not null)),
  check (state <> 'active' or confirmed_at is not null)
);
create unique index contact_keys_active on contact_keys (organisation, address) where state = 'active';
create unique index contact_keys_asked on contact_keys (organisation, address) where state = 'asked';
create index contact_keys_expiring on contact_keys (expires_at) where state = 'active';


grant select (id, kind, name, algorithm, identity, public_part, signs_from, expires_at, made_at, made_by, retired_at, retired_by)
  on own_keys to meldpunt_house;
grant select on contact_keys to meldpunt_house;
grant select (id, organisation, address, kind, fingerprint, public_part, expires_at, state, asked_at, confirmed_at, ended_at,
  ended_reason) on contact_keys to meldpunt_member;
alter table own_keys enable row level security;
alter table contact_keys enable row level security;
create policy house on own_keys for select to meldpunt_house using (true);
create policy house on contact_keys for select to meldpunt_house using (true);
create policy own on contact_keys for select to meldpunt_member using (organisation = acting_organisation());
