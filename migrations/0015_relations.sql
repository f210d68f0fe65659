-- Who serves whom, on its way: asked by one side, consented to by the other, confirmed by lists, ended. What is in force
-- stands in the register.

create table relations (
  -- Of its entry in the register too, while it is in force.
  id                         uuid primary key,
  -- Slugs; nobody of that name need be known yet: the answer is the same.
  member                     text not null,
  intermediary               text not null,
  state                      text not null check (state in ('asked', 'active', 'stale', 'ended')),
  reason                     text not null,
  asked_at                   timestamptz not null,
  asked_by                   text not null,
  -- The word of each side: when, whose, and whether the intermediary is to be informed of what goes to its member itself.
  member_consent_at          timestamptz,
  member_consent_by          text,
  member_informed            boolean not null default false,
  intermediary_consent_at    timestamptz,
  intermediary_consent_by    text,
  intermediary_informed      boolean not null default false,
  active_since               timestamptz,
  until                      timestamptz,
  grace_until                timestamptz,
  next_check_at              timestamptz,
  -- What the intermediary's last list vouches for; asked as claims once the relation is in force.
  vouches                    text[] not null default '{}',
  check (member <> intermediary),
  -- No consent by silence, whatever the code does.
  check (state not in ('active', 'stale')
         or (active_since is not null and member_consent_at is not null and intermediary_consent_at is not null)),
  check ((member_consent_at is null) = (member_consent_by is null)),
  check ((intermediary_consent_at is null) = (intermediary_consent_by is null)),
  check ((state = 'stale') = (grace_until is not null)),
  check ((state = 'ended') = (next_check_at is null))
);

create unique index relations_once on relations (member, intermediary) where state <> 'ended';
create index relations_intermediary on relations (intermediary, state);
create index relations_due on relations (next_check_at) where next_check_at is not null;

-- What became of a relation, step by step; appended only. The member reads here what its intermediary did about it.
create table relation_changes (
  id          bigint generated always as identity primary key,
  relation_id uuid not null references relations,
  changed_at  timestamptz not null,
  actor       text not null,
  -- Which of the two spoke; null: the clock.
  side        text check (side in ('member', 'intermediary')),
  what        text not null,
  state       text not null,
  reason      text not null,
  -- Of a consent on paper, where it is kept; for people.
  reference   text check (length(reference) <= 500)
);
create index relation_changes_relation on relation_changes (relation_id, id);

-- Each list that an intermediary handed in, in figures.
create table member_lists (
  id           uuid primary key,
  intermediary text not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  sha256       bytea not null check (octet_length(sha256) = 32),
  members      integer not null,
  -- {asked, confirmed, ended, vouched, refused, unknown}
  counts       jsonb not null
);
create index member_lists_intermediary on member_lists (intermediary, submitted_at);

-- Whom lists name and nobody knows: for an operator to invite; no entries of the register.
create table invitations (
  id           uuid primary key,
  intermediary text not null,
  name         text not null,
  kvk          text,
  email        text,
  named_at     timestamptz not null,
  -- When an operator dealt with it.
  settled_at   timestamptz,
  settled_by   text
);
create unique index invitations_once on invitations (intermediary, lower(name), coalesce(kvk, ''));

grant select on relations, relation_changes, member_lists, invitations to meldpunt_house;
grant select on relations, relation_changes, member_lists, invitations to meldpunt_member;
alter table relations enable row level security;
alter table relation_changes enable row level security;
alter table member_lists enable row level security;
alter table invitations enable row level security;
create policy house on relations for select to meldpunt_house using (true);
create policy house on relation_changes for select to meldpunt_house using (true);
create policy house on member_lists for select to meldpunt_house using (true);
create policy house on invitations for select to meldpunt_house using (true);
create policy own on relations for select to meldpunt_member
  using (acting_organisation() in (member, intermediary));
create policy own on relation_changes for select to meldpunt_member
  using (exists (select from relations r where r.id = relation_id));
create policy own on member_lists for select to meldpunt_member using (intermediary = acting_organisation());
create policy own on invitations for select to meldpunt_member using (intermediary = acting_organisation());

-- An intermediary sees the claims that it vouches for.
create policy vouched on claims for select to meldpunt_member using (by = acting_organisation());
