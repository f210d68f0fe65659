-- Who holds which address space: three layers, each replaced as a whole.

-- One load of one layer; the rows of a replaced version are gone, its line stays as a record.
create table registry_versions (
  id          uuid primary key,
  layer       text not null check (layer in ('announced', 'delegated', 'contacts')),
  loaded_at   timestamptz not null,
  replaced_at timestamptz,
  -- Base names of the files, the format each turned out to have, and what was left out of it.
  files       jsonb not null,
  ranges      integer not null check (ranges >= 0),
  -- What the load changed, against nothing for the first of its layer.
  difference  jsonb not null,
  check (replaced_at >= loaded_at)
);

create unique index registry_versions_current on registry_versions (layer) where replaced_at is null;

-- What follows has no foreign keys: it is written by the million before the line of its version, in one transaction.

-- Alphabetical within a version, numbered from 0 without gaps.
create table registry_contacts (
  version uuid not null,
  number  integer not null,
  email   text not null,
  primary key (version, number)
);

-- Written in order and read as a whole, so without indexes: first address, then last address descending.
create table registry_ranges (
  version uuid not null,
  first   inet not null,
  last    inet not null,
  asn     bigint check (asn between 1 and 4294967295),
  country text check (country ~ '^[A-Z]{2}$'),
  contact integer,
  check (num_nonnulls(asn, country, contact) = 1),
  check (family(first) = family(last) and first <= last)
);

-- AS numbers with what a layer says of them: names from announced, names and abuse contacts from contacts.
create table registry_systems (
  version uuid not null,
  asn     bigint not null check (asn between 1 and 4294967295),
  name    text,
  contact text,
  primary key (version, asn)
);
