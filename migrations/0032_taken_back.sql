-- Whoever stops or takes back what is on its way at that moment cannot stop that attempt, but the ones that would follow.
alter table deliveries add column taken_back_at timestamptz;

-- Members read of reminders only whether one waits for a finding of theirs, not which there are: as a table it showed them
-- those of everybody. A policy of it cannot ask which findings are theirs, since theirs asks it.
create function reminder_waits(finding bigint, in_episode smallint, in_round smallint) returns boolean
  language sql stable security definer set search_path = ''
  as 'select exists (select from public.reminders r
                      where r.finding_id = finding and r.episode = in_episode and r.round = in_round)';
revoke all on function reminder_waits from public;
grant execute on function reminder_waits to meldpunt_member;
alter policy own on findings
  using (disposition <> all (array[8, 9])
    and (disposition <> 0 or reminder_waits(id, episode, round))
    and exists (select from decisions d where d.id = findings.decision_id));
revoke select on reminders from meldpunt_member;
