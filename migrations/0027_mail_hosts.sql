-- Mail hosts that ask for less: what waits for them is parked, and let go as they take it again.

alter table deliveries
  -- Mail domain of the recipient, for mail; null for other channels.
  add column host text;
update deliveries v set host = split_part(n.address, '@', 2)
  from notifications n where n.id = v.notification_id and v.channel = 'mail';
create index deliveries_host on deliveries (host, next_attempt_at) where state = 'queued' and host is not null;

create table slowed_hosts (
  host      text primary key,
  slowed_at timestamptz not null,
  -- What it said last.
  reason    text not null check (length(reason) <= 500)
);
grant select on slowed_hosts to meldpunt_house;
alter table slowed_hosts enable row level security;
create policy house on slowed_hosts for select to meldpunt_house using (true);
