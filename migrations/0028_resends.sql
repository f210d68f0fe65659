-- To replay is to decide again what was seen; sending again what was told has a word of its own.
alter table replays rename to resends;
alter index replays_pkey rename to resends_pkey;
alter index replays_waiting rename to resends_waiting;
alter index replays_notification rename to resends_notification;

-- Leases for programs pass over the mail that waits.
create index deliveries_queued_for_programs on deliveries (lane, next_attempt_at)
  where state = 'queued' and channel <> 'mail';
