-- What strangers try, what complaints do, and what became of an answer that waited for a person.

-- How often somebody without a right to it tried at a public page, in the present window: a wrong word or code, a form sent.
-- Counted over all processes. Who, and at which page, stands in the hash only, whose key lies outside the database; lines go
-- when their window is over. Unlogged: it is lost when the server crashes, cheap to write, and in no back-up.
create unlogged table knocks (
  knock_hash bytea primary key check (octet_length(knock_hash) = 32),
  count      integer not null check (count >= 0),
  until      timestamptz not null
);
create index knocks_until on knocks (until);

-- Whoever complains of a digest wants no more of them.
alter table suppressions drop constraint suppressions_source_check;
alter table suppressions add constraint suppressions_source_check
  check (source in ('operator', 'import', 'one-click', 'answer', 'complaint'));
-- Too many complained of what went out.
alter table report_brakes drop constraint report_brakes_kind_check;
alter table report_brakes add constraint report_brakes_kind_check
  check (kind in ('novelty', 'jump', 'disputed', 'bounces', 'complaints', 'canary'));
create index received_mails_complaints on received_mails (received_at) where class = 'complaint';

-- Whether what was asked for was done; null: a person only noted something.
alter table responses add column settled_as text check (settled_as in ('done', 'refused'));
alter table responses add check (settled_as is null or settled_at is not null);
