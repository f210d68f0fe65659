-- What comes back: mail that was received, what it is, and what was done about it.

create table received_mails (
  id              uuid primary key,
  -- Of author, date, subject, Message-ID and body, and of what its address proves: the same mail over two ways is one.
  digest          bytea not null unique check (octet_length(digest) = 32),
  via             text not null check (via in ('lmtp', 'smtp', 'imap')),
  received_at     timestamptz not null,
  byte_count      bigint not null,
  -- Of the envelope; empty where it names nobody to answer to.
  sender          text not null,
  -- Which address of ours it came to.
  recipient       text not null,
  -- What the signature in that address proves: it came back for this delivery (or notice), it answers this notification.
  delivery_id     uuid,
  notification_id uuid,
  -- Nobody has looked into it; there is nothing to do; a person is to look; a person did.
  state           text not null check (state in ('unread', 'noted', 'waiting', 'settled')),
  leased_until    timestamptz,
  attempts        smallint not null default 0,
  class           text,
  -- Who wrote it, by its own words.
  author          text,
  subject         text,
  message_id      text,
  -- Of a bounce: whom the delivery was for, what the server said, what that means, and whether it follows the standard.
  address         text,
  status          text,
  meaning         text,
  is_standard     boolean,
  -- How the other side marks what belongs to this thread.
  ticket          text,
  -- What a person may have meant.
  suggestion      text,
  -- Whether its author's domain signed it, and is the one that was notified.
  is_aligned      boolean,
  -- What came of it.
  effects         text[] not null default '{}',
  settled_at      timestamptz,
  settled_by      text,
  -- The whole mail, compressed and sealed with a key of the installation; null once destroyed, or never taken in.
  content         bytea,
  check ((state = 'unread') = (class is null)),
  check ((state = 'settled') = (settled_at is not null)),
  check ((settled_at is null) = (settled_by is null))
);
create index received_mails_unread on received_mails (received_at) where state = 'unread';
create index received_mails_waiting on received_mails (received_at, id) where state = 'waiting';
create index received_mails_received on received_mails (received_at, id);
create index received_mails_notification on received_mails (notification_id, received_at) where notification_id is not null;
-- How often mail for an address came back of late, and how often somebody wrote.
create index received_mails_address on received_mails (address, received_at) where address is not null;
create index received_mails_author on received_mails (author, received_at) where author is not null;
create index received_mails_content on received_mails (received_at) where content is not null;

-- What the other side's system for tickets calls a thread: later subjects carry it, so that it threads there, too.
create table thread_tickets (
  -- Message-ID of the first notification of the thread.
  thread_message_id text primary key,
  ticket            text not null check (length(ticket) <= 60),
  since             timestamptz not null
);

-- What people of ours wrote in a thread; it goes out as a notice.
create table thread_answers (
  -- Also that of the notice.
  id               uuid primary key,
  notification_id  uuid not null,
  received_mail_id uuid references received_mails,
  address          text not null,
  message_id       text not null unique,
  written_at       timestamptz not null,
  written_by       text not null,
  -- Sealed; null once destroyed.
  content          bytea
);
create index thread_answers_notification on thread_answers (notification_id, written_at);
create index thread_answers_received on thread_answers (received_mail_id) where received_mail_id is not null;

-- How far a mailbox was read: positions hold as long as its UIDVALIDITY does (RFC 9051 section 2.3.1.1).
create table mailbox_positions (
  mailbox      text primary key,
  uid_validity bigint,
  last_uid     bigint not null default 0,
  looked_at    timestamptz,
  failure      text,
  leased_by    uuid,
  leased_until timestamptz,
  check ((leased_by is null) = (leased_until is null))
);

-- It was accepted, and came back later: what became of it is `failed`.
alter table deliveries add column bounced_at timestamptz;
create index deliveries_bounced on deliveries (bounced_at) where bounced_at is not null;
