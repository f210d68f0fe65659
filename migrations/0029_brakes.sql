-- Kill switches of cases, lanes and channels, and brakes on reports; canaries.

-- Those of a report and of a finder stand in reports (held_at) and finder_holds.
create table holds (
  kind    text not null check (kind in ('case', 'lane', 'channel')),
  value   text not null,
  held_at timestamptz not null,
  held_by text not null,
  reason  text not null check (length(reason) between 1 and 2000),
  primary key (kind, value)
);

-- Why nothing more of a report goes out until a person lifts it; once lifted, it is not put on again.
create table report_brakes (
  id        uuid primary key,
  report    integer not null references reports (number),
  kind      text not null check (kind in ('novelty', 'jump', 'disputed', 'bounces', 'canary')),
  -- What was counted, and how much of it goes by itself.
  figure    integer not null,
  most      integer not null,
  held_at   timestamptz not null,
  lifted_at timestamptz,
  lifted_by text,
  unique (report, kind),
  check ((lifted_at is null) = (lifted_by is null))
);
create index report_brakes_open on report_brakes (report) where lifted_at is null;

-- Of a round to many who never asked: those who hear first, while the others wait.
create table canaries (
  report     integer primary key references reports (number),
  addresses  text[] not null,
  -- How many there are in all.
  recipients integer not null,
  begun_at   timestamptz not null,
  -- When it was looked at, and the others could go.
  settled_at timestamptz
);
create index canaries_waiting on canaries (report) where settled_at is null;

-- When novelty and volume of a report were judged: once, before anything of it goes out.
alter table reports add column judged_at timestamptz;
update reports set judged_at = received_at;

grant select on holds, report_brakes, canaries to meldpunt_house;
alter table holds enable row level security;
alter table report_brakes enable row level security;
alter table canaries enable row level security;
create policy house on holds for select to meldpunt_house using (true);
create policy house on report_brakes for select to meldpunt_house using (true);
create policy house on canaries for select to meldpunt_house using (true);
