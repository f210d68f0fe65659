-- What becomes of a finding after it was told: later sightings, reminders, letters, re-checks, and what is forgotten.

-- When each finder saw an open finding last, where that is after the sighting that opened its episode. Filled off the
-- way in, report by report (ADR 17).
create table latest_sightings (
  finding_id bigint not null,
  finder     text not null,
  seen_at    timestamptz not null,
  report     integer not null,
  primary key (finding_id, finder)
);
alter table reports add column followed_at timestamptz;
alter table reports add column follow_leased_until timestamptz;
create index reports_to_follow on reports (number)
  where followed_at is null and released_at is not null and state = 'completed' and rejected_at is null;

-- Claims are looked at whenever a report is followed; closed findings, when their time is over.
create index findings_claimed_fixed on findings (id) where state = 3;
create index findings_closed_at on findings (closed_at) where closed_at is not null;
create index episode_changes_claimed on episode_changes (changed_at) where state = 3;

-- A round that was begun to remind somebody, or to ask somebody else because nobody reacted. Rounds that tell a new
-- owner have no row here.
create table reminders (
  finding_id bigint not null,
  episode    smallint not null,
  round      smallint not null check (round > 1),
  -- What is new: a later sighting, a claim that turned out wrong, or only that somebody else is asked.
  news       text not null check (news in ('seen-again', 'claim-refuted', 'new-channel')),
  begun_at   timestamptz not null,
  -- Of the notice before.
  told_at    timestamptz not null,
  told_round smallint not null,
  -- The sighting that is news.
  seen_at    timestamptz,
  -- What the decision of this round passes over: rungs, and addresses, after which another of the same party comes first.
  tried      text[] not null,
  -- What holds again when the reminder is called off before it was sent.
  decision_before    bigint not null,
  disposition_before smallint not null,
  primary key (finding_id, episode, round),
  check ((news = 'new-channel') or seen_at is not null)
);

create index findings_after_first_round on findings (id) where round > 1 and disposition in (0, 6, 9);

-- Claims that somebody saw or found to be wrong, the latest of each episode.
create table refutations (
  finding_id bigint not null,
  episode    smallint not null,
  refuted_at timestamptz not null,
  seen_at    timestamptz not null,
  primary key (finding_id, episode)
);

-- Until when nobody is reminded, by what its recipient answered ('infinity': not in this episode).
create table reminder_pauses (
  finding_id bigint not null,
  episode    smallint not null,
  until      timestamptz not null,
  reason     text not null,
  primary key (finding_id, episode)
);

-- When to look at an accepted notice again; null: not looked at yet, 'infinity': nothing of it is left to do.
alter table notifications add column follow_up_at timestamptz;
create index notifications_follow_up on notifications (follow_up_at nulls first)
  where role = 'primary' and withdrawn_at is null and (follow_up_at is null or follow_up_at < 'infinity');

-- Whom nobody could reach by any channel of ours: for a person to write a letter.
create table letters (
  finding_id bigint not null,
  episode    smallint not null,
  listed_at  timestamptz not null,
  sent_at    timestamptz,
  sent_by    text,
  primary key (finding_id, episode),
  check ((sent_at is null) = (sent_by is null))
);

-- Who allows that we look ourselves whether a weakness is still there: an owner about its own, a finder about what it
-- reported.
create table recheck_consents (
  id           uuid primary key,
  organisation text unique,
  finder       text unique,
  given_at     timestamptz not null,
  given_by     text not null,
  check (num_nonnulls(organisation, finder) = 1)
);

-- What was found when somebody looked again.
create table rechecks (
  id         uuid primary key,
  finding_id bigint not null,
  episode    smallint not null,
  -- `finder …`, `operator …` or `meldpunt`.
  checker    text not null,
  method     text not null check (method in ('stated', 'tcp-connect', 'greeting', 'http-head')),
  outcome    text not null check (outcome in ('still-open', 'gone', 'unclear')),
  checked_at timestamptz not null,
  detail     text check (length(detail) <= 500)
);
create index rechecks_finding on rechecks (finding_id, episode, checked_at);

-- Our own re-checks that are to be made.
create table due_rechecks (
  finding_id   bigint primary key,
  episode      smallint not null,
  due_at       timestamptz not null,
  leased_until timestamptz,
  made         smallint not null default 0
);
create index due_rechecks_due on due_rechecks (due_at);

-- Who and what was silent, as it was told to operators.
create table silence_signals (
  kind     text not null check (kind in ('recipient', 'intermediary', 'feed')),
  about    text not null,
  since    timestamptz not null,
  detail   jsonb not null,
  told_at  timestamptz,
  primary key (kind, about)
);

-- What is left of a finding when its address and name are gone.
alter table findings add column erased_at timestamptz;
alter table findings drop constraint findings_check;
alter table findings add constraint findings_object
  check (address is not null or name is not null or erased_at is not null);
create table erased_findings (
  finding_id bigint primary key,
  case_name  text,
  asn        bigint,
  sector     text,
  country    text
);

-- Whoever was told keeps sight of a finding while a reminder about it waits.
alter policy own on findings
  using (disposition <> all (array[8, 9])
    and (disposition <> 0 or exists (select from reminders rm
                                      where rm.finding_id = findings.id and rm.episode = findings.episode
                                        and rm.round = findings.round))
    and exists (select from decisions d where d.id = findings.decision_id));
grant select (finding_id, episode, round) on reminders to meldpunt_member, meldpunt_house;
