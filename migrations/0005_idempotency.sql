-- Requests that a client may repeat without knowing whether the first arrived.

-- Only what was done is remembered, for a day; nothing has to be cleaned up after a crash.
create table idempotency_keys (
  -- Of the key that the client chose.
  key_hash     bytea primary key check (octet_length(key_hash) = 32),
  -- Of what was asked for besides the bytes, and of the bytes: the same key with another request is a mistake.
  request_hash bytea not null check (octet_length(request_hash) = 32),
  sha256       bytea not null check (octet_length(sha256) = 32),
  -- As it was given.
  answer       json not null,
  made_at      timestamptz not null
);

create index idempotency_keys_made_at on idempotency_keys (made_at);
