-- Contacts of those who are registered with nobody, as we looked them up ourselves: from the registries by RDAP and
-- from security.txt. A cache: what is not confirmed again goes after 30 days (2-domain.md, "Retention").

-- What came of asking a source about an object, the last time.
create table contact_lookups (
  source      text not null check (source in ('rdap', 'security-txt')),
  -- Canonical: `192.0.2.7`, `AS64500`, `shop.example`.
  object      text not null,
  asked_at    timestamptz not null,
  outcome     text not null check (outcome in ('found', 'none', 'failed')),
  -- Why there is none, or why nobody knows; of what was found, what a person may want to know of it.
  detail      text,
  -- Not to be asked again before this.
  due_at      timestamptz not null,
  -- When there was an answer last; null when there never was one. A failure leaves it, and what was found then.
  answered_at timestamptz,
  url         text,
  languages   text[] not null default '{}',
  encryption  text,
  kept_until  timestamptz not null,
  primary key (source, object),
  check (outcome = 'failed' or answered_at = asked_at)
);
create index contact_lookups_kept_until on contact_lookups (kept_until);

-- What was found, appended only: for each source and object the last line counts, and a snapshot names the last line of
-- all. Role addresses and nothing else; no names, no telephone numbers.
create table found_contacts (
  id         bigint generated always as identity primary key,
  source     text not null check (source in ('rdap', 'security-txt')),
  object     text not null,
  -- Of an address: the part of its network that the answer speaks for.
  first      inet,
  last       inet,
  -- In order of preference; [] from when on there is none; null once its time is over, when nobody can tell any more.
  emails     jsonb check (jsonb_typeof(emails) = 'array'),
  -- When the file itself says that it holds no longer.
  expires_at timestamptz,
  -- Whether decisions depend on it: the abuse desk of a name's registrar is for people to read, and on no rung.
  counts     boolean not null,
  made_at    timestamptz not null,
  kept_until timestamptz not null,
  check ((first is null) = (last is null)),
  check (family(first) = family(last) and first <= last)
);
create index found_contacts_object on found_contacts (source, object, id);
create index found_contacts_counts on found_contacts (id) where counts;
create index found_contacts_kept_until on found_contacts (kept_until) where emails is not null;

create view present_found_contacts as
  select distinct on (c.source, c.object) c.*
    from found_contacts c
   order by c.source, c.object, c.id desc;

-- A state of world, registry, addresses and now of these contacts; equal states stay one row.
alter table snapshots add column found_contact_id bigint not null default 0;
comment on column snapshots.found_contact_id is 'the last line of found_contacts that counts; 0: there was none';
-- What made a state until now, whatever columns that were, and this.
do $$
declare
  known text;
  columns text;
begin
  select c.conname, string_agg(quote_ident(a.attname), ', ' order by k.n) into strict known, columns
    from pg_constraint c
   cross join unnest(c.conkey) with ordinality as k (number, n)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
   where c.conrelid = 'snapshots'::regclass and c.contype = 'u'
   group by c.conname;
  execute format('alter table snapshots drop constraint %I', known);
  execute format('alter table snapshots add constraint snapshots_state unique nulls not distinct (%s, found_contact_id)',
    columns);
end $$;

-- People of the house see where a decision's contact came from; nobody else does.
grant select on contact_lookups, found_contacts, present_found_contacts to meldpunt_house;
