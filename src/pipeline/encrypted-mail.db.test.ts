import { generateKey } from "openpgp";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { readRecipientKey } from "../platform/crypto/read-recipient-key.ts";
import { newUuid } from "../platform/uuid.ts";
import { endContactKey, putContactKey } from "../store/contact-keys.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const organisation = "uni" as OrganisationId;
const address = "findings@uni.example" as EmailAddress;
const secret = "ticket-batch-secret-4711";

/** A row of a type that owners may see whole, with a column of the finder's own. */
const csv = (ip: string): string =>
  `ip,timestamp,type,note\n${ip},2026-07-01T08:00:00Z,divd-2020-00004,${secret}\n`;

async function giveKey(validDays: number | null): Promise<void> {
  const at = house.context.clock();
  const { publicKey } = await generateKey({
    type: "ecc",
    curve: "curve25519Legacy",
    userIDs: [{ email: address }],
    date: new Date("2026-06-01T00:00:00Z"),
    ...(validDays === null ? {} : { keyExpirationTime: validDays * 86_400 }),
    format: "armored",
  });
  const read = await readRecipientKey(publicKey, { address, at });
  await putContactKey(sql, { ...read, id: newUuid(), organisation, address }, { at, by: "test" });
}

/** Tiers that are on record as shown, and what the recipient's server got. */
async function told(): Promise<{ readonly tiers: readonly number[]; readonly mail: string }> {
  const { rows } = await sql.query<{ tier: number }>(
    "select nf.tier from notification_findings nf order by nf.observed_at, nf.finding_id",
  );
  const all = house.server.kept.map(({ bytes }) => bytes.toString("latin1")).join("\n");
  // What is attached can be read by everybody as well.
  const decoded = [...all.matchAll(/^[A-Za-z0-9+/=\r\n]{40,}$/gm)].map(([base64]) =>
    Buffer.from(base64, "base64").toString("latin1"),
  );
  return { tiers: rows.map(({ tier }) => tier), mail: [all, ...decoded].join("\n") };
}

beforeEach(async () => {
  await emptyTables(sql, "contact_keys, endpoints");
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"], maxTier: 3 } } });
});

describe("content of tier 2 and above", () => {
  it("is reduced where its recipient has no key, and on record as it was shown", async () => {
    await house.submit({ csv: csv("192.0.2.1") });
    await house.run();
    const { tiers, mail } = await told();
    expect(tiers).toEqual([1]);
    expect(mail).not.toContain(secret);
    expect(mail).toContain("192.0.2.1");
    expect(mail.replace(/\s+/g, " ")).toContain("alleen versleuteld");
  });

  it("is encrypted where it has one, until that ends or is withdrawn", async () => {
    await giveKey(60);
    await house.submit({ csv: csv("192.0.2.1") });
    await house.run();
    const first = await told();
    expect(first.tiers[0]).toBeGreaterThanOrEqual(2);
    expect(first.mail).toContain("Content-Type: multipart/encrypted");
    for (const hidden of [secret, "192.0.2.1", "Mirai"]) expect(first.mail).not.toContain(hidden);
    house.later(40 * 24 * 60);
    await house.submit({ csv: csv("192.0.2.2") });
    await house.run();
    expect((await told()).tiers).toEqual([first.tiers[0], 1]);
    await giveKey(null);
    await endContactKey(
      sql,
      { organisation, address },
      "active",
      "withdrawn",
      house.context.clock(),
    );
    await house.submit({ csv: csv("192.0.2.3") });
    await house.run();
    const { tiers, mail } = await told();
    expect(tiers).toEqual([first.tiers[0], 1, 1]);
    expect(mail).not.toContain(secret);
  });

  it("is not reduced for a machine, which only its mail is", async () => {
    await sql.query(
      `insert into endpoints (id, organisation, kind, url, state, made_at, made_by, tested_at)
       values ($1, 'uni', 'pull', null, 'active', now(), 'test', now())`,
      [newUuid()],
    );
    await house.submit({ csv: csv("192.0.2.1") });
    await house.run();
    expect((await told()).tiers[0]).toBeGreaterThanOrEqual(2);
    expect(house.server.kept).toHaveLength(0);
    // Nobody fetches it: mail stands in.
    house.later(30 * 24 * 60);
    await house.run();
    const { mail } = await told();
    expect(mail).toContain("192.0.2.1");
    expect(mail).not.toContain(secret);
  });
});
