-- Who may do what, who did what, and what the database itself keeps apart.

-- The roles that portal and API work as: no bypass of row-level security, no login of their own. They belong to the
-- server, not to one database, so several databases may find them there.
do $$
begin
  if not exists (select from pg_roles where rolname = 'meldpunt_house') then
    create role meldpunt_house nologin nosuperuser nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'meldpunt_member') then
    create role meldpunt_member nologin nosuperuser nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'meldpunt_finder') then
    create role meldpunt_finder nologin nosuperuser nobypassrls;
  end if;
exception
  -- Two databases of one server may be migrated at the same time.
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'The user of DATABASE_URL may not create roles.'
      using hint = 'As a superuser: create role meldpunt_house nologin; create role meldpunt_member nologin; '
                   'create role meldpunt_finder nologin; then grant all three to that user.';
end $$;

grant meldpunt_house, meldpunt_member, meldpunt_finder to current_user;

-- Words that let a person or a program in. Only their hash is kept.
create table access_tokens (
  id           uuid primary key,
  -- What it is for, as its holder calls it.
  name         text not null check (length(name) between 1 and 100),
  kind         text not null check (kind in ('house', 'member', 'finder')),
  -- Of a member its organisation, of a finder its id.
  party        text,
  roles        text[] not null,
  -- Which founding body sent somebody of the house.
  body         text,
  -- Null: everything that the roles may do.
  scopes       text[],
  token_hash   bytea not null unique check (octet_length(token_hash) = 32),
  made_at      timestamptz not null,
  made_by      text not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  revoked_by   text,
  -- The one it takes the place of; that one ends a little later, so that programs can change over.
  replaces     uuid references access_tokens,
  last_used_at timestamptz,
  check (expires_at > made_at),
  check ((revoked_at is null) = (revoked_by is null)),
  check ((kind = 'house') = (party is null)),
  check (body is null or kind = 'house'),
  check (case kind
    when 'house' then cardinality(roles) > 0 and roles <@ array['operator', 'vetter', 'privacy-officer', 'auditor']
    when 'member' then cardinality(roles) = 1 and roles <@ array['reader', 'handler', 'administrator']
    else roles = array['finder'] end)
);
create index access_tokens_party on access_tokens (party) where party is not null;

-- Every change and every read of findings, in order; each entry holds the hash of the one before.
create table audit_entries (
  -- 1, 2, 3 without gaps: a missing one shows.
  id           bigint primary key check (id > 0),
  at           timestamptz not null,
  act          text not null,
  -- The organisation or finder that it is about; null: the house, or everybody.
  about        text,
  -- What could name people or addresses: {actor, subject, detail}. Emptied (pseudonymised) without breaking the chain,
  -- which holds only its hash.
  content      jsonb not null,
  -- Random, hashed together with the content; null once the content was pseudonymised.
  salt         bytea check (octet_length(salt) = 16),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  -- Of the hash before, id, at, act, about and content hash.
  hash         bytea not null check (octet_length(hash) = 32)
);
create index audit_entries_about on audit_entries (about, id) where about is not null;

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.salt is null and old.salt is not null
     and (new.id, new.at, new.act, new.about, new.content_hash, new.hash)
         is not distinct from (old.id, old.at, old.act, old.about, old.content_hash, old.hash) then
    return new;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_audit_change();
create trigger audit_entries_no_truncate before truncate on audit_entries
  for each statement execute function refuse_audit_change();

-- What needs more than one person. The digest is of what exactly would be done: another input needs another approval.
create table approval_requests (
  id          uuid primary key,
  act         text not null,
  digest      bytea not null check (octet_length(digest) = 32),
  -- For those who are asked: what would happen, in figures.
  summary     jsonb not null,
  asked_at    timestamptz not null,
  asked_by    text not null,
  asked_body  text,
  -- The asker counts as one of them.
  people      smallint not null check (people > 1),
  -- Of how many different bodies they have to be.
  bodies      smallint not null check (bodies between 1 and people),
  expires_at  timestamptz not null,
  refused_at  timestamptz,
  -- Done, once: an approval serves a single act.
  used_at     timestamptz,
  check (expires_at > asked_at)
);
create unique index approval_requests_open on approval_requests (act, digest)
  where used_at is null and refused_at is null;

create table approval_answers (
  request_id  uuid not null references approval_requests,
  actor       text not null,
  body        text,
  answered_at timestamptz not null,
  approves    boolean not null,
  reason      text,
  primary key (request_id, actor)
);

-- For whom the database works in this transaction: set together with the role.
create function acting_organisation() returns text language sql stable
  return nullif(current_setting('meldpunt.organisation', true), '');
create function acting_finder() returns text language sql stable
  return nullif(current_setting('meldpunt.finder', true), '');

-- People of the house see everything but secrets, and change nothing by this role: actions do that.
grant select on findings, past_episodes, episode_changes, decisions, notifications, notification_findings, deliveries,
  delivery_attempts, reports, report_chunks, quarantined_rows, finding_types, observations, snapshots, worlds,
  registry_versions, lane_stops, address_states, present_address_states, volume_brakes, informed_due, finder_holds,
  owed_observations, audit_entries to meldpunt_house;

-- Others see what the policies below let through, and only these columns.
grant select on findings, past_episodes, decisions, notifications, notification_findings, deliveries, delivery_attempts,
  finding_types to meldpunt_member;
grant select (number, id, finder, case_name, report_type, grade) on reports to meldpunt_member;
grant select on reports, report_chunks, quarantined_rows, finding_types to meldpunt_finder;

alter table decisions enable row level security;
alter table findings enable row level security;
alter table past_episodes enable row level security;
alter table notifications enable row level security;
alter table notification_findings enable row level security;
alter table deliveries enable row level security;
alter table delivery_attempts enable row level security;
alter table reports enable row level security;
alter table report_chunks enable row level security;
alter table quarantined_rows enable row level security;

create policy house on decisions for select to meldpunt_house using (true);
create policy house on findings for select to meldpunt_house using (true);
create policy house on past_episodes for select to meldpunt_house using (true);
create policy house on notifications for select to meldpunt_house using (true);
create policy house on notification_findings for select to meldpunt_house using (true);
create policy house on deliveries for select to meldpunt_house using (true);
create policy house on delivery_attempts for select to meldpunt_house using (true);
create policy house on reports for select to meldpunt_house using (true);
create policy house on report_chunks for select to meldpunt_house using (true);
create policy house on quarantined_rows for select to meldpunt_house using (true);

-- An organisation sees a decision that makes it owner or primary; an informed party is told by mail, at tier 0, and
-- sees no finding by it (ADR 0010).
create policy own on decisions for select to meldpunt_member
  using (owner = acting_organisation() or organisation = acting_organisation());

-- Its findings: decided for it now, and not waiting for us (pending 0, out of scope 8, held for a person 9). An owner
-- that another took the place of has no decision that names it any more, and loses sight at once.
create policy own on findings for select to meldpunt_member
  using (disposition not in (0, 8, 9) and exists (select from decisions d where d.id = findings.decision_id));
create policy own on past_episodes for select to meldpunt_member
  using (disposition not in (0, 8, 9)
    and exists (select from decisions d where d.id = past_episodes.decision_id)
    and exists (select from findings f where f.id = past_episodes.finding_id));

create policy own on notifications for select to meldpunt_member
  using (organisation = acting_organisation());
create policy own on notification_findings for select to meldpunt_member
  using (role <> 'withdrawn' and exists (select from notifications n where n.id = notification_id));
create policy own on deliveries for select to meldpunt_member
  using (exists (select from notifications n where n.id = notification_id));
create policy own on delivery_attempts for select to meldpunt_member
  using (exists (select from deliveries d where d.id = delivery_id));
create policy opened_own on reports for select to meldpunt_member
  using (exists (select from findings f where f.opened_by = reports.number));

create policy own on reports for select to meldpunt_finder using (finder = acting_finder());
create policy own on report_chunks for select to meldpunt_finder
  using (exists (select from reports r where r.number = report));
create policy own on quarantined_rows for select to meldpunt_finder
  using (exists (select from reports r where r.number = report));

-- Who is signed in to the portal. Ids are kept hashed: what is read out of the database opens no session.
create table portal_sessions (
  id_hash   bytea primary key check (octet_length(id_hash) = 32),
  -- Of the word that opened it: a session ends with its token.
  word_hash bytea not null check (octet_length(word_hash) = 32),
  began_at  timestamptz not null,
  used_at   timestamptz not null,
  check (used_at >= began_at)
);
create index portal_sessions_used_at on portal_sessions (used_at);
