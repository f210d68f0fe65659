import { createMessage, generateKey, readPrivateKey, sign } from "openpgp";
import PostalMime from "postal-mime";
import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { toShellActor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import { readPublicKey } from "../platform/detached-signature.ts";
import { previewRelease } from "./preview-release.ts";
import { refuseReport } from "./refuse-report.ts";
import { releaseReport } from "./release-report.ts";
import { showReport } from "./show-report.ts";
import { submitReport } from "./submit-report.ts";

const house = useOutgoingHouse();
const { context } = house;
const { sql } = context;

beforeEach(async () => {
  await emptyTables(sql, "finder_keys");
  await sql.query("delete from finders where id = 'signer'");
  await house.loadWorld({
    organisations: { concurrent: { claims: ["192.0.2.0/24"] } },
    finders: { known: [], signer: [] },
  });
});

const toCsv = (...octets: number[]): string =>
  `ip,type,timestamp\n${octets.map((octet) => `192.0.2.${octet},ssl-freak,2026-07-01T08:00:00Z\n`).join("")}`;

const summaryOf = (report: Awaited<ReturnType<typeof house.submit>>) =>
  showReport({ context, input: { report: report.report, actor: operator } });
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

async function submitSigned(csv: string, signature: Uint8Array | null, release = false) {
  const { summary } = await submitReport({
    context,
    input: {
      received: (async function* () {
        yield Buffer.from(csv);
      })(),
      handover: {
        finder: "signer" as FinderId,
        format: "csv",
        typeLabel: null,
        fileName: "list.csv",
        mapping: {},
        caseName: null,
        tlp: null,
        grade: null,
        complete: false,
        scope: null,
        signature,
      },
      expectedBytes: null,
      release,
      actor: operator,
    },
  });
  return summary;
}

describe("golden 11: an unknown finder hands a competitor's hosts over", () => {
  test("is kept apart from one that is known and not trusted, and goes to nobody by itself", async () => {
    const stranger = await house.submit({ csv: toCsv(1, 2), finder: "stranger", release: false });
    expect(stranger).toMatchObject({ waitsBecause: "unknown-finder", releasedAt: null });
    expect(stranger.dispositions).toEqual({ heldForPerson: 2 });
    await house.run();
    expect(house.server.kept).toEqual([]);
    const known = await house.submit({ csv: toCsv(1, 2), finder: "known" });
    expect(known.waitsBecause).toBeNull();
  });

  test("a vetter sees whose they are and who would be told, and nothing is changed by looking", async () => {
    const { report } = await house.submit({ csv: toCsv(1, 2), finder: "stranger", release: false });
    const input = { report, actor: operator };
    const previewed = await previewRelease({ context, input });
    expect(previewed).toMatchObject({
      waitsBecause: "unknown-finder",
      findings: 2,
      owners: [{ owner: "concurrent", findings: 2 }],
      recipients: [{ role: "primary", rung: "owner", organisation: "concurrent", findings: 2 }],
      held: [],
    });
    expect(await previewRelease({ context, input })).toEqual(previewed);
    expect(await house.dispositions()).toEqual({ heldForPerson: 2 });
    await releaseReport({ context, input });
    await house.run();
    expect(house.server.kept).toHaveLength(1);
    await expect(previewRelease({ context, input })).rejects.toMatchObject({ code: "conflict" });
  });

  test("refused, what it alone showed is withdrawn, what others saw too stays, and it adds up", async () => {
    const stranger = await house.submit({
      csv: toCsv(1, 2, 3),
      finder: "stranger",
      release: false,
    });
    await house.submit({ csv: toCsv(2), finder: "known" });
    await house.submit({ csv: toCsv(3), finder: "other", release: false });
    const input = { report: stranger.report, reason: "a competitor's hosts", actor: operator };
    expect(await refuseReport({ context, input })).toEqual({ withdrawn: 1 });
    const after = await summaryOf(stranger);
    expect(after.rejected).toMatchObject({ reason: "a competitor's hosts" });
    expect(after.dispositions).toEqual({ pending: 1, withdrawn: 1, heldForPerson: 1 });
    expect(sum(after.dispositions)).toBe(after.accepted);
    await house.run();
    expect(house.server.kept).toHaveLength(1);
    expect(house.server.kept[0]?.bytes.toString()).not.toContain("192.0.2.1\r\n");
  });

  test("refusal is final: not released, not refused again, and the same bytes are no new report", async () => {
    const csv = toCsv(1);
    const { report } = await house.submit({ csv, finder: "stranger", release: false });
    const input = { report, reason: "nothing there", actor: operator };
    await refuseReport({ context, input });
    for (const act of [refuseReport, releaseReport, previewRelease]) {
      await expect(act({ context, input })).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await house.submit({ csv, finder: "stranger" })).toMatchObject({ report });
    expect(await house.dispositions()).toEqual({ withdrawn: 1 });
    const { rows } = await sql.query<{ content: { detail: unknown } }>(
      "select content from audit_entries where act = 'report.release' order by id desc limit 1",
    );
    expect(rows[0]?.content.detail).toMatchObject({ refused: true, withdrawn: 1 });
  });

  test("what was withdrawn opens anew when somebody else shows it", async () => {
    const { report } = await house.submit({ csv: toCsv(1), finder: "stranger", release: false });
    await refuseReport({ context, input: { report, reason: "nobody knows", actor: operator } });
    const again = await house.submit({ csv: toCsv(1), finder: "known" });
    expect(again).toMatchObject({ reopened: 1, dispositions: { pending: 1 } });
  });

  test("what was released cannot be refused, and only operators and vetters decide", async () => {
    const { report } = await house.submit({ csv: toCsv(1), finder: "stranger" });
    const input = { report, reason: "too late", actor: operator };
    await expect(refuseReport({ context, input })).rejects.toMatchObject({ code: "conflict" });
    const auditor = { ...toShellActor("a"), roles: ["auditor"] as const };
    await expect(
      refuseReport({ context, input: { ...input, actor: auditor } }),
    ).rejects.toMatchObject({ code: "not-permitted" });
  });
});

describe("a finder that has to sign", () => {
  const made = new Date("2026-06-01T00:00:00Z");
  let signingKeys: Awaited<ReturnType<typeof readPrivateKey>>;
  let fingerprint = "";

  beforeEach(async () => {
    const { publicKey, privateKey } = await generateKey({
      userIDs: [{ name: "Signer", email: "signer@signer.example" }],
      date: made,
    });
    signingKeys = await readPrivateKey({ armoredKey: privateKey });
    const key = await readPublicKey(publicKey, made);
    fingerprint = key.fingerprint;
    await sql.query(
      `insert into finders (id, entry_id, state, name, purpose, contact, language, trusted, signed, asked_at, asked_by)
       values ('signer', gen_random_uuid(), 'vetted', 'Signer', '', 'signer@signer.example', 'nl', true, true, $1, 't')`,
      [made],
    );
    await sql.query(
      "insert into finder_keys (finder, fingerprint, armored, added_at, added_by) values ('signer', $1, $2, $3, 't')",
      [fingerprint, key.armored, made],
    );
  });

  async function signatureOver(text: string): Promise<Uint8Array> {
    const message = await createMessage({ binary: Buffer.from(text) });
    const date = new Date("2026-07-01T08:30:00Z");
    return Buffer.from((await sign({ message, signingKeys, detached: true, date })) as string);
  }

  test("signed well, it goes by itself, and who signed is kept", async () => {
    const csv = toCsv(1);
    const summary = await submitSigned(csv, await signatureOver(csv));
    expect(summary).toMatchObject({ waitsBecause: null, signed: true, signedBy: fingerprint });
    expect(summary.dispositions).toEqual({ pending: 1 });
  });

  test("unsigned, it waits and is not lost, also when somebody would release it at once", async () => {
    const summary = await submitSigned(toCsv(1), null, true);
    expect(summary).toMatchObject({
      waitsBecause: "unsigned",
      signed: false,
      releasedAt: null,
      kept: true,
      dispositions: { heldForPerson: 1 },
    });
    const input = { report: summary.report, actor: operator };
    expect(await releaseReport({ context, input })).toMatchObject({ released: true });
  });

  test("signed over other bytes, or by a key that was revoked, it waits", async () => {
    const other = await submitSigned(toCsv(1), await signatureOver(toCsv(2)), true);
    expect(other).toMatchObject({ waitsBecause: "badly-signed", signed: true, signedBy: null });
    await sql.query("update finder_keys set revoked_at = now(), revoked_by = 't'");
    const csv = toCsv(3);
    const revoked = await submitSigned(csv, await signatureOver(csv));
    expect(revoked).toMatchObject({ waitsBecause: "badly-signed", signedBy: null });
  });
});

test("T16: what a finder writes goes to nobody who never asked, or harmless", async () => {
  await house.loadWorld({
    securityTxt: [{ of: "shop.example", expiresAt: Date.parse("2027-01-01T00:00:00Z") }],
  });
  const poison = "https://evil.example/pay";
  const csv = `domain,type,timestamp,banner\nshop.example,ssl-freak,2026-07-01T08:00:00Z,see ${poison}\n`;
  const caseName = `CASE ${poison}`;
  await house.submit({ csv, finder: "stranger", caseName, release: false });
  await house.run();
  expect(house.server.kept).toEqual([]);
  const known = await house.submit({ csv: `${csv}\n`, finder: "known", caseName });
  expect(known).toMatchObject({ accepted: 1, quarantined: 0 });
  expect(await house.dispositions()).toEqual({ pending: 1 });
  await house.run();
  expect(house.server.kept.map(({ to }) => to)).toEqual(["security@shop.example"]);
  const {
    text = "",
    html,
    attachments,
    subject,
  } = await PostalMime.parse(house.server.kept[0]?.bytes ?? "");
  const files = attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString());
  for (const part of [text, html ?? "", subject ?? "", ...files]) {
    expect(part).not.toContain("https://evil");
    expect(part).not.toContain("//evil.example");
  }
});

test("T16: much from a finder that is not trusted is looked at apart, whoever would release it at once", async () => {
  const limited = {
    ...context,
    instance: {
      ...context.instance,
      brakes: { ...context.instance.brakes, untrustedRowsPerDay: 2 },
    },
  };
  const submit = (csv: string) =>
    submitReport({
      context: limited,
      input: {
        received: (async function* () {
          yield Buffer.from(csv);
        })(),
        handover: {
          finder: "stranger" as FinderId,
          format: "csv",
          typeLabel: null,
          fileName: "list.csv",
          mapping: {},
          caseName: null,
          tlp: null,
          grade: null,
          complete: false,
          scope: null,
          signature: null,
        },
        expectedBytes: null,
        release: true,
        actor: operator,
      },
    });
  expect((await submit(toCsv(1, 2))).summary.waitsBecause).toBeNull();
  const { summary } = await submit(toCsv(3));
  expect(summary).toMatchObject({ waitsBecause: "too-many-rows", releasedAt: null });
  house.later(24 * 60 + 1);
  expect((await submit(toCsv(4))).summary.waitsBecause).toBeNull();
});
