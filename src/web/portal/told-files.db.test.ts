import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { generateKey } from "openpgp";
import PostalMime from "postal-mime";
import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { memberOf, operator } from "../../../test/makers/actors.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { approveVolume } from "../../actions/approve-volume.ts";
import { expireFindings } from "../../actions/expire-findings.ts";
import { expireNotifications } from "../../actions/expire-notifications.ts";
import { openToldFile } from "../../actions/open-told-file.ts";
import { previewRecall } from "../../actions/preview-recall.ts";
import { readNotification } from "../../actions/read-notification.ts";
import { recallReports } from "../../actions/recall-reports.ts";
import type { NotificationId, OrganisationId, ReportId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { decryptOpenPgp } from "../../platform/crypto/openpgp-encryption.ts";
import { readRecipientKey } from "../../platform/crypto/read-recipient-key.ts";
import { transaction } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import { putContactKey } from "../../store/contact-keys.ts";
import { startServer } from "../start-server.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await emptyTables(sql, "contact_keys");
  await house.loadWorld({
    organisations: {
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
      uni: { claims: ["198.51.0.0/16"], maxTier: 3 },
    },
  });
});

const app = web.makeApp();
const get = (path: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { "Accept-Language": "en", ...init.headers } });

/** So many findings, with what the finder saw there. */
function list(toAddress: (i: number) => string, count: number, type: string, seen: string): string {
  const rows = Array.from(
    { length: count },
    (_, i) => `${toAddress(i)},${1000 + i},2026-07-01T08:00:00Z,${type},${seen},${seen}\n`,
  );
  return `ip,port,timestamp,type,product,note\n${rows.join("")}`;
}

/** Tells of them, though they are many. */
async function tell(csv: string): Promise<ReportId> {
  const { report } = await house.submit({ csv });
  await house.run();
  await approveVolume({ context: house.context, input: { brakes: "all", actor: operator } });
  await house.run();
  return report;
}

/** A mail as its recipient reads it. */
async function readMail(at = house.server.kept.length - 1) {
  const kept = house.server.kept[at];
  if (kept === undefined) throw new Error(`there is no mail ${at}`);
  const mail = await PostalMime.parse(kept.bytes);
  const text = (mail.text ?? "").replaceAll("\r\n", "\n");
  const page = /\/(?:answer|antwoord)\/[a-z2-7]{26}/.exec(text)?.[0] ?? "";
  const named = /^\[(\d+)\] (\S+), ([\d.,]+) bytes, SHA-256:\n {4}([0-9a-f]{64})$/gm;
  const files = [...text.matchAll(named)].map(([, position, name, bytes, sha256]) => {
    return { position, name, bytes: Number(bytes?.replaceAll(/[.,]/g, "")), sha256 };
  });
  return { text, page, files, attachments: mail.attachments };
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Rows about the network of a provider, which gets them three times over: more than a megabyte. */
const large = (): string => list((i) => `192.0.2.${i % 250}`, 900, "ssl-freak", "p".repeat(115));

const ofUni = (i: number): string => `198.51.${i >> 8}.${i & 255}`;

/** Raw SQL as a role that acts for an organisation. */
async function asRole<Row>(role: string, organisation: string, text: string): Promise<Row[]> {
  return transaction(sql, async (sql) => {
    await sql.query(`set local role ${role}`);
    await sql.query("select set_config('meldpunt.organisation', $1, true)", [organisation]);
    return (await sql.query<Row>(text)).rows;
  });
}

describe("what is too large for a mail", () => {
  test("is fetched by its link weeks later, byte for byte as the mail says, and then no more", async () => {
    await tell(large());
    expect(house.server.kept).toHaveLength(1);
    const { text, page, files, attachments } = await readMail();
    expect(attachments).toEqual([]);
    expect(house.server.kept[0]?.bytes.length).toBeLessThan(100_000);
    expect(text).toContain(" 50. 192.0.2.");
    expect(text).not.toContain(" 51. 192.0.2.");
    const names = files.map(({ name }) => name?.replace(/^NSM-[^.-]+-[^.-]+/, ""));
    expect(names).toEqual([".csv", ".xarf.json", "-customers.csv"]);
    const shown = await (await get(page)).text();
    for (const { name, sha256 } of files) {
      expect(shown).toContain(`>${name}</a>`);
      expect(shown).toContain(sha256);
    }

    house.setTime("2026-07-30T09:00:00Z");
    await expireNotifications({ context: house.context });
    for (const { position, name, bytes, sha256 } of files) {
      const answer = await get(`${page}/files/${position}`);
      const fetched = await bytesOf(answer);
      expect([answer.status, fetched.length, hashOf(fetched)]).toEqual([200, bytes, sha256]);
      const digest = Buffer.from(sha256 ?? "", "hex").toString("base64");
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "application/octet-stream",
        "content-length": String(bytes),
        "content-disposition": `attachment; filename="${name}"`,
        "repr-digest": `sha-256=:${digest}:`,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
        "x-content-type-options": "nosniff",
      });
    }
    const server = await startServer({ context: web.context, port: 0 });
    const overHttp = await fetch(`http://127.0.0.1:${server.port}${page}/files/2`);
    expect(hashOf(await bytesOf(overHttp))).toBe(files[1]?.sha256);
    await server.close();
    const csv = await get(`${page}/files/1`);
    const rows = parse(await bytesOf(csv), { columns: true }) as { row: string }[];
    expect(rows.map(({ row }) => row)).toEqual(
      Array.from({ length: 900 }, (_, i) => String(i + 1)),
    );

    const state = async () =>
      (await sql.query("select f.* from notification_files f order by position")).rows;
    const before = await state();
    await get(`${page}/files/2`);
    expect(await state()).toEqual(before);
    const { rows: entries } = await sql.query<{ detail: unknown }>(
      "select content->'detail' as detail from audit_entries where act = 'finding.read' order by id desc limit 1",
    );
    expect(entries).toEqual([{ detail: { rows: 900, file: 2 } }]);
    for (const method of ["POST", "PUT", "DELETE"]) {
      expect((await get(`${page}/files/1`, { method })).status).toBeGreaterThanOrEqual(400);
    }
    expect(await state()).toEqual(before);

    house.setTime("2026-07-31T09:00:00Z");
    const over = await get(`${page}/files/1`);
    expect(over.status).toBe(410);
    expect(await (await get(page)).text()).toContain("They could be fetched until");
    await expireNotifications({ context: house.context });
    expect(
      (await sql.query("select from notification_files where content is not null")).rows,
    ).toEqual([]);
  });

  test("leads nowhere with a wrong word, for a supplier, and once the owner is another", async () => {
    await tell(large());
    const { page } = await readMail();
    expect((await get(`${page}/files/4`)).status).toBe(404);
    expect((await get(`${page}/files/0`)).status).toBe(404);
    const none = await get(`/answer/${"a".repeat(26)}/files/1`);
    await sql.query(
      `insert into answer_links (id, token_hash, notification_id, parent_id, positions, made_at, expires_at)
       select gen_random_uuid(), sha256(convert_to(E'meldpunt-answer\\nbbbbbbbbbbbbbbbbbbbbbbbbba', 'UTF8')), l.notification_id, l.id, '{1}', l.made_at, l.expires_at
         from answer_links l`,
    );
    const supplier = `/answer/${"b".repeat(25)}a`;
    expect((await get(supplier)).status).toBe(200);
    expect(await (await get(supplier)).text()).not.toContain("/files/");
    expect((await get(`${supplier}/files/1`)).status).toBe(404);
    await house.loadWorld({ organisations: { heir: { claims: ["192.0.2.0/24"] } } });
    await house.run();
    const dead = await get(`${page}/files/1`);
    expect([dead.status, none.status]).toEqual([404, 404]);
    const bare = (text: string) => text.replace(/nonce="[^"]*"|value="[^"]*"/g, "");
    expect(bare(await dead.text())).toBe(bare(await none.text()));
  });

  test("is not given when the link is revoked, nor once some of it was taken back, and the page says so", async () => {
    const report = await tell(large());
    const { page } = await readMail();
    expect((await get(`${page}/files/1`)).status).toBe(200);
    await sql.query(
      "update answer_links set revoked_at = '2026-07-01T10:00:00Z', revoked_by = 'test'",
    );
    expect((await get(`${page}/files/1`)).status).toBe(404);
    await sql.query("update answer_links set revoked_at = null, revoked_by = null");
    const scope = { kind: "report", report } as const;
    const { digest } = await previewRecall({
      context: house.context,
      input: { scope, actor: operator },
    });
    const texts = { nl: null, en: null };
    await recallReports({
      context: house.context,
      input: { scope, digest, reason: "the wrong list", texts, actor: operator },
    });
    const gone = await get(`${page}/files/1`);
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain("rows that were taken back");
    const shown = await (await get(page)).text();
    expect(shown).toContain("What this message said was wrong");
    expect(shown).not.toMatch(/\/files\/|192\.0\.2\.\d/);
  });

  test("is fetched so often by one link, and no more for a while; goes with what is erased, and the notification", async () => {
    await tell(large());
    const { page } = await readMail();
    const fresh = web.makeApp();
    const statuses: number[] = [];
    for (let i = 0; i < 61; i++) {
      statuses.push((await fresh.request(`${page}/files/1`, { method: "HEAD" })).status);
    }
    expect(statuses).toEqual([...Array(60).fill(200), 429]);
    const waits = await fresh.request(`${page}/files/1`);
    expect([waits.status, waits.headers.get("Retry-After")]).toEqual([429, "900"]);
    // Answering goes on, and the quarter of an hour ends.
    house.later(15);
    const held = await Promise.all([1, 2, 3].map((i) => fresh.request(`${page}/files/${i}`)));
    expect(held.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await fresh.request(`${page}/files/1`)).status).toBe(429);
    await held[0]?.body?.cancel();
    expect((await fresh.request(`${page}/files/1`)).status).toBe(200);
    expect((await fresh.request(page)).status).toBe(200);

    // The first finding in them that is erased takes the files along, as the mail.
    const contents = async () =>
      (await sql.query("select from notification_files where content is not null")).rowCount;
    expect(await contents()).toBe(3);
    await sql.query(
      "update findings set state = 4, closed_at = '2026-04-01' where id = (select min(id) from findings)",
    );
    await expireFindings({ context: house.context });
    expect(await contents()).toBe(0);
    house.setTime("2029-07-02T09:00:00Z");
    await expireNotifications({ context: house.context });
    expect((await sql.query("select from notification_files")).rows).toEqual([]);
  });

  test("can be looked at again by people of the house; its recipient sees what there was, by raw SQL, too", async () => {
    await tell(large());
    const { page, files } = await readMail();
    const { rows } = await sql.query<{ id: NotificationId }>("select id from notifications");
    const notification = rows[0]?.id as NotificationId;
    const shown = await (await web.look(`/notifications/${notification}`)).text();
    for (const { position, sha256 } of files) {
      expect(shown).toContain(`/notifications/${notification}/files/${position}"`);
      expect(shown).toContain(sha256);
    }
    const opened = await web.look(`/notifications/${notification}/files/2`);
    expect(hashOf(await bytesOf(opened))).toBe(files[1]?.sha256);
    const member = memberOf("net", "reader");
    const read = { actor: member, notification, limit: 1 };
    expect((await readNotification({ context: house.context, input: read })).files).toHaveLength(3);
    const open = { actor: member, notification, position: 1 };
    await expect(openToldFile({ context: house.context, input: open })).rejects.toMatchObject({
      code: "not-permitted",
    });
    const count = "select count(*)::int as n from notification_files";
    expect(await asRole("meldpunt_member", "net", count)).toEqual([{ n: 3 }]);
    expect(await asRole("meldpunt_member", "uni", count)).toEqual([{ n: 0 }]);
    expect(await asRole("meldpunt_member", "", count)).toEqual([{ n: 0 }]);
    expect(await asRole("meldpunt_house", "", count)).toEqual([{ n: 3 }]);
    for (const role of ["meldpunt_member", "meldpunt_house", "meldpunt_finder"]) {
      for (const text of [
        "select content from notification_files",
        "update notification_files set until_at = now() + interval '1 year'",
        "delete from notification_files",
      ]) {
        await expect(asRole(role, "net", text)).rejects.toMatchObject({ code: "42501" });
      }
    }
    await expect(asRole("meldpunt_finder", "net", count)).rejects.toMatchObject({ code: "42501" });
    // What was taken back or revoked is gone for its recipient only.
    await sql.query("update answer_links set revoked_at = now(), revoked_by = 'test'");
    expect((await get(`${page}/files/2`)).status).toBe(404);
    expect((await web.look(`/notifications/${notification}/files/2`)).status).toBe(200);
    await sql.query("update notification_files set content = null");
    expect((await web.look(`/notifications/${notification}/files/2`)).status).toBe(404);
    expect((await web.look(`/notifications/${notification}/files/4`)).status).toBe(404);
  });
});

describe("what must not be read on its way", () => {
  const secret = "ticket-batch-secret-4711";
  /** Of a type that owners may see whole, and large by what the finder wrote. */
  const whole = (): string => list(ofUni, 600, "divd-2020-00004", `${secret} ${"x".repeat(960)}`);
  const address = "findings@uni.example" as EmailAddress;

  test("is encrypted in the file as in the mail, to the same key", async () => {
    const { publicKey, privateKey } = await generateKey({
      type: "ecc",
      curve: "curve25519Legacy",
      userIDs: [{ email: address }],
      date: new Date("2026-06-01T00:00:00Z"),
      format: "armored",
    });
    const at = house.context.clock();
    const read = await readRecipientKey(publicKey, { address, at });
    const organisation = "uni" as OrganisationId;
    const key = { ...read, id: newUuid(), organisation, address };
    await putContactKey(sql, key, { at, by: "test" });
    await tell(whole());
    expect(house.server.kept).toHaveLength(1);
    const sealed = house.server.kept[0]?.bytes.toString() ?? "";
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]*-----END PGP MESSAGE-----/.exec(sealed)?.[0];
    const mail = await PostalMime.parse(await decryptOpenPgp([privateKey], armored ?? ""));
    const page = /\/(?:answer|antwoord)\/[a-z2-7]{26}/.exec(mail.text ?? "")?.[0] ?? "";
    expect(mail.attachments).toEqual([]);
    const answer = await get(`${page}/files/1`);
    expect(answer.headers.get("Content-Disposition")).toMatch(/\.csv\.asc"$/);
    const fetched = await bytesOf(answer);
    expect(mail.text).toContain(hashOf(fetched));
    expect(fetched.toString()).not.toContain(secret);
    const opened = Buffer.from(await decryptOpenPgp([privateKey], fetched.toString()));
    const rows = parse(opened, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(600);
    expect(rows[0]?.["evidence.note"]).toContain(secret);
  });

  test("is not linked to by the reduced mail of a recipient without a key", async () => {
    await tell(whole());
    const { files, attachments } = await readMail();
    expect(files).toEqual([]);
    expect(attachments).toHaveLength(1);
    expect(JSON.stringify((await sql.query("select * from notification_files")).rows)).toBe("[]");
  });
});

test("programs get it in parts, as what they read stays as large as it was", async () => {
  await emptyTables(sql, "endpoints");
  await sql.query(
    `insert into endpoints (id, organisation, kind, url, state, made_at, made_by, tested_at)
     values ($1, 'uni', 'pull', null, 'active', now(), 'test', now())`,
    [newUuid()],
  );
  await tell(list(ofUni, 600, "divd-2020-00004", "x".repeat(990)));
  const { rows } = await sql.query("select part, parts from notifications order by part");
  expect(rows).toEqual([
    { part: 1, parts: 2 },
    { part: 2, parts: 2 },
  ]);
});
