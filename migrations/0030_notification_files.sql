-- What is too large for a mail: files that its recipient fetches from the page where it answers.

create table notification_files (
  notification_id uuid not null references notifications,
  -- As the mail numbers them, from 1.
  position        smallint not null check (position > 0),
  name            text not null check (name ~ '^[A-Za-z0-9.-]{1,120}$'),
  size            integer not null check (size > 0),
  -- Of the bytes as they are fetched; the mail says the same.
  sha256          bytea not null check (octet_length(sha256) = 32),
  -- The mail promises no more: fetched before, and destroyed after.
  until_at        timestamptz not null,
  -- Those bytes, compressed and sealed with a key of the installation; null once destroyed.
  content         bytea,
  primary key (notification_id, position),
  unique (notification_id, name)
);
create index notification_files_kept on notification_files (until_at) where content is not null;

-- Who may see the notification sees which files belong to it. What is in them is fetched with the word of the mail only,
-- which none of these roles knows.
grant select (notification_id, position, name, size, sha256, until_at) on notification_files
  to meldpunt_house, meldpunt_member;
alter table notification_files enable row level security;
create policy house on notification_files for select to meldpunt_house using (true);
create policy own on notification_files for select to meldpunt_member
  using (exists (select from notifications n where n.id = notification_id));
