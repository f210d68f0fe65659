-- Ways by which organisations get notifications besides mail: to a webhook, by pulling, into a folder.

create table endpoints (
  id               uuid primary key,
  organisation     text not null,
  kind             text not null check (kind in ('webhook', 'pull', 'folder')),
  -- Of a webhook: where to.
  url              text check (length(url) <= 2000),
  -- Of a folder: how its files are written.
  format           text check (format in ('json', 'csv')),
  -- It counts once it was tested; then all that the organisation is told goes there first.
  state            text not null check (state in ('untested', 'active', 'disabled')),
  made_at          timestamptz not null,
  made_by          text not null,
  tested_at        timestamptz,
  disabled_at      timestamptz,
  disabled_because text check (disabled_because in ('asked', 'gone', 'failing', 'replaced')),
  -- Since when every attempt failed; null when the last one did not.
  failing_since    timestamptz,
  last_failure     text check (length(last_failure) <= 500),
  check ((url is null) = (kind <> 'webhook')),
  check ((format is null) = (kind <> 'folder')),
  check (state <> 'active' or tested_at is not null),
  check ((disabled_at is null) = (state <> 'disabled')),
  check ((disabled_because is null) = (state <> 'disabled'))
);
-- A recipient is told by one way at a time.
create unique index endpoints_one_active on endpoints (organisation) where state = 'active';
create index endpoints_organisation on endpoints (organisation, made_at);

-- What webhooks are signed with. After a rotation the old and the new one both hold for a while.
create table endpoint_secrets (
  id          uuid primary key,
  endpoint_id uuid not null references endpoints,
  -- Two keys, for v1 and v1a, sealed with a key of the installation.
  sealed      bytea not null,
  -- The public part of the v1a key (whpk_…).
  public_key  text not null,
  made_at     timestamptz not null,
  -- Null: it holds until another takes its place.
  ends_at     timestamptz
);
create index endpoint_secrets_endpoint on endpoint_secrets (endpoint_id, made_at);
create unique index endpoint_secrets_one_present on endpoint_secrets (endpoint_id) where ends_at is null;

-- Notifications as machines read them; the mail of the same notification is kept beside it, for when this way fails.
create table machine_forms (
  notification_id uuid primary key references notifications,
  -- The order in which they are pulled.
  position        bigint generated always as identity unique,
  format          text not null check (format in ('json', 'csv')),
  -- Of the bytes as they go out.
  sha256          bytea not null check (octet_length(sha256) = 32),
  -- Those bytes, compressed and sealed; null once destroyed.
  content         bytea
);

alter table deliveries
  drop constraint deliveries_channel_check,
  add constraint deliveries_channel_check check (channel in ('mail', 'webhook', 'pull', 'folder')),
  add column endpoint_id uuid references endpoints,
  -- Since when it goes this way; null: since it was queued.
  add column routed_at timestamptz,
  -- Attempts by ways that were given up.
  add column attempts_before smallint not null default 0,
  add constraint deliveries_endpoint_check check ((endpoint_id is null) = (channel = 'mail'));
create index deliveries_endpoint on deliveries (endpoint_id)
  where endpoint_id is not null and state in ('queued', 'leased', 'unknown');

alter table delivery_attempts
  add column channel text not null default 'mail' check (channel in ('mail', 'webhook', 'pull', 'folder'));

-- What an organisation asked to have sent to its webhook again. It changes nothing about the delivery.
create table replays (
  endpoint_id     uuid not null references endpoints,
  notification_id uuid not null references notifications,
  asked_at        timestamptz not null,
  asked_by        text not null,
  next_attempt_at timestamptz not null,
  attempts        smallint not null default 0,
  leased_until    timestamptz,
  settled_at      timestamptz,
  outcome         text check (outcome in ('accepted', 'failed')),
  primary key (endpoint_id, notification_id, asked_at),
  check ((settled_at is null) = (outcome is null))
);
create index replays_waiting on replays (next_attempt_at) where settled_at is null;
create index replays_notification on replays (notification_id);

grant select on endpoints, machine_forms, replays to meldpunt_house, meldpunt_member;
grant select (id, endpoint_id, public_key, made_at, ends_at) on endpoint_secrets to meldpunt_house, meldpunt_member;

alter table endpoints enable row level security;
alter table endpoint_secrets enable row level security;
alter table machine_forms enable row level security;
alter table replays enable row level security;

create policy house on endpoints for select to meldpunt_house using (true);
create policy house on endpoint_secrets for select to meldpunt_house using (true);
create policy house on machine_forms for select to meldpunt_house using (true);
create policy house on replays for select to meldpunt_house using (true);

create policy own on endpoints for select to meldpunt_member using (organisation = acting_organisation());
create policy own on endpoint_secrets for select to meldpunt_member
  using (exists (select from endpoints e where e.id = endpoint_id));
create policy own on machine_forms for select to meldpunt_member
  using (exists (select from notifications n where n.id = notification_id));
create policy own on replays for select to meldpunt_member
  using (exists (select from endpoints e where e.id = endpoint_id));
