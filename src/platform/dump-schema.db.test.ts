import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeDatabase, testDatabaseSettings } from "../../test/database.ts";
import { programFolder } from "./config.ts";
import { dumpSchema } from "./dump-schema.ts";

/** PostgreSQL words some expressions differently from version to version; schema.sql has those of ours. */
const onEmbedded = test.skipIf(testDatabaseSettings.databaseUrl !== null);

async function dumpOf(migrated: boolean, statements = ""): Promise<string> {
  const { database, drop } = await makeDatabase(migrated);
  try {
    await database.query(statements);
    return await dumpSchema(database);
  } finally {
    await database.close();
    await drop();
  }
}

onEmbedded("schema.sql is what the migrations make; `npm run schema` writes it anew", async () => {
  const written = readFileSync(join(programFolder, "schema.sql"), "utf8");
  expect(await dumpOf(true)).toBe(written);
});

onEmbedded("the dump tells every kind of object", async () => {
  const dump = await dumpOf(
    false,
    `
    create type level as enum ('low', 'high');
    create domain port as int check (value between 1 and 65535);
    create function one() returns int language sql as 'select 1';
    create table item (id int generated always as identity primary key, name text collate "C" not null,
      level level default 'low', port port, double int generated always as (1 + 1) stored,
      unique (name), check (id > 0));
    create table part (item int references item (id), at date) partition by range (at);
    create table part_2026 partition of part for values from ('2026-01-01') to ('2027-01-01');
    create index item_level on item (level) where port is null;
    create view named as select name from item;
    alter table item enable row level security;
    create policy own on item using (level = 'low');
    comment on column item.name is 'what people call it';
  `,
  );
  expect(dump).toMatchInlineSnapshot(`
    "-- Types

    create domain public.port as integer CHECK (((VALUE >= 1) AND (VALUE <= 65535)));

    create type public.level as enum ('low', 'high');

    -- Functions

    CREATE OR REPLACE FUNCTION public.one()
     RETURNS integer
     LANGUAGE sql
    AS $function$select 1$function$;

    -- Tables

    create table public.item (
      id integer generated always as identity not null,
      name text collate "C" not null,
      level public.level default 'low'::public.level,
      port public.port,
      double integer generated always as ((1 + 1)) stored
    );

    create table public.part (
      item integer,
      at date
    )
    partition by RANGE (at);

    -- Partitions

    create table public.part_2026 partition of public.part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

    -- Constraints

    alter table public.item add constraint item_id_check CHECK ((id > 0));

    alter table public.item add constraint item_name_key UNIQUE (name);

    alter table public.item add constraint item_pkey PRIMARY KEY (id);

    alter table public.part add constraint part_item_fkey FOREIGN KEY (item) REFERENCES public.item(id);

    -- Indexes

    CREATE INDEX item_level ON public.item USING btree (level) WHERE (port IS NULL);

    -- Views

    create view public.named as
     SELECT name
       FROM public.item;

    -- Row-level security

    alter table public.item enable row level security;

    create policy own on public.item as PERMISSIVE for ALL to public
      using ((level = 'low'::public.level));

    -- Comments

    comment on column public.item.name is 'what people call it';
    "
  `);
});
