-- Functions

CREATE OR REPLACE FUNCTION public.acting_finder()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN NULLIF(current_setting('meldpunt.finder'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.acting_organisation()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN NULLIF(current_setting('meldpunt.organisation'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.refuse_anchor_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' and exists (select from audit_entries e where e.id = new.id and e.hash = new.hash) then
    return new;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and new.salt is null and old.salt is not null
     and (new.id, new.at, new.act, new.about, new.content_hash, new.hash)
         is not distinct from (old.id, old.at, old.act, old.about, old.content_hash, old.hash) then
    return new;
  end if;
  if tg_op = 'DELETE' and old.at < now() - interval '364 days'
     and exists (select from audit_anchors a where a.id >= old.id) then
    return old;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_finder_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The history of vetting is append-only.' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.reminder_waits(finding bigint, in_episode smallint, in_round smallint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$select exists (select from public.reminders r
                      where r.finding_id = finding and r.episode = in_episode and r.round = in_round)$function$;

-- Sequences

create sequence public.finding_ids as bigint;

create sequence public.suppression_changes as bigint;

-- Tables

create table public.access_tokens (
  id uuid not null,
  name text not null,
  kind text not null,
  party text,
  roles text[] not null,
  body text,
  scopes text[],
  token_hash bytea not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  replaces uuid,
  last_used_at timestamp with time zone
);

create table public.address_states (
  id bigint generated always as identity not null,
  address text not null,
  state text not null,
  since timestamp with time zone not null,
  reason text not null,
  delivery_id uuid,
  alters_deadness boolean not null
);

create table public.answer_links (
  id uuid not null,
  token_hash bytea not null,
  notification_id uuid not null,
  parent_id uuid,
  positions integer[],
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text
);

create table public.approval_answers (
  request_id uuid not null,
  actor text not null,
  body text,
  answered_at timestamp with time zone not null,
  approves boolean not null,
  reason text
);

create table public.approval_requests (
  id uuid not null,
  act text not null,
  digest bytea not null,
  summary jsonb not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  asked_body text,
  people smallint not null,
  bodies smallint not null,
  expires_at timestamp with time zone not null,
  refused_at timestamp with time zone,
  used_at timestamp with time zone,
  lapsed_at timestamp with time zone
);

create table public.audit_anchors (
  id bigint not null,
  hash bytea not null,
  dropped_at timestamp with time zone not null
);

create table public.audit_entries (
  id bigint not null,
  at timestamp with time zone not null,
  act text not null,
  about text,
  content jsonb not null,
  salt bytea,
  content_hash bytea not null,
  hash bytea not null
);

create table public.awaited_sightings (
  finding_id bigint not null,
  episode smallint not null,
  since timestamp with time zone not null,
  looked_at timestamp with time zone not null
);

create table public.canaries (
  report integer not null,
  addresses text[] not null,
  recipients integer not null,
  begun_at timestamp with time zone not null,
  settled_at timestamp with time zone
);

create table public.claim_changes (
  id bigint generated always as identity not null,
  claim_id uuid not null,
  changed_at timestamp with time zone not null,
  actor text not null,
  state text not null,
  reason text not null,
  detail text
);

create table public.claim_holderships (
  claim_id uuid not null,
  source text not null,
  active_since timestamp with time zone not null,
  facts jsonb not null,
  looked_at timestamp with time zone not null,
  next_look_at timestamp with time zone,
  layers text
);

create table public.claims (
  id uuid not null,
  organisation text not null,
  asset text not null,
  use text not null,
  method text not null,
  by text,
  state text not null,
  reason text not null,
  token_hash bytea,
  token_until timestamp with time zone,
  code_hash bytea,
  code_sent_to text,
  code_failures smallint default 0 not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  seen_since timestamp with time zone,
  blind_since timestamp with time zone,
  active_since timestamp with time zone,
  grace_until timestamp with time zone,
  reminders smallint default 0 not null,
  checked_at timestamp with time zone,
  next_check_at timestamp with time zone,
  last_look jsonb,
  rival_since timestamp with time zone,
  leased_until timestamp with time zone
);

create table public.contact_confirmations (
  organisation text not null,
  address text not null,
  confirmed_at timestamp with time zone,
  code_hash bytea,
  code_until timestamp with time zone,
  code_failures smallint default 0 not null,
  reminded_at timestamp with time zone,
  reminders smallint default 0 not null,
  since timestamp with time zone not null
);

create table public.contact_keys (
  id uuid not null,
  organisation text not null,
  address text not null,
  kind text not null,
  fingerprint text not null,
  public_part text not null,
  expires_at timestamp with time zone,
  state text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  code_hash bytea,
  code_until timestamp with time zone,
  code_failures smallint default 0 not null,
  confirmed_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_reason text,
  warned_days smallint
);

create table public.contact_lookups (
  source text not null,
  object text not null,
  asked_at timestamp with time zone not null,
  outcome text not null,
  detail text,
  due_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  url text,
  languages text[] default '{}'::text[] not null,
  encryption text,
  kept_until timestamp with time zone not null
);

create table public.corrections (
  id uuid not null,
  report integer,
  case_name text,
  type_id integer,
  finder text,
  recalls boolean not null,
  reason text not null,
  text_nl text,
  text_en text,
  digest bytea not null,
  made_at timestamp with time zone not null,
  made_by text not null
);

create table public.corrections_due (
  correction_id uuid not null,
  notification_id uuid not null
);

create table public.custodies (
  finding_id bigint not null,
  episode smallint not null,
  round smallint not null,
  organisation text not null,
  notification_id uuid not null,
  state text not null,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone,
  answered_at timestamp with time zone,
  answered_by text,
  reason text
);

create table public.decisions (
  id bigint generated always as identity not null,
  key uuid not null,
  snapshot_id uuid not null,
  decided_at timestamp with time zone not null,
  owner text,
  rung text,
  organisation text,
  address text,
  tier smallint,
  held_reason text,
  held_detail text,
  informed jsonb not null,
  trace json not null
);

create table public.deliveries (
  id uuid not null,
  notification_id uuid not null,
  channel text not null,
  lane smallint not null,
  state text not null,
  queued_at timestamp with time zone not null,
  next_attempt_at timestamp with time zone not null,
  attempts smallint default 0 not null,
  leased_by uuid,
  leased_until timestamp with time zone,
  settled_at timestamp with time zone,
  endpoint_id uuid,
  routed_at timestamp with time zone,
  attempts_before smallint default 0 not null,
  bounced_at timestamp with time zone,
  host text,
  taken_back_at timestamp with time zone
);

create table public.delivery_attempts (
  delivery_id uuid not null,
  attempt smallint not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  reply_code smallint,
  enhanced_code text,
  reply_text text,
  library_code text,
  channel text default 'mail'::text not null
);

create table public.due_rechecks (
  finding_id bigint not null,
  episode smallint not null,
  due_at timestamp with time zone not null,
  leased_until timestamp with time zone,
  made smallint default 0 not null
);

create table public.endpoint_secrets (
  id uuid not null,
  endpoint_id uuid not null,
  sealed bytea not null,
  public_key text not null,
  made_at timestamp with time zone not null,
  ends_at timestamp with time zone
);

create table public.endpoints (
  id uuid not null,
  organisation text not null,
  kind text not null,
  url text,
  format text,
  state text not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  tested_at timestamp with time zone,
  disabled_at timestamp with time zone,
  disabled_because text,
  failing_since timestamp with time zone,
  last_failure text
);

create table public.episode_changes (
  id bigint generated always as identity not null,
  changed_at timestamp with time zone not null,
  state smallint not null,
  actor text not null,
  reason text not null,
  finding_ids bigint[] not null
);

create table public.erased_findings (
  finding_id bigint not null,
  case_name text,
  asn bigint,
  sector text,
  country text
);

create table public.false_positives (
  finding_id bigint not null,
  episode smallint not null,
  finder text not null,
  type_id integer not null,
  organisation text,
  said_at timestamp with time zone not null,
  said_by text not null,
  said_reason text not null,
  upheld boolean,
  decided_at timestamp with time zone,
  decided_by text,
  decided_reason text
);

create table public.feed_alarms (
  feed text not null,
  kind text not null,
  detail text not null,
  since timestamp with time zone not null,
  told_at timestamp with time zone
);

create table public.feed_files (
  feed text not null,
  file text not null,
  name text not null,
  state text not null,
  found_at timestamp with time zone not null,
  attempts integer default 0 not null,
  try_at timestamp with time zone not null,
  reason text,
  report uuid,
  repeated boolean default false not null,
  header text,
  accepted bigint,
  quarantined bigint,
  settled_at timestamp with time zone
);

create table public.feed_positions (
  feed text not null,
  "position" text,
  looked_at timestamp with time zone not null,
  next_look_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  failure text,
  failures integer default 0 not null,
  known_since timestamp with time zone not null
);

create table public.finder_changes (
  id bigint generated always as identity not null,
  finder text not null,
  changed_at timestamp with time zone not null,
  actor text not null,
  state text not null,
  trusted boolean not null,
  reason text not null
);

create table public.finder_holds (
  finder text not null,
  held_at timestamp with time zone not null,
  reason text not null
);

create table public.finder_keys (
  finder text not null,
  fingerprint text not null,
  armored text not null,
  expires_at timestamp with time zone,
  added_at timestamp with time zone not null,
  added_by text not null,
  revoked_at timestamp with time zone,
  revoked_by text
);

create table public.finders (
  id text not null,
  entry_id uuid not null,
  state text not null,
  name text not null,
  vouched_by text,
  purpose text not null,
  contact text not null,
  language text not null,
  code_hash bytea,
  code_failures smallint default 0 not null,
  confirmed_at timestamp with time zone,
  trusted boolean default false not null,
  tlp smallint,
  grade smallint,
  signed boolean default false not null,
  policies jsonb default '[]'::jsonb not null,
  asked_at timestamp with time zone not null,
  asked_by text not null
);

create table public.finding_types (
  id integer generated always as identity not null,
  name text not null
);

create table public.findings (
  id bigint not null,
  key uuid not null,
  opened_at timestamp with time zone not null,
  observed_at timestamp with time zone not null,
  decision_id bigint,
  evidence_offset bigint not null,
  opened_by integer not null,
  type_id integer not null,
  address inet,
  name text,
  port integer,
  transport smallint,
  episode smallint default 1 not null,
  state smallint default 0 not null,
  disposition smallint not null,
  severity smallint not null,
  standing smallint not null,
  round smallint default 1 not null,
  closed_at timestamp with time zone,
  seen_at timestamp with time zone,
  seen_in integer,
  seen_offset bigint,
  erased_at timestamp with time zone
);

create table public.found_contacts (
  id bigint generated always as identity not null,
  source text not null,
  object text not null,
  first inet,
  last inet,
  emails jsonb,
  expires_at timestamp with time zone,
  counts boolean not null,
  made_at timestamp with time zone not null,
  kept_until timestamp with time zone not null
);

create table public.holds (
  kind text not null,
  value text not null,
  held_at timestamp with time zone not null,
  held_by text not null,
  reason text not null
);

create table public.idempotency_keys (
  key_hash bytea not null,
  request_hash bytea not null,
  sha256 bytea not null,
  answer json not null,
  made_at timestamp with time zone not null
);

create table public.informed_due (
  notification_id uuid not null,
  address text not null,
  organisation text not null
);

create table public.invitations (
  id uuid not null,
  intermediary text not null,
  name text not null,
  kvk text,
  email text,
  named_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by text
);

create table public.kept_reports (
  sha256 bytea not null,
  received_bytes bigint not null,
  text_bytes bigint not null,
  kept_at timestamp with time zone not null,
  wrapped_key bytea,
  destroyed_at timestamp with time zone
);

create unlogged table public.knocks (
  knock_hash bytea not null,
  count integer not null,
  until timestamp with time zone not null
);

create table public.lane_stops (
  lane smallint not null,
  stopped_at timestamp with time zone not null,
  reason text not null
);

create table public.latest_sightings (
  finding_id bigint not null,
  finder text not null,
  seen_at timestamp with time zone not null,
  report integer not null
);

create table public.letters (
  finding_id bigint not null,
  episode smallint not null,
  listed_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  sent_by text
);

create table public.machine_forms (
  notification_id uuid not null,
  "position" bigint generated always as identity not null,
  format text not null,
  sha256 bytea not null,
  content bytea
);

create table public.mailbox_positions (
  mailbox text not null,
  uid_validity bigint,
  last_uid bigint default 0 not null,
  looked_at timestamp with time zone,
  failure text,
  leased_by uuid,
  leased_until timestamp with time zone
);

create table public.member_lists (
  id uuid not null,
  intermediary text not null,
  submitted_at timestamp with time zone not null,
  submitted_by text not null,
  sha256 bytea not null,
  members integer not null,
  counts jsonb not null
);

create table public.migration (
  name character varying(255) not null,
  "timestamp" character varying(255) not null
);

create table public.migration_lock (
  id character varying(255) not null,
  is_locked integer default 0 not null
);

create table public.notices (
  id uuid not null,
  kind text not null,
  once text,
  organisation text,
  address text not null,
  language text not null,
  data jsonb not null,
  state text not null,
  message_id text not null,
  queued_at timestamp with time zone not null,
  next_attempt_at timestamp with time zone not null,
  attempts smallint default 0 not null,
  leased_until timestamp with time zone,
  settled_at timestamp with time zone,
  reply text,
  leased_by uuid,
  content_begun_at timestamp with time zone
);

create table public.notification_files (
  notification_id uuid not null,
  "position" smallint not null,
  name text not null,
  size integer not null,
  sha256 bytea not null,
  until_at timestamp with time zone not null,
  content bytea
);

create table public.notification_findings (
  notification_id uuid not null,
  "position" integer not null,
  finding_id bigint not null,
  decision_id bigint not null,
  report integer not null,
  evidence_offset bigint not null,
  observed_at timestamp with time zone not null,
  episode smallint not null,
  round smallint not null,
  tier smallint not null,
  role text not null,
  superseded_at timestamp with time zone,
  superseded_because text,
  also_tried text[],
  correction_id uuid,
  corrected_as text,
  corrects uuid,
  corrects_position integer
);

create table public.notifications (
  id uuid not null,
  public_number text not null,
  role text not null,
  address text not null,
  organisation text,
  rung text,
  language text not null,
  lane text not null,
  case_name text,
  kind text,
  round smallint not null,
  tier smallint not null,
  part smallint not null,
  parts smallint not null,
  message_id text not null,
  thread_message_id text,
  subject text not null,
  template_version text not null,
  row_count integer not null,
  composed_at timestamp with time zone not null,
  sha256 bytea not null,
  content bytea,
  withdrawn_at timestamp with time zone,
  custody_within_ms bigint,
  correction_id uuid,
  follow_up_at timestamp with time zone
);

create table public.observations (
  saved_at timestamp with time zone not null,
  report integer not null,
  chunk integer not null,
  count integer not null,
  finding_ids bytea not null,
  offsets bytea not null,
  observed_at bytea not null,
  digest_due boolean default false not null
)
partition by RANGE (saved_at);

create table public.organisation_agreements (
  organisation text not null,
  agreement text not null,
  version text not null,
  language text not null,
  agreed_at timestamp with time zone not null,
  agreed_by text not null
);

create table public.organisation_changes (
  id uuid not null,
  organisation text not null,
  state text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  fields jsonb not null,
  decided_at timestamp with time zone,
  decided_by text,
  reason text
);

create table public.owed_observations (
  report integer not null,
  evidence_offset bigint not null,
  finding_id bigint not null,
  observed_at timestamp with time zone not null
);

create table public.owed_redecisions (
  finding_id bigint not null
);

create table public.own_keys (
  id uuid not null,
  kind text not null,
  name text not null,
  algorithm text not null,
  identity text not null,
  public_part text not null,
  private_sealed bytea,
  signs_from timestamp with time zone not null,
  expires_at timestamp with time zone,
  made_at timestamp with time zone not null,
  made_by text not null,
  retired_at timestamp with time zone,
  retired_by text
);

create table public.past_episodes (
  finding_id bigint not null,
  episode smallint not null,
  opened_at timestamp with time zone not null,
  observed_at timestamp with time zone not null,
  closed_at timestamp with time zone not null,
  decision_id bigint,
  opened_by integer not null,
  evidence_offset bigint not null,
  state smallint not null,
  disposition smallint not null,
  severity smallint not null,
  standing smallint not null
);

create table public.portal_sessions (
  id_hash bytea not null,
  word_hash bytea not null,
  began_at timestamp with time zone not null,
  used_at timestamp with time zone not null
);

create table public.quarantined_rows (
  report integer not null,
  "row" integer not null,
  line integer not null,
  field text not null,
  reason text not null,
  value text not null
);

create table public.received_events (
  id bigint generated always as identity not null,
  finder text not null,
  received_at timestamp with time zone not null,
  events integer not null,
  lines bytea not null,
  gathered uuid
);

create table public.received_mails (
  id uuid not null,
  digest bytea not null,
  via text not null,
  received_at timestamp with time zone not null,
  byte_count bigint not null,
  sender text not null,
  recipient text not null,
  delivery_id uuid,
  notification_id uuid,
  state text not null,
  leased_until timestamp with time zone,
  attempts smallint default 0 not null,
  class text,
  author text,
  subject text,
  message_id text,
  address text,
  status text,
  meaning text,
  is_standard boolean,
  ticket text,
  suggestion text,
  is_aligned boolean,
  effects text[] default '{}'::text[] not null,
  settled_at timestamp with time zone,
  settled_by text,
  content bytea
);

create table public.recheck_consents (
  id uuid not null,
  organisation text,
  finder text,
  given_at timestamp with time zone not null,
  given_by text not null
);

create table public.rechecks (
  id uuid not null,
  finding_id bigint not null,
  episode smallint not null,
  checker text not null,
  method text not null,
  outcome text not null,
  checked_at timestamp with time zone not null,
  detail text
);

create table public.redecisions (
  is_latest boolean default true not null,
  snapshot_id uuid not null,
  decided_at timestamp with time zone not null,
  done_until bigint default 0 not null,
  completed_at timestamp with time zone,
  late_reports integer[] not null
);

create table public.refutations (
  finding_id bigint not null,
  episode smallint not null,
  refuted_at timestamp with time zone not null,
  seen_at timestamp with time zone not null
);

create table public.register_changes (
  id bigint generated always as identity not null,
  changed_at timestamp with time zone not null,
  actor text not null,
  act text not null,
  about text,
  reason text
);

create table public.register_entries (
  id uuid not null,
  section text not null,
  party text,
  content jsonb not null,
  from_change bigint not null,
  until_change bigint
);

create table public.registrations (
  id uuid not null,
  state text not null,
  asker_address text not null,
  language text not null,
  asked jsonb not null,
  agreement text not null,
  agreement_version text not null,
  agreement_language text not null,
  asked_at timestamp with time zone not null,
  code_hash bytea,
  code_failures smallint default 0 not null,
  follow_up_hash bytea,
  confirmed_at timestamp with time zone,
  question text,
  answer text,
  decided_at timestamp with time zone,
  decided_by text,
  reason text,
  organisation text,
  notification_id uuid
);

create table public.registry_contacts (
  version uuid not null,
  number integer not null,
  email text not null
);

create table public.registry_ranges (
  version uuid not null,
  first inet not null,
  last inet not null,
  asn bigint,
  country text,
  contact integer
);

create table public.registry_systems (
  version uuid not null,
  asn bigint not null,
  name text,
  contact text
);

create table public.registry_versions (
  id uuid not null,
  layer text not null,
  loaded_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  files jsonb not null,
  ranges integer not null,
  difference jsonb not null
);

create table public.relation_changes (
  id bigint generated always as identity not null,
  relation_id uuid not null,
  changed_at timestamp with time zone not null,
  actor text not null,
  side text,
  what text not null,
  state text not null,
  reason text not null,
  reference text
);

create table public.relations (
  id uuid not null,
  member text not null,
  intermediary text not null,
  state text not null,
  reason text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  member_consent_at timestamp with time zone,
  member_consent_by text,
  member_informed boolean default false not null,
  intermediary_consent_at timestamp with time zone,
  intermediary_consent_by text,
  intermediary_informed boolean default false not null,
  active_since timestamp with time zone,
  until timestamp with time zone,
  grace_until timestamp with time zone,
  next_check_at timestamp with time zone,
  vouches text[] default '{}'::text[] not null
);

create table public.reminder_pauses (
  finding_id bigint not null,
  episode smallint not null,
  until timestamp with time zone not null,
  reason text not null
);

create table public.reminders (
  finding_id bigint not null,
  episode smallint not null,
  round smallint not null,
  news text not null,
  begun_at timestamp with time zone not null,
  told_at timestamp with time zone not null,
  told_round smallint not null,
  seen_at timestamp with time zone,
  tried text[] not null,
  decision_before bigint not null,
  disposition_before smallint not null
);

create table public.report_brakes (
  id uuid not null,
  report integer not null,
  kind text not null,
  figure integer not null,
  most integer not null,
  held_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  lifted_by text
);

create table public.report_chunks (
  report integer not null,
  number integer not null,
  row_from integer not null,
  line_from integer not null,
  offset_from bigint not null,
  offset_until bigint not null,
  line_until integer not null,
  row_until integer not null,
  accepted integer not null,
  quarantined integer not null,
  new integer not null,
  seen_again integer not null,
  reopened integer not null,
  replaced_bytes integer default 0 not null,
  observed_from timestamp with time zone,
  observed_last timestamp with time zone,
  saved_at timestamp with time zone not null
);

create table public.reports (
  number integer generated always as identity not null,
  id uuid not null,
  finder text not null,
  sha256 bytea not null,
  file_name text,
  format text,
  report_type text,
  type_label text,
  mapping jsonb default '{}'::jsonb not null,
  case_name text,
  tlp smallint not null,
  grade smallint not null,
  trusted boolean not null,
  complete boolean default false not null,
  scope jsonb,
  state text not null,
  refusal jsonb,
  received_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  released_at timestamp with time zone,
  released_by text,
  held_at timestamp with time zone,
  held_reason text,
  waits_because text,
  signed_by text,
  signature bytea,
  rejected_at timestamp with time zone,
  rejected_by text,
  rejected_reason text,
  outcome_told_at timestamp with time zone,
  recalled_at timestamp with time zone,
  recalled_by uuid,
  recalled_elsewhere integer default 0 not null,
  recalled_repeats integer default 0 not null,
  followed_at timestamp with time zone,
  follow_leased_until timestamp with time zone,
  judged_at timestamp with time zone
);

create table public.resends (
  endpoint_id uuid not null,
  notification_id uuid not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  next_attempt_at timestamp with time zone not null,
  attempts smallint default 0 not null,
  leased_until timestamp with time zone,
  settled_at timestamp with time zone,
  outcome text
);

create table public.response_findings (
  finding_id bigint not null,
  episode smallint not null,
  response_id uuid not null
);

create table public.responses (
  id uuid not null,
  said_at timestamp with time zone not null,
  said_by text not null,
  kind text not null,
  detail jsonb not null,
  until_at timestamp with time zone,
  organisation text,
  notification_id uuid,
  link_id uuid,
  waits boolean not null,
  settled_at timestamp with time zone,
  settled_by text,
  settled_note text,
  settled_as text
);

create table public.secrets (
  name text not null,
  value bytea not null
);

create table public.silence_signals (
  kind text not null,
  about text not null,
  since timestamp with time zone not null,
  detail jsonb not null,
  told_at timestamp with time zone
);

create table public.slowed_hosts (
  host text not null,
  slowed_at timestamp with time zone not null,
  reason text not null
);

create table public.snapshots (
  id uuid not null,
  made_at timestamp with time zone not null,
  world_id uuid,
  announced_id uuid,
  delegated_id uuid,
  contacts_id uuid,
  address_state_id bigint default 0 not null,
  register_change_id bigint default 0 not null,
  found_contact_id bigint default 0 not null,
  suppression_change_id bigint default 0 not null
);

create table public.suppressions (
  id uuid not null,
  address_hash bytea not null,
  kind text,
  type text,
  asset text,
  digests_only boolean default false not null,
  reason text not null,
  source text not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  until timestamp with time zone,
  change_id bigint default nextval('public.suppression_changes'::regclass) not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  withdrawn_change_id bigint
);

create table public.thread_answers (
  id uuid not null,
  notification_id uuid not null,
  received_mail_id uuid,
  address text not null,
  message_id text not null,
  written_at timestamp with time zone not null,
  written_by text not null,
  content bytea
);

create table public.thread_tickets (
  thread_message_id text not null,
  ticket text not null,
  since timestamp with time zone not null
);

create table public.volume_brakes (
  id uuid not null,
  address text not null,
  organisation text,
  round smallint not null,
  row_count integer not null,
  limit_rows integer not null,
  held_at timestamp with time zone not null,
  finding_ids bigint[] not null,
  approved_at timestamp with time zone,
  approved_by text
);

create table public.worlds (
  id uuid not null,
  sha256 bytea not null,
  loaded_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  file_name text not null,
  organisations integer not null,
  claims integer not null,
  difference jsonb,
  content bytea not null
);

-- Constraints

alter table public.access_tokens add constraint access_tokens_check CHECK ((expires_at > made_at));

alter table public.access_tokens add constraint access_tokens_check1 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)));

alter table public.access_tokens add constraint access_tokens_check2 CHECK (((kind = 'house'::text) = (party IS NULL)));

alter table public.access_tokens add constraint access_tokens_check3 CHECK (((body IS NULL) OR (kind = 'house'::text)));

alter table public.access_tokens add constraint access_tokens_check4 CHECK (
CASE kind
    WHEN 'house'::text THEN ((cardinality(roles) > 0) AND (roles <@ ARRAY['operator'::text, 'vetter'::text, 'privacy-officer'::text, 'auditor'::text]))
    WHEN 'member'::text THEN ((cardinality(roles) = 1) AND (roles <@ ARRAY['reader'::text, 'handler'::text, 'administrator'::text]))
    ELSE (roles = ARRAY['finder'::text])
END);

alter table public.access_tokens add constraint access_tokens_kind_check CHECK ((kind = ANY (ARRAY['house'::text, 'member'::text, 'finder'::text])));

alter table public.access_tokens add constraint access_tokens_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)));

alter table public.access_tokens add constraint access_tokens_pkey PRIMARY KEY (id);

alter table public.access_tokens add constraint access_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32));

alter table public.access_tokens add constraint access_tokens_token_hash_key UNIQUE (token_hash);

alter table public.address_states add constraint address_states_pkey PRIMARY KEY (id);

alter table public.address_states add constraint address_states_state_check CHECK ((state = ANY (ARRAY['ok'::text, 'soft'::text, 'dead'::text])));

alter table public.answer_links add constraint answer_links_check CHECK ((expires_at > made_at));

alter table public.answer_links add constraint answer_links_check1 CHECK (((parent_id IS NULL) = (positions IS NULL)));

alter table public.answer_links add constraint answer_links_check2 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)));

alter table public.answer_links add constraint answer_links_pkey PRIMARY KEY (id);

alter table public.answer_links add constraint answer_links_positions_check CHECK ((cardinality(positions) > 0));

alter table public.answer_links add constraint answer_links_token_hash_check CHECK ((octet_length(token_hash) = 32));

alter table public.answer_links add constraint answer_links_token_hash_key UNIQUE (token_hash);

alter table public.approval_answers add constraint approval_answers_pkey PRIMARY KEY (request_id, actor);

alter table public.approval_requests add constraint approval_requests_check CHECK (((bodies >= 1) AND (bodies <= people)));

alter table public.approval_requests add constraint approval_requests_check1 CHECK ((expires_at > asked_at));

alter table public.approval_requests add constraint approval_requests_check2 CHECK ((num_nonnulls(refused_at, used_at, lapsed_at) <= 1));

alter table public.approval_requests add constraint approval_requests_digest_check CHECK ((octet_length(digest) = 32));

alter table public.approval_requests add constraint approval_requests_people_check CHECK ((people > 1));

alter table public.approval_requests add constraint approval_requests_pkey PRIMARY KEY (id);

alter table public.audit_anchors add constraint audit_anchors_hash_check CHECK ((octet_length(hash) = 32));

alter table public.audit_anchors add constraint audit_anchors_pkey PRIMARY KEY (id);

alter table public.audit_entries add constraint audit_entries_content_hash_check CHECK ((octet_length(content_hash) = 32));

alter table public.audit_entries add constraint audit_entries_hash_check CHECK ((octet_length(hash) = 32));

alter table public.audit_entries add constraint audit_entries_id_check CHECK ((id > 0));

alter table public.audit_entries add constraint audit_entries_pkey PRIMARY KEY (id);

alter table public.audit_entries add constraint audit_entries_salt_check CHECK ((octet_length(salt) = 16));

alter table public.awaited_sightings add constraint awaited_sightings_pkey PRIMARY KEY (finding_id);

alter table public.canaries add constraint canaries_pkey PRIMARY KEY (report);

alter table public.claim_changes add constraint claim_changes_pkey PRIMARY KEY (id);

alter table public.claim_holderships add constraint claim_holderships_check CHECK (((source = 'rdap'::text) = (next_look_at IS NOT NULL)));

alter table public.claim_holderships add constraint claim_holderships_check1 CHECK (((source = 'layers'::text) = (layers IS NOT NULL)));

alter table public.claim_holderships add constraint claim_holderships_pkey PRIMARY KEY (claim_id, source);

alter table public.claim_holderships add constraint claim_holderships_source_check CHECK ((source = ANY (ARRAY['rdap'::text, 'layers'::text])));

alter table public.claims add constraint claims_check CHECK (((method = 'vouched'::text) = (by IS NOT NULL)));

alter table public.claims add constraint claims_check1 CHECK (((state = 'stale'::text) = (grace_until IS NOT NULL)));

alter table public.claims add constraint claims_check2 CHECK (((state = ANY (ARRAY['pending'::text, 'lapsed'::text, 'revoked'::text])) OR (active_since IS NOT NULL)));

alter table public.claims add constraint claims_check3 CHECK (((state = 'revoked'::text) = (next_check_at IS NULL)));

alter table public.claims add constraint claims_code_hash_check CHECK ((octet_length(code_hash) = 32));

alter table public.claims add constraint claims_method_check CHECK ((method = ANY (ARRAY['dns'::text, 'registry-object'::text, 'registry-mail'::text, 'well-known'::text, 'vouched'::text, 'decision'::text])));

alter table public.claims add constraint claims_pkey PRIMARY KEY (id);

alter table public.claims add constraint claims_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'stale'::text, 'lapsed'::text, 'revoked'::text])));

alter table public.claims add constraint claims_token_hash_check CHECK ((octet_length(token_hash) = 32));

alter table public.claims add constraint claims_use_check CHECK ((use = ANY (ARRAY['own'::text, 'operate'::text])));

alter table public.contact_confirmations add constraint contact_confirmations_check CHECK (((code_hash IS NULL) = (code_until IS NULL)));

alter table public.contact_confirmations add constraint contact_confirmations_code_hash_check CHECK ((octet_length(code_hash) = 32));

alter table public.contact_confirmations add constraint contact_confirmations_pkey PRIMARY KEY (organisation, address);

alter table public.contact_keys add constraint contact_keys_check CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL)));

alter table public.contact_keys add constraint contact_keys_check1 CHECK (((state = 'ended'::text) = (ended_reason IS NOT NULL)));

alter table public.contact_keys add constraint contact_keys_check2 CHECK (((state = 'asked'::text) = (code_hash IS NOT NULL)));

alter table public.contact_keys add constraint contact_keys_check3 CHECK (((state <> 'active'::text) OR (confirmed_at IS NOT NULL)));

alter table public.contact_keys add constraint contact_keys_ended_reason_check CHECK ((ended_reason = ANY (ARRAY['replaced'::text, 'withdrawn'::text, 'not-confirmed'::text])));

alter table public.contact_keys add constraint contact_keys_kind_check CHECK ((kind = ANY (ARRAY['pgp'::text, 'smime'::text])));

alter table public.contact_keys add constraint contact_keys_pkey PRIMARY KEY (id);

alter table public.contact_keys add constraint contact_keys_public_part_check CHECK ((octet_length(public_part) <= 65536));

alter table public.contact_keys add constraint contact_keys_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'active'::text, 'ended'::text])));

alter table public.contact_lookups add constraint contact_lookups_check CHECK (((outcome = 'failed'::text) OR (answered_at = asked_at)));

alter table public.contact_lookups add constraint contact_lookups_outcome_check CHECK ((outcome = ANY (ARRAY['found'::text, 'none'::text, 'failed'::text])));

alter table public.contact_lookups add constraint contact_lookups_pkey PRIMARY KEY (source, object);

alter table public.contact_lookups add constraint contact_lookups_source_check CHECK ((source = ANY (ARRAY['rdap'::text, 'security-txt'::text])));

alter table public.corrections add constraint corrections_check CHECK ((num_nonnulls(report, case_name, type_id) = 1));

alter table public.corrections add constraint corrections_check1 CHECK (((finder IS NULL) OR (type_id IS NOT NULL)));

alter table public.corrections add constraint corrections_check2 CHECK ((recalls OR ((text_nl IS NOT NULL) AND (text_en IS NOT NULL))));

alter table public.corrections add constraint corrections_digest_check CHECK ((octet_length(digest) = 32));

alter table public.corrections add constraint corrections_pkey PRIMARY KEY (id);

alter table public.corrections add constraint corrections_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)));

alter table public.corrections add constraint corrections_text_en_check CHECK (((length(text_en) >= 1) AND (length(text_en) <= 2000)));

alter table public.corrections add constraint corrections_text_nl_check CHECK (((length(text_nl) >= 1) AND (length(text_nl) <= 2000)));

alter table public.corrections_due add constraint corrections_due_pkey PRIMARY KEY (correction_id, notification_id);

alter table public.custodies add constraint custodies_check CHECK (((state = ANY (ARRAY['asked'::text, 'held'::text, 'forwarded'::text])) = (due_at IS NOT NULL)));

alter table public.custodies add constraint custodies_pkey PRIMARY KEY (finding_id, episode, round, organisation);

alter table public.custodies add constraint custodies_reason_check CHECK ((length(reason) <= 500));

alter table public.custodies add constraint custodies_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'held'::text, 'forwarded'::text, 'fixed'::text, 'declined'::text, 'returned'::text, 'silent'::text, 'without-outcome'::text, 'recalled'::text])));

alter table public.decisions add constraint decisions_check CHECK (((rung IS NULL) = (held_reason IS NOT NULL)));

alter table public.decisions add constraint decisions_check1 CHECK (((rung IS NULL) = (address IS NULL)));

alter table public.decisions add constraint decisions_check2 CHECK (((rung IS NULL) = (tier IS NULL)));

alter table public.decisions add constraint decisions_check3 CHECK (((held_reason IS NULL) = (held_detail IS NULL)));

alter table public.decisions add constraint decisions_key_key UNIQUE (key);

alter table public.decisions add constraint decisions_pkey PRIMARY KEY (id);

alter table public.decisions add constraint decisions_tier_check CHECK (((tier >= 0) AND (tier <= 3)));

alter table public.deliveries add constraint deliveries_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text, 'pull'::text, 'folder'::text])));

alter table public.deliveries add constraint deliveries_check CHECK (((leased_by IS NULL) = (state <> 'leased'::text)));

alter table public.deliveries add constraint deliveries_check1 CHECK (((leased_until IS NULL) = (state <> 'leased'::text)));

alter table public.deliveries add constraint deliveries_check2 CHECK (((settled_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'leased'::text, 'unknown'::text]))));

alter table public.deliveries add constraint deliveries_endpoint_check CHECK (((endpoint_id IS NULL) = (channel = 'mail'::text)));

alter table public.deliveries add constraint deliveries_lane_check CHECK (((lane >= 0) AND (lane <= 2)));

alter table public.deliveries add constraint deliveries_notification_id_key UNIQUE (notification_id);

alter table public.deliveries add constraint deliveries_pkey PRIMARY KEY (id);

alter table public.deliveries add constraint deliveries_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'leased'::text, 'accepted'::text, 'unknown'::text, 'failed'::text, 'withdrawn'::text])));

alter table public.delivery_attempts add constraint delivery_attempts_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text, 'pull'::text, 'folder'::text])));

alter table public.delivery_attempts add constraint delivery_attempts_check CHECK (((ended_at IS NULL) = (outcome IS NULL)));

alter table public.delivery_attempts add constraint delivery_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'retry'::text, 'address-dead'::text, 'refused'::text, 'content'::text, 'authentication'::text, 'unknown'::text, 'never-sent'::text])));

alter table public.delivery_attempts add constraint delivery_attempts_pkey PRIMARY KEY (delivery_id, attempt);

alter table public.delivery_attempts add constraint delivery_attempts_reply_text_check CHECK ((length(reply_text) <= 500));

alter table public.due_rechecks add constraint due_rechecks_pkey PRIMARY KEY (finding_id);

alter table public.endpoint_secrets add constraint endpoint_secrets_pkey PRIMARY KEY (id);

alter table public.endpoints add constraint endpoints_check CHECK (((url IS NULL) = (kind <> 'webhook'::text)));

alter table public.endpoints add constraint endpoints_check1 CHECK (((format IS NULL) = (kind <> 'folder'::text)));

alter table public.endpoints add constraint endpoints_check2 CHECK (((state <> 'active'::text) OR (tested_at IS NOT NULL)));

alter table public.endpoints add constraint endpoints_check3 CHECK (((disabled_at IS NULL) = (state <> 'disabled'::text)));

alter table public.endpoints add constraint endpoints_check4 CHECK (((disabled_because IS NULL) = (state <> 'disabled'::text)));

alter table public.endpoints add constraint endpoints_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['asked'::text, 'gone'::text, 'failing'::text, 'replaced'::text])));

alter table public.endpoints add constraint endpoints_format_check CHECK ((format = ANY (ARRAY['json'::text, 'csv'::text])));

alter table public.endpoints add constraint endpoints_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'pull'::text, 'folder'::text])));

alter table public.endpoints add constraint endpoints_last_failure_check CHECK ((length(last_failure) <= 500));

alter table public.endpoints add constraint endpoints_pkey PRIMARY KEY (id);

alter table public.endpoints add constraint endpoints_state_check CHECK ((state = ANY (ARRAY['untested'::text, 'active'::text, 'disabled'::text])));

alter table public.endpoints add constraint endpoints_url_check CHECK ((length(url) <= 2000));

alter table public.episode_changes add constraint episode_changes_pkey PRIMARY KEY (id);

alter table public.erased_findings add constraint erased_findings_pkey PRIMARY KEY (finding_id);

alter table public.false_positives add constraint false_positives_check CHECK ((((upheld IS NULL) = (decided_at IS NULL)) AND ((upheld IS NULL) = (decided_by IS NULL)) AND ((upheld IS NULL) = (decided_reason IS NULL))));

alter table public.false_positives add constraint false_positives_pkey PRIMARY KEY (finding_id, episode);

alter table public.false_positives add constraint false_positives_said_reason_check CHECK (((length(said_reason) >= 1) AND (length(said_reason) <= 2000)));

alter table public.feed_alarms add constraint feed_alarms_pkey PRIMARY KEY (feed, kind);

alter table public.feed_files add constraint feed_files_check CHECK (((state = 'owed'::text) = (settled_at IS NULL)));

alter table public.feed_files add constraint feed_files_check1 CHECK (((state <> 'taken'::text) OR ((report IS NOT NULL) AND (accepted IS NOT NULL) AND (quarantined IS NOT NULL))));

alter table public.feed_files add constraint feed_files_check2 CHECK (((state <> 'refused'::text) OR (reason IS NOT NULL)));

alter table public.feed_files add constraint feed_files_pkey PRIMARY KEY (feed, file);

alter table public.feed_files add constraint feed_files_state_check CHECK ((state = ANY (ARRAY['owed'::text, 'taken'::text, 'refused'::text])));

alter table public.feed_positions add constraint feed_positions_check CHECK (((failure IS NULL) = (failures = 0)));

alter table public.feed_positions add constraint feed_positions_failures_check CHECK ((failures >= 0));

alter table public.feed_positions add constraint feed_positions_pkey PRIMARY KEY (feed);

alter table public.finder_changes add constraint finder_changes_pkey PRIMARY KEY (id);

alter table public.finder_holds add constraint finder_holds_pkey PRIMARY KEY (finder);

alter table public.finder_keys add constraint finder_keys_armored_check CHECK (((length(armored) <= 100000) AND (armored !~~ '%PRIVATE KEY%'::text)));

alter table public.finder_keys add constraint finder_keys_check CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)));

alter table public.finder_keys add constraint finder_keys_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{40,64}$'::text));

alter table public.finder_keys add constraint finder_keys_pkey PRIMARY KEY (finder, fingerprint);

alter table public.finders add constraint finders_check CHECK (((NOT trusted) OR (state = 'vetted'::text)));

alter table public.finders add constraint finders_code_hash_check CHECK ((octet_length(code_hash) = 32));

alter table public.finders add constraint finders_entry_id_key UNIQUE (entry_id);

alter table public.finders add constraint finders_grade_check CHECK (((grade >= 0) AND (grade <= 2)));

alter table public.finders add constraint finders_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text));

alter table public.finders add constraint finders_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.finders add constraint finders_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));

alter table public.finders add constraint finders_pkey PRIMARY KEY (id);

alter table public.finders add constraint finders_purpose_check CHECK ((length(purpose) <= 2000));

alter table public.finders add constraint finders_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'vetted'::text, 'declined'::text, 'suspended'::text])));

alter table public.finders add constraint finders_tlp_check CHECK (((tlp >= 0) AND (tlp <= 4)));

alter table public.finders add constraint finders_vouched_by_check CHECK (((length(vouched_by) >= 1) AND (length(vouched_by) <= 200)));

alter table public.finding_types add constraint finding_types_name_key UNIQUE (name);

alter table public.finding_types add constraint finding_types_pkey PRIMARY KEY (id);

alter table public.findings add constraint findings_check1 CHECK (((decision_id IS NOT NULL) OR (disposition = 8)));

alter table public.findings add constraint findings_key_key UNIQUE (key);

alter table public.findings add constraint findings_object CHECK (((address IS NOT NULL) OR (name IS NOT NULL) OR (erased_at IS NOT NULL)));

alter table public.findings add constraint findings_pkey PRIMARY KEY (id);

alter table public.findings add constraint findings_port_check CHECK (((port >= 1) AND (port <= 65535)));

alter table public.findings add constraint findings_seen CHECK ((num_nonnulls(seen_at, seen_in, seen_offset) = ANY (ARRAY[0, 3])));

alter table public.findings add constraint findings_severity_check CHECK (((severity >= 0) AND (severity <= 4)));

alter table public.found_contacts add constraint found_contacts_check CHECK (((first IS NULL) = (last IS NULL)));

alter table public.found_contacts add constraint found_contacts_check1 CHECK (((family(first) = family(last)) AND (first <= last)));

alter table public.found_contacts add constraint found_contacts_emails_check CHECK ((jsonb_typeof(emails) = 'array'::text));

alter table public.found_contacts add constraint found_contacts_pkey PRIMARY KEY (id);

alter table public.found_contacts add constraint found_contacts_source_check CHECK ((source = ANY (ARRAY['rdap'::text, 'security-txt'::text])));

alter table public.holds add constraint holds_kind_check CHECK ((kind = ANY (ARRAY['case'::text, 'lane'::text, 'channel'::text])));

alter table public.holds add constraint holds_pkey PRIMARY KEY (kind, value);

alter table public.holds add constraint holds_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)));

alter table public.idempotency_keys add constraint idempotency_keys_key_hash_check CHECK ((octet_length(key_hash) = 32));

alter table public.idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (key_hash);

alter table public.idempotency_keys add constraint idempotency_keys_request_hash_check CHECK ((octet_length(request_hash) = 32));

alter table public.idempotency_keys add constraint idempotency_keys_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.informed_due add constraint informed_due_pkey PRIMARY KEY (notification_id, address);

alter table public.invitations add constraint invitations_pkey PRIMARY KEY (id);

alter table public.kept_reports add constraint kept_reports_check CHECK (((wrapped_key IS NULL) = (destroyed_at IS NOT NULL)));

alter table public.kept_reports add constraint kept_reports_pkey PRIMARY KEY (sha256);

alter table public.kept_reports add constraint kept_reports_received_bytes_check CHECK ((received_bytes >= 0));

alter table public.kept_reports add constraint kept_reports_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.kept_reports add constraint kept_reports_text_bytes_check CHECK ((text_bytes >= 0));

alter table public.knocks add constraint knocks_count_check CHECK ((count >= 0));

alter table public.knocks add constraint knocks_knock_hash_check CHECK ((octet_length(knock_hash) = 32));

alter table public.knocks add constraint knocks_pkey PRIMARY KEY (knock_hash);

alter table public.lane_stops add constraint lane_stops_lane_check CHECK (((lane >= 0) AND (lane <= 2)));

alter table public.lane_stops add constraint lane_stops_pkey PRIMARY KEY (lane);

alter table public.latest_sightings add constraint latest_sightings_pkey PRIMARY KEY (finding_id, finder);

alter table public.letters add constraint letters_check CHECK (((sent_at IS NULL) = (sent_by IS NULL)));

alter table public.letters add constraint letters_pkey PRIMARY KEY (finding_id, episode);

alter table public.machine_forms add constraint machine_forms_format_check CHECK ((format = ANY (ARRAY['json'::text, 'csv'::text])));

alter table public.machine_forms add constraint machine_forms_pkey PRIMARY KEY (notification_id);

alter table public.machine_forms add constraint machine_forms_position_key UNIQUE ("position");

alter table public.machine_forms add constraint machine_forms_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.mailbox_positions add constraint mailbox_positions_check CHECK (((leased_by IS NULL) = (leased_until IS NULL)));

alter table public.mailbox_positions add constraint mailbox_positions_pkey PRIMARY KEY (mailbox);

alter table public.member_lists add constraint member_lists_pkey PRIMARY KEY (id);

alter table public.member_lists add constraint member_lists_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.migration add constraint migration_pkey PRIMARY KEY (name);

alter table public.migration_lock add constraint migration_lock_pkey PRIMARY KEY (id);

alter table public.notices add constraint notices_check CHECK (((leased_until IS NULL) = (state <> 'leased'::text)));

alter table public.notices add constraint notices_check1 CHECK (((settled_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'leased'::text]))));

alter table public.notices add constraint notices_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.notices add constraint notices_message_id_key UNIQUE (message_id);

alter table public.notices add constraint notices_once_key UNIQUE (once);

alter table public.notices add constraint notices_pkey PRIMARY KEY (id);

alter table public.notices add constraint notices_reply_check CHECK ((length(reply) <= 500));

alter table public.notices add constraint notices_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'leased'::text, 'sent'::text, 'failed'::text, 'unknown'::text])));

alter table public.notification_files add constraint notification_files_name_check CHECK ((name ~ '^[A-Za-z0-9.-]{1,120}$'::text));

alter table public.notification_files add constraint notification_files_notification_id_name_key UNIQUE (notification_id, name);

alter table public.notification_files add constraint notification_files_pkey PRIMARY KEY (notification_id, "position");

alter table public.notification_files add constraint notification_files_position_check CHECK (("position" > 0));

alter table public.notification_files add constraint notification_files_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.notification_files add constraint notification_files_size_check CHECK ((size > 0));

alter table public.notification_findings add constraint notification_findings_check CHECK (((superseded_at IS NULL) = (superseded_because IS NULL)));

alter table public.notification_findings add constraint notification_findings_corrected CHECK (((correction_id IS NULL) = (corrected_as IS NULL)));

alter table public.notification_findings add constraint notification_findings_corrected_as_check CHECK ((corrected_as = ANY (ARRAY['withdrawn'::text, 'stands'::text, 'put-right'::text])));

alter table public.notification_findings add constraint notification_findings_correction CHECK (((role <> 'correction'::text) OR ((correction_id IS NOT NULL) AND (corrects IS NOT NULL))));

alter table public.notification_findings add constraint notification_findings_corrects CHECK ((num_nonnulls(corrects, corrects_position) = ANY (ARRAY[0, 2])));

alter table public.notification_findings add constraint notification_findings_pkey PRIMARY KEY (notification_id, "position");

alter table public.notification_findings add constraint notification_findings_role_check CHECK ((role = ANY (ARRAY['primary'::text, 'informed'::text, 'digest'::text, 'correction'::text, 'withdrawn'::text])));

alter table public.notification_findings add constraint notification_findings_superseded_because_check CHECK ((superseded_because = ANY (ARRAY['address-dead'::text, 'refused'::text, 'retries-exhausted'::text, 'withdrawn'::text, 'declined'::text, 'returned'::text, 'silence'::text, 'without-outcome'::text])));

alter table public.notifications add constraint notifications_check CHECK ((parts >= part));

alter table public.notifications add constraint notifications_check1 CHECK (((case_name IS NULL) <> (kind IS NULL)));

alter table public.notifications add constraint notifications_correction CHECK (((correction_id IS NULL) = (role <> 'correction'::text)));

alter table public.notifications add constraint notifications_custody_within_ms_check CHECK ((custody_within_ms > 0));

alter table public.notifications add constraint notifications_lane_check CHECK ((lane = ANY (ARRAY['now'::text, 'day'::text, 'week'::text])));

alter table public.notifications add constraint notifications_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.notifications add constraint notifications_message_id_key UNIQUE (message_id);

alter table public.notifications add constraint notifications_part_check CHECK ((part > 0));

alter table public.notifications add constraint notifications_pkey PRIMARY KEY (id);

alter table public.notifications add constraint notifications_public_number_key UNIQUE (public_number);

alter table public.notifications add constraint notifications_role_check CHECK ((role = ANY (ARRAY['primary'::text, 'informed'::text, 'digest'::text, 'correction'::text])));

alter table public.notifications add constraint notifications_round_check CHECK ((round > 0));

alter table public.notifications add constraint notifications_row_count_check CHECK ((row_count > 0));

alter table public.notifications add constraint notifications_rung CHECK (((role = 'correction'::text) OR ((rung IS NULL) = (role = 'informed'::text))));

alter table public.notifications add constraint notifications_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.notifications add constraint notifications_tier_check CHECK (((tier >= 0) AND (tier <= 3)));

alter table public.organisation_agreements add constraint organisation_agreements_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.organisation_agreements add constraint organisation_agreements_pkey PRIMARY KEY (organisation, agreement, version);

alter table public.organisation_changes add constraint organisation_changes_check CHECK (((state = 'pending'::text) = (decided_at IS NULL)));

alter table public.organisation_changes add constraint organisation_changes_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL)));

alter table public.organisation_changes add constraint organisation_changes_check2 CHECK (((state <> 'declined'::text) OR (reason IS NOT NULL)));

alter table public.organisation_changes add constraint organisation_changes_fields_check CHECK ((fields <> '{}'::jsonb));

alter table public.organisation_changes add constraint organisation_changes_pkey PRIMARY KEY (id);

alter table public.organisation_changes add constraint organisation_changes_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text])));

alter table public.owed_observations add constraint owed_observations_pkey PRIMARY KEY (report, evidence_offset);

alter table public.owed_redecisions add constraint owed_redecisions_pkey PRIMARY KEY (finding_id);

alter table public.own_keys add constraint own_keys_check CHECK (((retired_at IS NULL) = (retired_by IS NULL)));

alter table public.own_keys add constraint own_keys_check1 CHECK (((retired_at IS NULL) = (private_sealed IS NOT NULL)));

alter table public.own_keys add constraint own_keys_kind_check CHECK ((kind = ANY (ARRAY['pgp'::text, 'smime'::text, 'dkim'::text])));

alter table public.own_keys add constraint own_keys_kind_name_identity_key UNIQUE (kind, name, identity);

alter table public.own_keys add constraint own_keys_name_check CHECK ((name <> ''::text));

alter table public.own_keys add constraint own_keys_pkey PRIMARY KEY (id);

alter table public.past_episodes add constraint past_episodes_pkey PRIMARY KEY (finding_id, episode);

alter table public.portal_sessions add constraint portal_sessions_check CHECK ((used_at >= began_at));

alter table public.portal_sessions add constraint portal_sessions_id_hash_check CHECK ((octet_length(id_hash) = 32));

alter table public.portal_sessions add constraint portal_sessions_pkey PRIMARY KEY (id_hash);

alter table public.portal_sessions add constraint portal_sessions_word_hash_check CHECK ((octet_length(word_hash) = 32));

alter table public.quarantined_rows add constraint quarantined_rows_pkey PRIMARY KEY (report, "row");

alter table public.quarantined_rows add constraint quarantined_rows_value_check CHECK ((length(value) <= 200));

alter table public.received_events add constraint received_events_events_check CHECK ((events > 0));

alter table public.received_events add constraint received_events_pkey PRIMARY KEY (id);

alter table public.received_mails add constraint received_mails_check CHECK (((state = 'unread'::text) = (class IS NULL)));

alter table public.received_mails add constraint received_mails_check1 CHECK (((state = 'settled'::text) = (settled_at IS NOT NULL)));

alter table public.received_mails add constraint received_mails_check2 CHECK (((settled_at IS NULL) = (settled_by IS NULL)));

alter table public.received_mails add constraint received_mails_digest_check CHECK ((octet_length(digest) = 32));

alter table public.received_mails add constraint received_mails_digest_key UNIQUE (digest);

alter table public.received_mails add constraint received_mails_pkey PRIMARY KEY (id);

alter table public.received_mails add constraint received_mails_state_check CHECK ((state = ANY (ARRAY['unread'::text, 'noted'::text, 'waiting'::text, 'settled'::text])));

alter table public.received_mails add constraint received_mails_via_check CHECK ((via = ANY (ARRAY['lmtp'::text, 'smtp'::text, 'imap'::text])));

alter table public.recheck_consents add constraint recheck_consents_check CHECK ((num_nonnulls(organisation, finder) = 1));

alter table public.recheck_consents add constraint recheck_consents_finder_key UNIQUE (finder);

alter table public.recheck_consents add constraint recheck_consents_organisation_key UNIQUE (organisation);

alter table public.recheck_consents add constraint recheck_consents_pkey PRIMARY KEY (id);

alter table public.rechecks add constraint rechecks_detail_check CHECK ((length(detail) <= 500));

alter table public.rechecks add constraint rechecks_method_check CHECK ((method = ANY (ARRAY['stated'::text, 'tcp-connect'::text, 'greeting'::text, 'http-head'::text])));

alter table public.rechecks add constraint rechecks_outcome_check CHECK ((outcome = ANY (ARRAY['still-open'::text, 'gone'::text, 'unclear'::text])));

alter table public.rechecks add constraint rechecks_pkey PRIMARY KEY (id);

alter table public.redecisions add constraint redecisions_is_latest_check CHECK (is_latest);

alter table public.redecisions add constraint redecisions_pkey PRIMARY KEY (is_latest);

alter table public.refutations add constraint refutations_pkey PRIMARY KEY (finding_id, episode);

alter table public.register_changes add constraint register_changes_pkey PRIMARY KEY (id);

alter table public.register_entries add constraint register_entries_check CHECK ((until_change > from_change));

alter table public.register_entries add constraint register_entries_check1 CHECK (((party IS NULL) = (section = ANY (ARRAY['mandateDuty'::text, 'designation'::text, 'suppression'::text]))));

alter table public.register_entries add constraint register_entries_pkey PRIMARY KEY (id, from_change);

alter table public.register_entries add constraint register_entries_section_check CHECK ((section = ANY (ARRAY['organisation'::text, 'claim'::text, 'relation'::text, 'designation'::text, 'mandate'::text, 'mandateDuty'::text, 'finder'::text, 'suppression'::text, 'stop'::text])));

alter table public.registrations add constraint registrations_agreement_language_check CHECK ((agreement_language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.registrations add constraint registrations_check CHECK (((state = 'asked'::text) = (confirmed_at IS NULL)));

alter table public.registrations add constraint registrations_check1 CHECK (((state = 'asked'::text) = (code_hash IS NOT NULL)));

alter table public.registrations add constraint registrations_check2 CHECK (((confirmed_at IS NULL) = (follow_up_hash IS NULL)));

alter table public.registrations add constraint registrations_check3 CHECK (((state = ANY (ARRAY['accepted'::text, 'declined'::text])) = (decided_at IS NOT NULL)));

alter table public.registrations add constraint registrations_check4 CHECK (((decided_at IS NULL) = (decided_by IS NULL)));

alter table public.registrations add constraint registrations_check5 CHECK (((state = 'accepted'::text) = (organisation IS NOT NULL)));

alter table public.registrations add constraint registrations_check6 CHECK (((state <> 'declined'::text) OR (reason IS NOT NULL)));

alter table public.registrations add constraint registrations_check7 CHECK (((state <> 'question'::text) OR (question IS NOT NULL)));

alter table public.registrations add constraint registrations_code_hash_check CHECK ((octet_length(code_hash) = 32));

alter table public.registrations add constraint registrations_follow_up_hash_check CHECK ((octet_length(follow_up_hash) = 32));

alter table public.registrations add constraint registrations_follow_up_hash_key UNIQUE (follow_up_hash);

alter table public.registrations add constraint registrations_language_check CHECK ((language = ANY (ARRAY['nl'::text, 'en'::text])));

alter table public.registrations add constraint registrations_pkey PRIMARY KEY (id);

alter table public.registrations add constraint registrations_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'confirmed'::text, 'question'::text, 'accepted'::text, 'declined'::text])));

alter table public.registry_contacts add constraint registry_contacts_pkey PRIMARY KEY (version, number);

alter table public.registry_ranges add constraint registry_ranges_asn_check CHECK (((asn >= 1) AND (asn <= '4294967295'::bigint)));

alter table public.registry_ranges add constraint registry_ranges_check CHECK ((num_nonnulls(asn, country, contact) = 1));

alter table public.registry_ranges add constraint registry_ranges_check1 CHECK (((family(first) = family(last)) AND (first <= last)));

alter table public.registry_ranges add constraint registry_ranges_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table public.registry_systems add constraint registry_systems_asn_check CHECK (((asn >= 1) AND (asn <= '4294967295'::bigint)));

alter table public.registry_systems add constraint registry_systems_pkey PRIMARY KEY (version, asn);

alter table public.registry_versions add constraint registry_versions_check CHECK ((replaced_at >= loaded_at));

alter table public.registry_versions add constraint registry_versions_layer_check CHECK ((layer = ANY (ARRAY['announced'::text, 'delegated'::text, 'contacts'::text])));

alter table public.registry_versions add constraint registry_versions_pkey PRIMARY KEY (id);

alter table public.registry_versions add constraint registry_versions_ranges_check CHECK ((ranges >= 0));

alter table public.relation_changes add constraint relation_changes_pkey PRIMARY KEY (id);

alter table public.relation_changes add constraint relation_changes_reference_check CHECK ((length(reference) <= 500));

alter table public.relation_changes add constraint relation_changes_side_check CHECK ((side = ANY (ARRAY['member'::text, 'intermediary'::text])));

alter table public.relations add constraint relations_check CHECK ((member <> intermediary));

alter table public.relations add constraint relations_check1 CHECK (((state <> ALL (ARRAY['active'::text, 'stale'::text])) OR ((active_since IS NOT NULL) AND (member_consent_at IS NOT NULL) AND (intermediary_consent_at IS NOT NULL))));

alter table public.relations add constraint relations_check2 CHECK (((member_consent_at IS NULL) = (member_consent_by IS NULL)));

alter table public.relations add constraint relations_check3 CHECK (((intermediary_consent_at IS NULL) = (intermediary_consent_by IS NULL)));

alter table public.relations add constraint relations_check4 CHECK (((state = 'stale'::text) = (grace_until IS NOT NULL)));

alter table public.relations add constraint relations_check5 CHECK (((state = 'ended'::text) = (next_check_at IS NULL)));

alter table public.relations add constraint relations_pkey PRIMARY KEY (id);

alter table public.relations add constraint relations_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'active'::text, 'stale'::text, 'ended'::text])));

alter table public.reminder_pauses add constraint reminder_pauses_pkey PRIMARY KEY (finding_id, episode);

alter table public.reminders add constraint reminders_check CHECK (((news = 'new-channel'::text) OR (seen_at IS NOT NULL)));

alter table public.reminders add constraint reminders_news_check CHECK ((news = ANY (ARRAY['seen-again'::text, 'claim-refuted'::text, 'new-channel'::text])));

alter table public.reminders add constraint reminders_pkey PRIMARY KEY (finding_id, episode, round);

alter table public.reminders add constraint reminders_round_check CHECK ((round > 1));

alter table public.report_brakes add constraint report_brakes_check CHECK (((lifted_at IS NULL) = (lifted_by IS NULL)));

alter table public.report_brakes add constraint report_brakes_kind_check CHECK ((kind = ANY (ARRAY['novelty'::text, 'jump'::text, 'disputed'::text, 'bounces'::text, 'complaints'::text, 'canary'::text])));

alter table public.report_brakes add constraint report_brakes_pkey PRIMARY KEY (id);

alter table public.report_brakes add constraint report_brakes_report_kind_key UNIQUE (report, kind);

alter table public.report_chunks add constraint report_chunks_check CHECK ((accepted = ((new + seen_again) + reopened)));

alter table public.report_chunks add constraint report_chunks_check1 CHECK (((row_until - row_from) = (accepted + quarantined)));

alter table public.report_chunks add constraint report_chunks_pkey PRIMARY KEY (report, number);

alter table public.reports add constraint reports_check CHECK (((state = 'refused'::text) = (refusal IS NOT NULL)));

alter table public.reports add constraint reports_check1 CHECK (((format IS NOT NULL) OR (state = 'refused'::text)));

alter table public.reports add constraint reports_check2 CHECK (((state = 'completed'::text) = (completed_at IS NOT NULL)));

alter table public.reports add constraint reports_check3 CHECK (((released_at IS NULL) = (released_by IS NULL)));

alter table public.reports add constraint reports_check4 CHECK (((held_at IS NULL) = (held_reason IS NULL)));

alter table public.reports add constraint reports_check5 CHECK ((((rejected_at IS NULL) = (rejected_by IS NULL)) AND ((rejected_at IS NULL) = (rejected_reason IS NULL))));

alter table public.reports add constraint reports_check6 CHECK (((rejected_at IS NULL) OR (released_at IS NULL)));

alter table public.reports add constraint reports_check7 CHECK (((signed_by IS NULL) OR (signature IS NOT NULL)));

alter table public.reports add constraint reports_check8 CHECK (((recalled_at IS NULL) = (recalled_by IS NULL)));

alter table public.reports add constraint reports_check9 CHECK (((recalled_at IS NULL) OR (released_at IS NOT NULL)));

alter table public.reports add constraint reports_grade_check CHECK (((grade >= 0) AND (grade <= 2)));

alter table public.reports add constraint reports_id_key UNIQUE (id);

alter table public.reports add constraint reports_pkey PRIMARY KEY (number);

alter table public.reports add constraint reports_recalled_elsewhere_check CHECK ((recalled_elsewhere >= 0));

alter table public.reports add constraint reports_recalled_repeats_check CHECK ((recalled_repeats >= 0));

alter table public.reports add constraint reports_signature_check CHECK ((octet_length(signature) <= 65536));

alter table public.reports add constraint reports_state_check CHECK ((state = ANY (ARRAY['received'::text, 'completed'::text, 'refused'::text])));

alter table public.reports add constraint reports_tlp_check CHECK (((tlp >= 0) AND (tlp <= 4)));

alter table public.reports add constraint reports_waits_because_check CHECK ((waits_because = ANY (ARRAY['unknown-finder'::text, 'untrusted-finder'::text, 'unsigned'::text, 'badly-signed'::text, 'too-many-rows'::text])));

alter table public.resends add constraint replays_check CHECK (((settled_at IS NULL) = (outcome IS NULL)));

alter table public.resends add constraint replays_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'failed'::text])));

alter table public.resends add constraint resends_pkey PRIMARY KEY (endpoint_id, notification_id, asked_at);

alter table public.response_findings add constraint response_findings_pkey PRIMARY KEY (finding_id, episode, response_id);

alter table public.responses add constraint responses_check CHECK (((link_id IS NULL) OR (notification_id IS NOT NULL)));

alter table public.responses add constraint responses_check1 CHECK (((settled_at IS NULL) = (settled_by IS NULL)));

alter table public.responses add constraint responses_check2 CHECK (((settled_at IS NULL) OR waits));

alter table public.responses add constraint responses_check3 CHECK (((settled_as IS NULL) OR (settled_at IS NOT NULL)));

alter table public.responses add constraint responses_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'working'::text, 'forwarded'::text, 'not-ours'::text, 'false-positive'::text, 'accepted'::text, 'other-contact'::text, 'stop'::text, 'contact-us'::text])));

alter table public.responses add constraint responses_pkey PRIMARY KEY (id);

alter table public.responses add constraint responses_settled_as_check CHECK ((settled_as = ANY (ARRAY['done'::text, 'refused'::text])));

alter table public.secrets add constraint secrets_pkey PRIMARY KEY (name);

alter table public.silence_signals add constraint silence_signals_kind_check CHECK ((kind = ANY (ARRAY['recipient'::text, 'intermediary'::text, 'feed'::text])));

alter table public.silence_signals add constraint silence_signals_pkey PRIMARY KEY (kind, about);

alter table public.slowed_hosts add constraint slowed_hosts_pkey PRIMARY KEY (host);

alter table public.slowed_hosts add constraint slowed_hosts_reason_check CHECK ((length(reason) <= 500));

alter table public.snapshots add constraint snapshots_pkey PRIMARY KEY (id);

alter table public.snapshots add constraint snapshots_state UNIQUE NULLS NOT DISTINCT (world_id, announced_id, delegated_id, contacts_id, address_state_id, register_change_id, found_contact_id, suppression_change_id);

alter table public.suppressions add constraint suppressions_address_hash_check CHECK ((octet_length(address_hash) = 32));

alter table public.suppressions add constraint suppressions_check CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL)));

alter table public.suppressions add constraint suppressions_check1 CHECK (((withdrawn_at IS NULL) = (withdrawn_change_id IS NULL)));

alter table public.suppressions add constraint suppressions_pkey PRIMARY KEY (id);

alter table public.suppressions add constraint suppressions_source_check CHECK ((source = ANY (ARRAY['operator'::text, 'import'::text, 'one-click'::text, 'answer'::text, 'complaint'::text])));

alter table public.thread_answers add constraint thread_answers_message_id_key UNIQUE (message_id);

alter table public.thread_answers add constraint thread_answers_pkey PRIMARY KEY (id);

alter table public.thread_tickets add constraint thread_tickets_pkey PRIMARY KEY (thread_message_id);

alter table public.thread_tickets add constraint thread_tickets_ticket_check CHECK ((length(ticket) <= 60));

alter table public.volume_brakes add constraint volume_brakes_check CHECK (((approved_at IS NULL) = (approved_by IS NULL)));

alter table public.volume_brakes add constraint volume_brakes_pkey PRIMARY KEY (id);

alter table public.worlds add constraint worlds_check CHECK ((replaced_at >= loaded_at));

alter table public.worlds add constraint worlds_pkey PRIMARY KEY (id);

alter table public.worlds add constraint worlds_sha256_check CHECK ((octet_length(sha256) = 32));

alter table public.access_tokens add constraint access_tokens_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.access_tokens(id);

alter table public.answer_links add constraint answer_links_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id) ON DELETE CASCADE;

alter table public.answer_links add constraint answer_links_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.answer_links(id) ON DELETE CASCADE;

alter table public.approval_answers add constraint approval_answers_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.approval_requests(id);

alter table public.canaries add constraint canaries_report_fkey FOREIGN KEY (report) REFERENCES public.reports(number);

alter table public.claim_changes add constraint claim_changes_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id);

alter table public.claim_holderships add constraint claim_holderships_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id);

alter table public.corrections add constraint corrections_report_fkey FOREIGN KEY (report) REFERENCES public.reports(number);

alter table public.corrections add constraint corrections_type_id_fkey FOREIGN KEY (type_id) REFERENCES public.finding_types(id);

alter table public.corrections_due add constraint corrections_due_correction_id_fkey FOREIGN KEY (correction_id) REFERENCES public.corrections(id);

alter table public.corrections_due add constraint corrections_due_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.custodies add constraint custodies_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.decisions add constraint decisions_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES public.snapshots(id);

alter table public.deliveries add constraint deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.endpoints(id);

alter table public.deliveries add constraint deliveries_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.delivery_attempts add constraint delivery_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES public.deliveries(id);

alter table public.endpoint_secrets add constraint endpoint_secrets_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.endpoints(id);

alter table public.false_positives add constraint false_positives_type_id_fkey FOREIGN KEY (type_id) REFERENCES public.finding_types(id);

alter table public.feed_alarms add constraint feed_alarms_feed_fkey FOREIGN KEY (feed) REFERENCES public.feed_positions(feed);

alter table public.feed_files add constraint feed_files_feed_fkey FOREIGN KEY (feed) REFERENCES public.feed_positions(feed);

alter table public.feed_files add constraint feed_files_report_fkey FOREIGN KEY (report) REFERENCES public.reports(id);

alter table public.finder_changes add constraint finder_changes_finder_fkey FOREIGN KEY (finder) REFERENCES public.finders(id);

alter table public.informed_due add constraint informed_due_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.machine_forms add constraint machine_forms_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.notification_files add constraint notification_files_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.notification_findings add constraint notification_findings_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.notifications add constraint notifications_correction_id_fkey FOREIGN KEY (correction_id) REFERENCES public.corrections(id);

alter table public.quarantined_rows add constraint quarantined_rows_report_fkey FOREIGN KEY (report) REFERENCES public.reports(number);

alter table public.redecisions add constraint redecisions_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES public.snapshots(id);

alter table public.register_entries add constraint register_entries_from_change_fkey FOREIGN KEY (from_change) REFERENCES public.register_changes(id);

alter table public.register_entries add constraint register_entries_until_change_fkey FOREIGN KEY (until_change) REFERENCES public.register_changes(id);

alter table public.relation_changes add constraint relation_changes_relation_id_fkey FOREIGN KEY (relation_id) REFERENCES public.relations(id);

alter table public.report_brakes add constraint report_brakes_report_fkey FOREIGN KEY (report) REFERENCES public.reports(number);

alter table public.report_chunks add constraint report_chunks_report_fkey FOREIGN KEY (report) REFERENCES public.reports(number);

alter table public.reports add constraint reports_recalled_by_fkey FOREIGN KEY (recalled_by) REFERENCES public.corrections(id);

alter table public.reports add constraint reports_sha256_fkey FOREIGN KEY (sha256) REFERENCES public.kept_reports(sha256);

alter table public.resends add constraint replays_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.endpoints(id);

alter table public.resends add constraint replays_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id);

alter table public.response_findings add constraint response_findings_response_id_fkey FOREIGN KEY (response_id) REFERENCES public.responses(id) ON DELETE CASCADE;

alter table public.responses add constraint responses_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.answer_links(id) ON DELETE CASCADE;

alter table public.responses add constraint responses_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES public.notifications(id) ON DELETE CASCADE;

alter table public.snapshots add constraint snapshots_world_id_fkey FOREIGN KEY (world_id) REFERENCES public.worlds(id);

alter table public.thread_answers add constraint thread_answers_received_mail_id_fkey FOREIGN KEY (received_mail_id) REFERENCES public.received_mails(id);

-- Indexes

CREATE INDEX access_tokens_party ON public.access_tokens USING btree (party) WHERE (party IS NOT NULL);

CREATE INDEX address_states_address ON public.address_states USING btree (address, id);

CREATE INDEX address_states_deadness ON public.address_states USING btree (id) WHERE alters_deadness;

CREATE UNIQUE INDEX answer_links_own ON public.answer_links USING btree (notification_id) WHERE ((parent_id IS NULL) AND (revoked_at IS NULL));

CREATE INDEX answer_links_parent ON public.answer_links USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE UNIQUE INDEX approval_requests_open ON public.approval_requests USING btree (act, digest) WHERE ((used_at IS NULL) AND (refused_at IS NULL) AND (lapsed_at IS NULL));

CREATE INDEX audit_entries_about ON public.audit_entries USING btree (about, id) WHERE (about IS NOT NULL);

CREATE INDEX canaries_waiting ON public.canaries USING btree (report) WHERE (settled_at IS NULL);

CREATE INDEX claim_changes_claim ON public.claim_changes USING btree (claim_id, id);

CREATE INDEX claims_due ON public.claims USING btree (next_check_at) WHERE (next_check_at IS NOT NULL);

CREATE UNIQUE INDEX claims_once ON public.claims USING btree (organisation, use, asset) WHERE (state <> 'revoked'::text);

CREATE UNIQUE INDEX claims_one_holder ON public.claims USING btree (use, asset) WHERE (state = ANY (ARRAY['active'::text, 'stale'::text]));

CREATE INDEX claims_rivals ON public.claims USING btree (rival_since) WHERE ((rival_since IS NOT NULL) AND (state = 'pending'::text));

CREATE UNIQUE INDEX contact_keys_active ON public.contact_keys USING btree (organisation, address) WHERE (state = 'active'::text);

CREATE UNIQUE INDEX contact_keys_asked ON public.contact_keys USING btree (organisation, address) WHERE (state = 'asked'::text);

CREATE INDEX contact_keys_expiring ON public.contact_keys USING btree (expires_at) WHERE (state = 'active'::text);

CREATE INDEX contact_lookups_kept_until ON public.contact_lookups USING btree (kept_until);

CREATE INDEX corrections_due_notification ON public.corrections_due USING btree (notification_id);

CREATE INDEX corrections_made_at ON public.corrections USING btree (made_at);

CREATE INDEX custodies_due ON public.custodies USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX custodies_notification ON public.custodies USING btree (notification_id);

CREATE INDEX custodies_organisation ON public.custodies USING btree (organisation, state);

CREATE INDEX deliveries_bounced ON public.deliveries USING btree (bounced_at) WHERE (bounced_at IS NOT NULL);

CREATE INDEX deliveries_endpoint ON public.deliveries USING btree (endpoint_id) WHERE ((endpoint_id IS NOT NULL) AND (state = ANY (ARRAY['queued'::text, 'leased'::text, 'unknown'::text])));

CREATE INDEX deliveries_host ON public.deliveries USING btree (host, next_attempt_at) WHERE ((state = 'queued'::text) AND (host IS NOT NULL));

CREATE INDEX deliveries_leased ON public.deliveries USING btree (leased_until) WHERE (state = 'leased'::text);

CREATE INDEX deliveries_queued ON public.deliveries USING btree (lane, next_attempt_at) WHERE (state = 'queued'::text);

CREATE INDEX deliveries_queued_for_programs ON public.deliveries USING btree (lane, next_attempt_at) WHERE ((state = 'queued'::text) AND (channel <> 'mail'::text));

CREATE INDEX deliveries_unknown ON public.deliveries USING btree (next_attempt_at) WHERE (state = 'unknown'::text);

CREATE INDEX due_rechecks_due ON public.due_rechecks USING btree (due_at);

CREATE INDEX endpoint_secrets_endpoint ON public.endpoint_secrets USING btree (endpoint_id, made_at);

CREATE UNIQUE INDEX endpoint_secrets_one_present ON public.endpoint_secrets USING btree (endpoint_id) WHERE (ends_at IS NULL);

CREATE UNIQUE INDEX endpoints_one_active ON public.endpoints USING btree (organisation) WHERE (state = 'active'::text);

CREATE INDEX endpoints_organisation ON public.endpoints USING btree (organisation, made_at);

CREATE INDEX episode_changes_claimed ON public.episode_changes USING btree (changed_at) WHERE (state = 3);

CREATE INDEX false_positives_finder ON public.false_positives USING btree (finder, type_id, decided_at) WHERE upheld;

CREATE INDEX feed_files_owed ON public.feed_files USING btree (feed, try_at) WHERE (state = 'owed'::text);

CREATE INDEX feed_files_settled_at ON public.feed_files USING btree (feed, settled_at);

CREATE INDEX finder_changes_finder ON public.finder_changes USING btree (finder, id);

CREATE INDEX finders_state ON public.finders USING btree (state, asked_at);

CREATE INDEX findings_after_first_round ON public.findings USING btree (id) WHERE ((round > 1) AND (disposition = ANY (ARRAY[0, 6, 9])));

CREATE INDEX findings_claimed_fixed ON public.findings USING btree (id) WHERE (state = 3);

CREATE INDEX findings_closed_at ON public.findings USING btree (closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX findings_opened_by ON public.findings USING btree (opened_by);

CREATE INDEX findings_pending ON public.findings USING btree (decision_id) WHERE (disposition = 0);

CREATE INDEX found_contacts_counts ON public.found_contacts USING btree (id) WHERE counts;

CREATE INDEX found_contacts_kept_until ON public.found_contacts USING btree (kept_until) WHERE (emails IS NOT NULL);

CREATE INDEX found_contacts_object ON public.found_contacts USING btree (source, object, id);

CREATE INDEX idempotency_keys_made_at ON public.idempotency_keys USING btree (made_at);

CREATE INDEX informed_due_address ON public.informed_due USING btree (address);

CREATE UNIQUE INDEX invitations_once ON public.invitations USING btree (intermediary, lower(name), COALESCE(kvk, ''::text));

CREATE INDEX knocks_until ON public.knocks USING btree (until);

CREATE INDEX member_lists_intermediary ON public.member_lists USING btree (intermediary, submitted_at);

CREATE INDEX notices_due ON public.notices USING btree (next_attempt_at) WHERE (state = ANY (ARRAY['queued'::text, 'leased'::text]));

CREATE INDEX notices_in_doubt ON public.notices USING btree (next_attempt_at) WHERE (state = 'unknown'::text);

CREATE INDEX notices_organisation ON public.notices USING btree (organisation, queued_at);

CREATE INDEX notification_files_kept ON public.notification_files USING btree (until_at) WHERE (content IS NOT NULL);

CREATE UNIQUE INDEX notification_findings_corrected_once ON public.notification_findings USING btree (corrects, corrects_position, correction_id) WHERE (corrects IS NOT NULL);

CREATE UNIQUE INDEX notification_findings_one_primary ON public.notification_findings USING btree (finding_id, episode, round) WHERE ((role = 'primary'::text) AND (superseded_at IS NULL));

CREATE INDEX notification_findings_report ON public.notification_findings USING btree (report);

CREATE INDEX notification_findings_tried ON public.notification_findings USING btree (finding_id) WHERE ((role = 'primary'::text) AND (superseded_at IS NOT NULL));

CREATE INDEX notifications_address ON public.notifications USING btree (address, composed_at);

CREATE INDEX notifications_composed_at ON public.notifications USING btree (composed_at);

CREATE INDEX notifications_content_kept ON public.notifications USING btree (composed_at) WHERE (content IS NOT NULL);

CREATE INDEX notifications_correction_id ON public.notifications USING btree (correction_id) WHERE (correction_id IS NOT NULL);

CREATE INDEX notifications_follow_up ON public.notifications USING btree (follow_up_at NULLS FIRST) WHERE ((role = 'primary'::text) AND (withdrawn_at IS NULL) AND ((follow_up_at IS NULL) OR (follow_up_at < 'infinity'::timestamp with time zone)));

CREATE INDEX observations_digest_due ON ONLY public.observations USING btree (saved_at) WHERE digest_due;

CREATE INDEX observations_report ON ONLY public.observations USING btree (report, chunk);

CREATE INDEX organisation_changes_organisation ON public.organisation_changes USING btree (organisation, id);

CREATE UNIQUE INDEX organisation_changes_pending ON public.organisation_changes USING btree (organisation) WHERE (state = 'pending'::text);

CREATE INDEX owed_observations_finding ON public.owed_observations USING btree (finding_id);

CREATE INDEX past_episodes_opened_by ON public.past_episodes USING btree (opened_by);

CREATE INDEX portal_sessions_used_at ON public.portal_sessions USING btree (used_at);

CREATE INDEX received_events_waiting ON public.received_events USING btree (finder, id);

CREATE INDEX received_mails_address ON public.received_mails USING btree (address, received_at) WHERE (address IS NOT NULL);

CREATE INDEX received_mails_author ON public.received_mails USING btree (author, received_at) WHERE (author IS NOT NULL);

CREATE INDEX received_mails_complaints ON public.received_mails USING btree (received_at) WHERE (class = 'complaint'::text);

CREATE INDEX received_mails_content ON public.received_mails USING btree (received_at) WHERE (content IS NOT NULL);

CREATE INDEX received_mails_notification ON public.received_mails USING btree (notification_id, received_at) WHERE (notification_id IS NOT NULL);

CREATE INDEX received_mails_received ON public.received_mails USING btree (received_at, id);

CREATE INDEX received_mails_unread ON public.received_mails USING btree (received_at) WHERE (state = 'unread'::text);

CREATE INDEX received_mails_waiting ON public.received_mails USING btree (received_at, id) WHERE (state = 'waiting'::text);

CREATE INDEX rechecks_finding ON public.rechecks USING btree (finding_id, episode, checked_at);

CREATE INDEX register_changes_about ON public.register_changes USING btree (about, id) WHERE (about IS NOT NULL);

CREATE UNIQUE INDEX register_entries_current ON public.register_entries USING btree (id) WHERE (until_change IS NULL);

CREATE INDEX register_entries_from ON public.register_entries USING btree (from_change);

CREATE UNIQUE INDEX register_entries_one_claim ON public.register_entries USING btree (COALESCE((content ->> 'use'::text), 'own'::text), ((content ->> 'asset'::text))) WHERE ((until_change IS NULL) AND (section = 'claim'::text));

CREATE UNIQUE INDEX register_entries_one_party ON public.register_entries USING btree (section, party) WHERE ((until_change IS NULL) AND (section = ANY (ARRAY['organisation'::text, 'finder'::text])));

CREATE UNIQUE INDEX register_entries_one_relation ON public.register_entries USING btree (party, ((content ->> 'intermediary'::text))) WHERE ((until_change IS NULL) AND (section = 'relation'::text));

CREATE INDEX register_entries_party ON public.register_entries USING btree (party, section) WHERE (until_change IS NULL);

CREATE INDEX register_entries_until ON public.register_entries USING btree (until_change) WHERE (until_change IS NOT NULL);

CREATE INDEX registrations_asker ON public.registrations USING btree (asker_address, asked_at);

CREATE INDEX registrations_notification ON public.registrations USING btree (notification_id) WHERE (notification_id IS NOT NULL);

CREATE INDEX registrations_waiting ON public.registrations USING btree (asked_at) WHERE (state = ANY (ARRAY['asked'::text, 'confirmed'::text, 'question'::text]));

CREATE UNIQUE INDEX registry_versions_current ON public.registry_versions USING btree (layer) WHERE (replaced_at IS NULL);

CREATE INDEX relation_changes_relation ON public.relation_changes USING btree (relation_id, id);

CREATE INDEX relations_due ON public.relations USING btree (next_check_at) WHERE (next_check_at IS NOT NULL);

CREATE INDEX relations_intermediary ON public.relations USING btree (intermediary, state);

CREATE UNIQUE INDEX relations_once ON public.relations USING btree (member, intermediary) WHERE (state <> 'ended'::text);

CREATE INDEX report_brakes_open ON public.report_brakes USING btree (report) WHERE (lifted_at IS NULL);

CREATE INDEX reports_case_name ON public.reports USING btree (case_name) WHERE (case_name IS NOT NULL);

CREATE INDEX reports_finder ON public.reports USING btree (finder, received_at);

CREATE UNIQUE INDEX reports_once ON public.reports USING btree (finder, sha256, COALESCE(type_label, ''::text)) WHERE (state <> 'refused'::text);

CREATE INDEX reports_received_at ON public.reports USING btree (received_at);

CREATE INDEX reports_to_follow ON public.reports USING btree (number) WHERE ((followed_at IS NULL) AND (released_at IS NOT NULL) AND (state = 'completed'::text) AND (rejected_at IS NULL));

CREATE INDEX reports_waiting ON public.reports USING btree (number) WHERE ((released_at IS NULL) AND (rejected_at IS NULL) AND (state <> 'refused'::text));

CREATE INDEX resends_notification ON public.resends USING btree (notification_id);

CREATE INDEX resends_waiting ON public.resends USING btree (next_attempt_at) WHERE (settled_at IS NULL);

CREATE INDEX response_findings_response ON public.response_findings USING btree (response_id);

CREATE INDEX responses_notification ON public.responses USING btree (notification_id) WHERE (notification_id IS NOT NULL);

CREATE INDEX responses_said_at ON public.responses USING btree (said_at);

CREATE INDEX responses_waiting ON public.responses USING btree (said_at) WHERE (waits AND (settled_at IS NULL));

CREATE INDEX suppressions_change ON public.suppressions USING btree (change_id);

CREATE UNIQUE INDEX suppressions_once ON public.suppressions USING btree (address_hash, kind, type, asset, digests_only) NULLS NOT DISTINCT WHERE (withdrawn_at IS NULL);

CREATE INDEX suppressions_withdrawn_change ON public.suppressions USING btree (withdrawn_change_id) WHERE (withdrawn_change_id IS NOT NULL);

CREATE INDEX thread_answers_notification ON public.thread_answers USING btree (notification_id, written_at);

CREATE INDEX thread_answers_received ON public.thread_answers USING btree (received_mail_id) WHERE (received_mail_id IS NOT NULL);

CREATE INDEX volume_brakes_approved ON public.volume_brakes USING btree (address, round, approved_at) WHERE (approved_at IS NOT NULL);

CREATE UNIQUE INDEX volume_brakes_open ON public.volume_brakes USING btree (address, round) WHERE (approved_at IS NULL);

CREATE UNIQUE INDEX worlds_current ON public.worlds USING btree ((true)) WHERE (replaced_at IS NULL);

-- Views

create view public.present_address_states as
 SELECT DISTINCT ON (address) address,
    state,
    since,
    reason
   FROM public.address_states s
  ORDER BY address, id DESC;

create view public.present_found_contacts as
 SELECT DISTINCT ON (source, object) id,
    source,
    object,
    first,
    last,
    emails,
    expires_at,
    counts,
    made_at,
    kept_until
   FROM public.found_contacts c
  ORDER BY source, object, id DESC;

create view public.present_responses as
 SELECT DISTINCT ON (rf.finding_id, rf.episode) rf.finding_id,
    rf.episode,
    r.id,
    r.kind,
    r.detail,
    r.until_at,
    r.said_at,
    r.said_by,
    r.organisation,
    r.notification_id
   FROM (public.response_findings rf
     JOIN public.responses r ON ((r.id = rf.response_id)))
  ORDER BY rf.finding_id, rf.episode, r.said_at DESC, r.id DESC;

-- Triggers

CREATE TRIGGER audit_anchors_append_only BEFORE INSERT OR DELETE OR UPDATE ON public.audit_anchors FOR EACH ROW EXECUTE FUNCTION public.refuse_anchor_change();

CREATE TRIGGER audit_anchors_no_truncate BEFORE TRUNCATE ON public.audit_anchors FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_anchor_change();

CREATE TRIGGER audit_entries_append_only BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.refuse_audit_change();

CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();

CREATE TRIGGER finder_changes_append_only BEFORE DELETE OR UPDATE ON public.finder_changes FOR EACH ROW EXECUTE FUNCTION public.refuse_finder_change();

-- Row-level security

alter table public.answer_links enable row level security;

alter table public.canaries enable row level security;

alter table public.claim_changes enable row level security;

alter table public.claim_holderships enable row level security;

alter table public.claims enable row level security;

alter table public.contact_confirmations enable row level security;

alter table public.contact_keys enable row level security;

alter table public.corrections enable row level security;

alter table public.corrections_due enable row level security;

alter table public.custodies enable row level security;

alter table public.decisions enable row level security;

alter table public.deliveries enable row level security;

alter table public.delivery_attempts enable row level security;

alter table public.endpoint_secrets enable row level security;

alter table public.endpoints enable row level security;

alter table public.false_positives enable row level security;

alter table public.finder_changes enable row level security;

alter table public.finder_keys enable row level security;

alter table public.finders enable row level security;

alter table public.findings enable row level security;

alter table public.holds enable row level security;

alter table public.invitations enable row level security;

alter table public.machine_forms enable row level security;

alter table public.member_lists enable row level security;

alter table public.notices enable row level security;

alter table public.notification_files enable row level security;

alter table public.notification_findings enable row level security;

alter table public.notifications enable row level security;

alter table public.organisation_agreements enable row level security;

alter table public.organisation_changes enable row level security;

alter table public.own_keys enable row level security;

alter table public.past_episodes enable row level security;

alter table public.quarantined_rows enable row level security;

alter table public.register_entries enable row level security;

alter table public.registrations enable row level security;

alter table public.relation_changes enable row level security;

alter table public.relations enable row level security;

alter table public.report_brakes enable row level security;

alter table public.report_chunks enable row level security;

alter table public.reports enable row level security;

alter table public.resends enable row level security;

alter table public.response_findings enable row level security;

alter table public.responses enable row level security;

alter table public.slowed_hosts enable row level security;

create policy house on public.answer_links as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.canaries as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.claim_changes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.claim_holderships as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.claims as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.contact_confirmations as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.contact_keys as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.corrections as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.corrections_due as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.custodies as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.decisions as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.deliveries as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.delivery_attempts as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.endpoint_secrets as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.endpoints as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.false_positives as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.finder_changes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.finder_keys as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.finders as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.findings as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.holds as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.invitations as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.machine_forms as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.member_lists as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.notices as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.notification_files as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.notification_findings as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.notifications as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.organisation_agreements as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.organisation_changes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.own_keys as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.past_episodes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.quarantined_rows as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.register_entries as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.registrations as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.relation_changes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.relations as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.report_brakes as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.report_chunks as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.reports as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.resends as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.response_findings as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.responses as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy house on public.slowed_hosts as PERMISSIVE for SELECT to meldpunt_house
  using (true);

create policy opened_own on public.reports as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.findings f
  WHERE (f.opened_by = reports.number))));

create policy own on public.claim_changes as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.claims c
  WHERE (c.id = claim_changes.claim_id))));

create policy own on public.claims as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.contact_confirmations as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.contact_keys as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.custodies as PERMISSIVE for SELECT to meldpunt_member
  using (((organisation = public.acting_organisation()) OR (EXISTS ( SELECT
   FROM (public.findings f
     JOIN public.decisions d ON ((d.id = f.decision_id)))
  WHERE ((f.id = custodies.finding_id) AND (d.owner = public.acting_organisation()))))));

create policy own on public.decisions as PERMISSIVE for SELECT to meldpunt_member
  using (((owner = public.acting_organisation()) OR (organisation = public.acting_organisation())));

create policy own on public.deliveries as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.notifications n
  WHERE (n.id = deliveries.notification_id))));

create policy own on public.delivery_attempts as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.deliveries d
  WHERE (d.id = delivery_attempts.delivery_id))));

create policy own on public.endpoint_secrets as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.endpoints e
  WHERE (e.id = endpoint_secrets.endpoint_id))));

create policy own on public.endpoints as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.false_positives as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.finder_keys as PERMISSIVE for SELECT to meldpunt_finder
  using ((finder = public.acting_finder()));

create policy own on public.finders as PERMISSIVE for SELECT to meldpunt_finder
  using ((id = public.acting_finder()));

create policy own on public.findings as PERMISSIVE for SELECT to meldpunt_member
  using (((disposition <> ALL (ARRAY[8, 9])) AND ((disposition <> 0) OR public.reminder_waits(id, episode, round)) AND (EXISTS ( SELECT
   FROM public.decisions d
  WHERE (d.id = findings.decision_id)))));

create policy own on public.invitations as PERMISSIVE for SELECT to meldpunt_member
  using ((intermediary = public.acting_organisation()));

create policy own on public.machine_forms as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.notifications n
  WHERE (n.id = machine_forms.notification_id))));

create policy own on public.member_lists as PERMISSIVE for SELECT to meldpunt_member
  using ((intermediary = public.acting_organisation()));

create policy own on public.notification_files as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.notifications n
  WHERE (n.id = notification_files.notification_id))));

create policy own on public.notification_findings as PERMISSIVE for SELECT to meldpunt_member
  using (((role <> 'withdrawn'::text) AND (EXISTS ( SELECT
   FROM public.notifications n
  WHERE (n.id = notification_findings.notification_id)))));

create policy own on public.notifications as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.organisation_agreements as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.organisation_changes as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy own on public.past_episodes as PERMISSIVE for SELECT to meldpunt_member
  using (((disposition <> ALL (ARRAY[0, 8, 9])) AND (EXISTS ( SELECT
   FROM public.decisions d
  WHERE (d.id = past_episodes.decision_id))) AND (EXISTS ( SELECT
   FROM public.findings f
  WHERE (f.id = past_episodes.finding_id)))));

create policy own on public.quarantined_rows as PERMISSIVE for SELECT to meldpunt_finder
  using ((EXISTS ( SELECT
   FROM public.reports r
  WHERE (r.number = quarantined_rows.report))));

create policy own on public.register_entries as PERMISSIVE for SELECT to meldpunt_member
  using ((party = public.acting_organisation()));

create policy own on public.relation_changes as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.relations r
  WHERE (r.id = relation_changes.relation_id))));

create policy own on public.relations as PERMISSIVE for SELECT to meldpunt_member
  using (((public.acting_organisation() = member) OR (public.acting_organisation() = intermediary)));

create policy own on public.report_chunks as PERMISSIVE for SELECT to meldpunt_finder
  using ((EXISTS ( SELECT
   FROM public.reports r
  WHERE (r.number = report_chunks.report))));

create policy own on public.reports as PERMISSIVE for SELECT to meldpunt_finder
  using ((finder = public.acting_finder()));

create policy own on public.resends as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.endpoints e
  WHERE (e.id = resends.endpoint_id))));

create policy own on public.response_findings as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.responses r
  WHERE (r.id = response_findings.response_id))));

create policy own on public.responses as PERMISSIVE for SELECT to meldpunt_member
  using ((organisation = public.acting_organisation()));

create policy told on public.corrections as PERMISSIVE for SELECT to meldpunt_member
  using ((EXISTS ( SELECT
   FROM public.notifications n
  WHERE (n.correction_id = corrections.id))));

create policy vouched on public.claims as PERMISSIVE for SELECT to meldpunt_member
  using ((by = public.acting_organisation()));

-- Grants

grant select (finding_id, episode, organisation, said_at, said_by, said_reason, upheld, decided_at) on public.false_positives to meldpunt_member;

grant select (finding_id, episode, round) on public.reminders to meldpunt_house;

grant select (id, endpoint_id, public_key, made_at, ends_at) on public.endpoint_secrets to meldpunt_house;

grant select (id, endpoint_id, public_key, made_at, ends_at) on public.endpoint_secrets to meldpunt_member;

grant select (id, kind, name, algorithm, identity, public_part, signs_from, expires_at, made_at, made_by, retired_at, retired_by) on public.own_keys to meldpunt_house;

grant select (id, notification_id, parent_id, positions, made_at, expires_at, revoked_at, revoked_by) on public.answer_links to meldpunt_house;

grant select (id, organisation, address, kind, fingerprint, public_part, expires_at, state, asked_at, confirmed_at, ended_at, ended_reason) on public.contact_keys to meldpunt_member;

grant select (id, organisation, asset, use, method, by, state, reason, token_until, asked_at, asked_by, seen_since, active_since, grace_until, checked_at, next_check_at, last_look) on public.claims to meldpunt_member;

grant select (id, recalls, made_at) on public.corrections to meldpunt_member;

grant select (id, state, name, vouched_by, purpose, contact, language, confirmed_at, trusted, tlp, grade, signed, policies, asked_at) on public.finders to meldpunt_finder;

grant select (notification_id, position, name, size, sha256, until_at) on public.notification_files to meldpunt_house;

grant select (notification_id, position, name, size, sha256, until_at) on public.notification_files to meldpunt_member;

grant select (number, id, finder, report_type, case_name, grade) on public.reports to meldpunt_member;

grant select (organisation, address, confirmed_at, code_until, reminded_at, reminders, since) on public.contact_confirmations to meldpunt_member;

grant select on public.address_states to meldpunt_house;

grant select on public.approval_answers to meldpunt_house;

grant select on public.approval_requests to meldpunt_house;

grant select on public.audit_anchors to meldpunt_house;

grant select on public.audit_entries to meldpunt_house;

grant select on public.canaries to meldpunt_house;

grant select on public.claim_changes to meldpunt_house;

grant select on public.claim_changes to meldpunt_member;

grant select on public.claim_holderships to meldpunt_house;

grant select on public.claims to meldpunt_house;

grant select on public.contact_confirmations to meldpunt_house;

grant select on public.contact_keys to meldpunt_house;

grant select on public.contact_lookups to meldpunt_house;

grant select on public.corrections to meldpunt_house;

grant select on public.corrections_due to meldpunt_house;

grant select on public.custodies to meldpunt_house;

grant select on public.custodies to meldpunt_member;

grant select on public.decisions to meldpunt_house;

grant select on public.decisions to meldpunt_member;

grant select on public.deliveries to meldpunt_house;

grant select on public.deliveries to meldpunt_member;

grant select on public.delivery_attempts to meldpunt_house;

grant select on public.delivery_attempts to meldpunt_member;

grant select on public.endpoints to meldpunt_house;

grant select on public.endpoints to meldpunt_member;

grant select on public.episode_changes to meldpunt_house;

grant select on public.false_positives to meldpunt_house;

grant select on public.finder_changes to meldpunt_house;

grant select on public.finder_holds to meldpunt_house;

grant select on public.finder_keys to meldpunt_finder;

grant select on public.finder_keys to meldpunt_house;

grant select on public.finders to meldpunt_house;

grant select on public.finding_types to meldpunt_finder;

grant select on public.finding_types to meldpunt_house;

grant select on public.finding_types to meldpunt_member;

grant select on public.findings to meldpunt_house;

grant select on public.findings to meldpunt_member;

grant select on public.found_contacts to meldpunt_house;

grant select on public.holds to meldpunt_house;

grant select on public.informed_due to meldpunt_house;

grant select on public.invitations to meldpunt_house;

grant select on public.invitations to meldpunt_member;

grant select on public.lane_stops to meldpunt_house;

grant select on public.machine_forms to meldpunt_house;

grant select on public.machine_forms to meldpunt_member;

grant select on public.member_lists to meldpunt_house;

grant select on public.member_lists to meldpunt_member;

grant select on public.notices to meldpunt_house;

grant select on public.notification_findings to meldpunt_house;

grant select on public.notification_findings to meldpunt_member;

grant select on public.notifications to meldpunt_house;

grant select on public.notifications to meldpunt_member;

grant select on public.observations to meldpunt_house;

grant select on public.organisation_agreements to meldpunt_house;

grant select on public.organisation_agreements to meldpunt_member;

grant select on public.organisation_changes to meldpunt_house;

grant select on public.organisation_changes to meldpunt_member;

grant select on public.owed_observations to meldpunt_house;

grant select on public.past_episodes to meldpunt_house;

grant select on public.past_episodes to meldpunt_member;

grant select on public.present_address_states to meldpunt_house;

grant select on public.present_found_contacts to meldpunt_house;

grant select on public.present_responses to meldpunt_house;

grant select on public.quarantined_rows to meldpunt_finder;

grant select on public.quarantined_rows to meldpunt_house;

grant select on public.register_changes to meldpunt_house;

grant select on public.register_entries to meldpunt_house;

grant select on public.register_entries to meldpunt_member;

grant select on public.registrations to meldpunt_house;

grant select on public.registry_versions to meldpunt_house;

grant select on public.relation_changes to meldpunt_house;

grant select on public.relation_changes to meldpunt_member;

grant select on public.relations to meldpunt_house;

grant select on public.relations to meldpunt_member;

grant select on public.report_brakes to meldpunt_house;

grant select on public.report_chunks to meldpunt_finder;

grant select on public.report_chunks to meldpunt_house;

grant select on public.reports to meldpunt_finder;

grant select on public.reports to meldpunt_house;

grant select on public.resends to meldpunt_house;

grant select on public.resends to meldpunt_member;

grant select on public.response_findings to meldpunt_house;

grant select on public.response_findings to meldpunt_member;

grant select on public.responses to meldpunt_house;

grant select on public.responses to meldpunt_member;

grant select on public.slowed_hosts to meldpunt_house;

grant select on public.snapshots to meldpunt_house;

grant select on public.suppressions to meldpunt_house;

grant select on public.volume_brakes to meldpunt_house;

grant select on public.worlds to meldpunt_house;

-- Comments

comment on column public.observations.offsets is 'where each row lies in the text of its report, in bytes';

comment on column public.snapshots.register_change_id is 'the last change of the register; 0: there was none';

comment on column public.snapshots.found_contact_id is 'the last line of found_contacts that counts; 0: there was none';

comment on column public.snapshots.suppression_change_id is 'the last change of suppressions; 0: there was none';
