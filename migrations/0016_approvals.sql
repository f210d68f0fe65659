-- Requests for approval that a newer one took the place of, and who of the house sees them.

-- Ended without an answer: its time was over, or more people are needed by now; asked again, a new one is made.
alter table approval_requests add column lapsed_at timestamptz;
alter table approval_requests add check (num_nonnulls(refused_at, used_at, lapsed_at) <= 1);

drop index approval_requests_open;
create unique index approval_requests_open on approval_requests (act, digest)
  where used_at is null and refused_at is null and lapsed_at is null;

grant select on approval_requests, approval_answers to meldpunt_house;
