-- What the registry said of what is claimed when it was looked at last: another holder makes a claim doubtful.

create table claim_holderships (
  claim_id     uuid not null references claims,
  -- Asked of the registry itself, or read in the layers that were loaded.
  source       text not null check (source in ('rdap', 'layers')),
  -- When the claim came into force: what was seen before that says nothing about its holder.
  active_since timestamptz not null,
  -- {registeredAt, registrar, holder, range, contactDomain, country}; null where it says nothing. Handles are hashed.
  facts        jsonb not null,
  looked_at    timestamptz not null,
  next_look_at timestamptz,
  -- Versions of the layers that were read.
  layers       text,
  primary key (claim_id, source),
  check ((source = 'rdap') = (next_look_at is not null)),
  check ((source = 'layers') = (layers is not null))
);

grant select on claim_holderships to meldpunt_house;
alter table claim_holderships enable row level security;
create policy house on claim_holderships for select to meldpunt_house using (true);

-- Where the audit log begins after old entries went: the last of those that did. Its hash is what the first kept one follows.
create table audit_anchors (
  id         bigint primary key,
  hash       bytea not null check (octet_length(hash) = 32),
  dropped_at timestamptz not null
);
grant select on audit_anchors to meldpunt_house;

create function refuse_anchor_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and exists (select from audit_entries e where e.id = new.id and e.hash = new.hash) then
    return new;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_anchors_append_only before insert or update or delete on audit_anchors
  for each row execute function refuse_anchor_change();
create trigger audit_anchors_no_truncate before truncate on audit_anchors
  for each statement execute function refuse_anchor_change();

-- Entries of the last year (the least that the instance file allows) stay, and so does whatever is not anchored.
create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.salt is null and old.salt is not null
     and (new.id, new.at, new.act, new.about, new.content_hash, new.hash)
         is not distinct from (old.id, old.at, old.act, old.about, old.content_hash, old.hash) then
    return new;
  end if;
  if tg_op = 'DELETE' and old.at < now() - interval '364 days'
     and exists (select from audit_anchors a where a.id >= old.id) then
    return old;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
