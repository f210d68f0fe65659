import { beforeEach, expect, test } from "vitest";
import { useWebHouse } from "../makers/web-house.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
});

/** Everything that the database holds, but the audit log, which has every look. */
async function everything(): Promise<Record<string, string>> {
  const { rows } = await sql.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('audit_entries') order by 1`,
  );
  const held: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: lines } = await sql.query<{ line: string }>(
      `select t::text as line from ${name} t order by 1`,
    );
    held[name] = lines.map(({ line }) => line).join("\n");
  }
  return held;
}

/** Addresses that a text names, as greedy programs find them: with a scheme or without. */
function linksIn(text: string): string[] {
  const found = text.match(/(?:https?:\/\/)?[\w.-]+(?::\d+)?\/[\w/?=&.-]+/g) ?? [];
  return [...new Set(found.map((link) => link.replace(/^(?:https?:\/\/)?[^/]+/, "")))];
}

test("golden 10: a mail gateway that fetches every link, follows what it finds and knows many methods changes nothing", async () => {
  const rows = [1, 2, 3].map((octet) => `192.0.2.${octet},open-rdp,2026-07-01T08:00:00Z\n`);
  await house.submit({ csv: `ip,type,timestamp\n${rows.join("")}` });
  await house.run();
  const mail = house.server.kept[0]?.bytes.toString().replace(/=\r\n/g, "") ?? "";
  const before = await everything();
  const app = web.makeApp();
  const queue = linksIn(mail);
  const seen = new Set<string>();
  const statuses = new Map<string, number>();
  expect(queue.some((path) => /^\/(?:answer|antwoord)\/[a-z2-7]{26}$/.test(path))).toBe(true);
  while (queue.length > 0) {
    const path = queue.shift() as string;
    if (seen.has(path) || seen.size > 60) continue;
    seen.add(path);
    for (const method of ["HEAD", "OPTIONS", "PROPFIND", "GET"]) {
      const answer = await app.request(path, { method });
      const text = await answer.text();
      if (method === "GET") statuses.set(path, answer.status);
      const named = text.matchAll(/(?:href|action|src)="([^"#]+)/g);
      queue.push(...[...named].map(([, to = ""]) => to).filter((to) => to.startsWith("/")));
    }
    // Whoever posts blindly, without what the page's form holds, or from elsewhere.
    const blind = { method: "POST", body: new URLSearchParams({ answer: "fixed", rows: "all" }) };
    await app.request(path, blind);
    await app.request(`${path}/confirm`, {
      ...blind,
      headers: { "Sec-Fetch-Site": "same-origin" },
    });
  }
  const shown = [...statuses].filter(([path]) => /^\/(?:answer|antwoord)\//.test(path));
  expect(shown.some(([, status]) => status === 200)).toBe(true);
  expect(await everything()).toEqual(before);
});
