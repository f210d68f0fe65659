-- What recipients answer, and the links with which they do so without an account.

-- Whoever holds the word of a link sees and answers what one notification said; only the hash of the word is kept.
create table answer_links (
  id              uuid primary key,
  token_hash      bytea not null unique check (octet_length(token_hash) = 32),
  notification_id uuid not null references notifications on delete cascade,
  -- Of a link that a recipient made for its supplier: the recipient's own, with which it ends, and the rows chosen.
  parent_id       uuid references answer_links on delete cascade,
  positions       integer[] check (cardinality(positions) > 0),
  made_at         timestamptz not null,
  expires_at      timestamptz not null,
  revoked_at      timestamptz,
  revoked_by      text,
  check (expires_at > made_at),
  check ((parent_id is null) = (positions is null)),
  check ((revoked_at is null) = (revoked_by is null))
);
-- One at a time for each notification: a new one takes the place of the old.
create unique index answer_links_own on answer_links (notification_id) where parent_id is null and revoked_at is null;
create index answer_links_parent on answer_links (parent_id) where parent_id is not null;

-- One answer about one or many findings.
create table responses (
  id              uuid primary key,
  said_at         timestamptz not null,
  -- For the record; never a mail address.
  said_by         text not null,
  kind            text not null check (kind in ('fixed', 'working', 'forwarded', 'not-ours', 'false-positive', 'accepted',
                                                'other-contact', 'stop', 'contact-us')),
  -- What belongs to the kind, as src/domain/response/response.ts has it.
  detail          jsonb not null,
  -- Until when it works on it, or accepts the risk; null where it says nothing of the kind.
  until_at        timestamptz,
  -- Null where only an address is known.
  organisation    text,
  -- What was answered, and with which link; null: by a token, or told to an operator.
  notification_id uuid references notifications on delete cascade,
  link_id         uuid references answer_links on delete cascade,
  -- A person has to do something about it.
  waits           boolean not null,
  settled_at      timestamptz,
  settled_by      text,
  settled_note    text,
  check (link_id is null or notification_id is not null),
  check ((settled_at is null) = (settled_by is null)),
  check (settled_at is null or waits)
);
create index responses_waiting on responses (said_at) where waits and settled_at is null;
create index responses_notification on responses (notification_id) where notification_id is not null;
create index responses_said_at on responses (said_at);

-- The findings that an answer is about, in the episode that it was told of.
create table response_findings (
  finding_id  bigint not null,
  episode     smallint not null,
  response_id uuid not null references responses on delete cascade,
  primary key (finding_id, episode, response_id)
);
create index response_findings_response on response_findings (response_id);

-- The last word about each episode.
create view present_responses as
  select distinct on (rf.finding_id, rf.episode)
         rf.finding_id, rf.episode, r.id, r.kind, r.detail, r.until_at, r.said_at, r.said_by, r.organisation, r.notification_id
    from response_findings rf
    join responses r on r.id = rf.response_id
   order by rf.finding_id, rf.episode, r.said_at desc, r.id desc;

-- The notification on whose answer page somebody began to register: how many mails made a member.
alter table registrations add column notification_id uuid;
create index registrations_notification on registrations (notification_id) where notification_id is not null;

-- Whoever says that a finding is not its own is not asked again on another rung that leads to it: those rungs.
alter table notification_findings add column also_tried text[];

grant select (id, notification_id, parent_id, positions, made_at, expires_at, revoked_at, revoked_by) on answer_links
  to meldpunt_house;
grant select on responses, response_findings, present_responses to meldpunt_house;
alter table answer_links enable row level security;
alter table responses enable row level security;
alter table response_findings enable row level security;
create policy house on answer_links for select to meldpunt_house using (true);
create policy house on responses for select to meldpunt_house using (true);
create policy house on response_findings for select to meldpunt_house using (true);
-- An organisation sees what was said in its name.
grant select on responses, response_findings to meldpunt_member;
create policy own on responses for select to meldpunt_member using (organisation = acting_organisation());
create policy own on response_findings for select to meldpunt_member
  using (exists (select from responses r where r.id = response_id));
