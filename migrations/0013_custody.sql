-- Who holds what: rows that an intermediary was asked to take into custody, and what it answered.

-- How long its recipient has to acknowledge, in milliseconds; null where nobody is asked to hold anything for others.
alter table notifications add column custody_within_ms bigint check (custody_within_ms > 0);

-- A row for each finding that an intermediary got for somebody else, and each round of it.
create table custodies (
  finding_id      bigint not null,
  episode         smallint not null,
  round           smallint not null,
  organisation    text not null,
  notification_id uuid not null references notifications,
  state           text not null check (state in ('asked', 'held', 'forwarded', 'fixed', 'declined', 'returned', 'silent',
                                                 'without-outcome')),
  asked_at        timestamptz not null,
  -- When the next rung is asked unless there is an answer, or while it is held an outcome; null once it is over.
  due_at          timestamptz,
  answered_at     timestamptz,
  answered_by     text,
  -- Of a decline or a return, and to whom it was forwarded; as its intermediary wrote it.
  reason          text check (length(reason) <= 500),
  primary key (finding_id, episode, round, organisation),
  check ((state in ('asked', 'held', 'forwarded')) = (due_at is not null))
);
create index custodies_due on custodies (due_at) where due_at is not null;
create index custodies_notification on custodies (notification_id);
create index custodies_organisation on custodies (organisation, state);

-- A rung can also come to nothing because an intermediary did not want it, gave it back, or said nothing.
alter table notification_findings drop constraint notification_findings_superseded_because_check;
alter table notification_findings add constraint notification_findings_superseded_because_check check (superseded_because in
  ('address-dead', 'refused', 'retries-exhausted', 'withdrawn', 'declined', 'returned', 'silence', 'without-outcome'));

grant select on custodies to meldpunt_house, meldpunt_member;
alter table custodies enable row level security;
create policy house on custodies for select to meldpunt_house using (true);
-- An intermediary sees its own, also after it lost sight of the finding; an owner sees who holds what about it.
create policy own on custodies for select to meldpunt_member
  using (organisation = acting_organisation()
    or exists (select from findings f join decisions d on d.id = f.decision_id
                where f.id = finding_id and d.owner = acting_organisation()));
