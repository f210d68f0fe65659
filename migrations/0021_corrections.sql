-- Taking back: what was told and turned out to be wrong, and who is told so.

-- The word of an operator that something told was wrong: a recall, which takes findings back, or only something put right.
create table corrections (
  id        uuid primary key,
  -- What it is about: a report, a case, or a finding type (of one finder, else of all).
  report    integer references reports (number),
  case_name text,
  type_id   integer references finding_types,
  finder    text,
  -- Whether it takes findings back.
  recalls   boolean not null,
  -- For the record, and for the finder.
  reason    text not null check (length(reason) between 1 and 2000),
  -- What recipients are told was wrong, by language; null: the sentence of the template.
  text_nl   text check (length(text_nl) between 1 and 2000),
  text_en   text check (length(text_en) between 1 and 2000),
  -- Of the preview that it was carried out by.
  digest    bytea not null check (octet_length(digest) = 32),
  made_at   timestamptz not null,
  made_by   text not null,
  check (num_nonnulls(report, case_name, type_id) = 1),
  check (finder is null or type_id is not null),
  check (recalls or (text_nl is not null and text_en is not null))
);
create index corrections_made_at on corrections (made_at);

alter table reports
  -- By which recall all that it says is void; of a recall by type only rows of that type are.
  add column recalled_at timestamptz,
  add column recalled_by uuid references corrections,
  -- Rows of it that opened an episode which the row of another report stands for now.
  add column recalled_elsewhere integer not null default 0 check (recalled_elsewhere >= 0),
  -- Rows of it that saw an episode again, and are withdrawn.
  add column recalled_repeats integer not null default 0 check (recalled_repeats >= 0),
  add check ((recalled_at is null) = (recalled_by is null)),
  add check (recalled_at is null or released_at is not null);
create index reports_case_name on reports (case_name) where case_name is not null;

-- A correction goes in the thread of what it corrects, to whoever got that, on whatever rung.
alter table notifications
  add column correction_id uuid references corrections,
  drop constraint notifications_role_check,
  drop constraint notifications_check2,
  add constraint notifications_role_check check (role in ('primary', 'informed', 'digest', 'correction')),
  add constraint notifications_rung check (role = 'correction' or (rung is null) = (role = 'informed')),
  add constraint notifications_correction check ((correction_id is null) = (role <> 'correction'));
create index notifications_correction_id on notifications (correction_id) where correction_id is not null;

alter table notification_findings
  -- Of a row that was told: the recall that it is void by. Of a row of a correction: which one that is. No foreign key:
  -- a recall writes a hundred thousand of them.
  add column correction_id uuid,
  -- Withdrawn: there is no finding any more. Stands: another report shows it, too.
  add column corrected_as text check (corrected_as in ('withdrawn', 'stands', 'put-right')),
  -- Of a row of a correction: the row that it corrects.
  add column corrects uuid,
  add column corrects_position integer,
  drop constraint notification_findings_role_check,
  add constraint notification_findings_role_check
    check (role in ('primary', 'informed', 'digest', 'correction', 'withdrawn')),
  add constraint notification_findings_corrected check ((correction_id is null) = (corrected_as is null)),
  add constraint notification_findings_corrects check (num_nonnulls(corrects, corrects_position) in (0, 2)),
  add constraint notification_findings_correction
    check (role <> 'correction' or (correction_id is not null and corrects is not null));

-- Invariant 7: whoever was told of a row is told once that it is void.
create unique index notification_findings_corrected_once
  on notification_findings (corrects, corrects_position, correction_id) where corrects is not null;

-- Notifications whose recipient is to be told of a correction; gone when it is composed, or they turn out not to have
-- arrived.
create table corrections_due (
  correction_id   uuid not null references corrections,
  notification_id uuid not null references notifications,
  primary key (correction_id, notification_id)
);
create index corrections_due_notification on corrections_due (notification_id);

-- Custody of what was recalled is over, and nobody's fault.
alter table custodies drop constraint custodies_state_check;
alter table custodies add constraint custodies_state_check check (state in
  ('asked', 'held', 'forwarded', 'fixed', 'declined', 'returned', 'silent', 'without-outcome', 'recalled'));

grant select on corrections, corrections_due to meldpunt_house;
alter table corrections enable row level security;
alter table corrections_due enable row level security;
create policy house on corrections for select to meldpunt_house using (true);
create policy house on corrections_due for select to meldpunt_house using (true);
-- Who was told of a correction sees when it was made, and nothing about it.
grant select (id, recalls, made_at) on corrections to meldpunt_member;
create policy told on corrections for select to meldpunt_member
  using (exists (select from notifications n where n.correction_id = corrections.id));
