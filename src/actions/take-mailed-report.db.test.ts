import MessageComposer from "nodemailer/lib/mail-composer";
import { createMessage, generateKey, readPrivateKey, sign } from "openpgp";
import { beforeEach, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { readSignedFiles } from "../channels/mail/incoming/read-signed-files.ts";
import type { FinderId } from "../domain/ids.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { readPublicKey } from "../platform/detached-signature.ts";
import { takeMailedReport } from "./take-mailed-report.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const { sql, clock, instance, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows } =
  house.context;
const intake = {
  sql,
  clock,
  instance,
  catalogue,
  sources,
  masterKey,
  keptFolder,
  readBasis,
  chunkRows,
};
const made = new Date("2026-06-01T00:00:00Z");
const list = "ip,type,timestamp\r\n192.0.2.7,ssl-freak,2026-07-01T08:00:00Z\r\n";
let key: Awaited<ReturnType<typeof readPrivateKey>>;

beforeEach(async () => {
  await emptyTables(sql, "finder_keys");
  await sql.query("delete from finders where id = 'signer'");
  await house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] } },
    finders: { signer: [] },
  });
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ email: "signer@signer.example" }],
    date: made,
    format: "armored",
  });
  key = await readPrivateKey({ armoredKey: privateKey });
  const { fingerprint, armored } = await readPublicKey(publicKey, made);
  await sql.query(
    `insert into finders (id, entry_id, state, name, purpose, contact, language, trusted, signed, asked_at, asked_by)
     values ('signer', gen_random_uuid(), 'vetted', 'Signer', '', 'signer@signer.example', 'nl', true, true, $1, 't')`,
    [made],
  );
  await sql.query(
    "insert into finder_keys (finder, fingerprint, armored, added_at, added_by) values ('signer', $1, $2, $3, 't')",
    [fingerprint, armored, made],
  );
});

/** A mail with the list and a signature over `signed`; answers its id when it was looked into. */
async function mailList(signed: string | null): Promise<ReceivedMailId> {
  const attachments = [{ filename: "list.csv", content: Buffer.from(list) }];
  if (signed !== null) {
    const message = await createMessage({ binary: Buffer.from(signed) });
    const signature = await sign({ message, signingKeys: key, detached: true, date: made });
    attachments.push({ filename: "list.csv.asc", content: Buffer.from(String(signature)) });
  }
  const bytes = await new MessageComposer({
    from: "signer@signer.example",
    to: "contact@meldpunt.example",
    subject: "Een lijst",
    text: "Zie bijlage.",
    attachments: attachments.map((file) => ({
      ...file,
      contentTransferEncoding: "base64" as const,
    })),
  })
    .compile()
    .build();
  await ears.hear({
    sender: "signer@signer.example",
    recipients: ["contact@meldpunt.example"],
    bytes,
  });
  const { rows } = await sql.query<{ id: ReceivedMailId }>("select m.id from received_mails m");
  return rows[0]?.id as ReceivedMailId;
}

const take = (id: ReceivedMailId) =>
  takeMailedReport({
    context: { ...intake, readSignedFiles },
    input: { actor: operator, id, finder: "signer" as FinderId, format: null, caseName: null },
  });

async function reports(): Promise<unknown[]> {
  const { rows } = await sql.query(
    `select r.finder, r.file_name as "fileName", r.released_at is not null as released from reports r`,
  );
  return rows;
}

it("takes a list in that its finder signed, byte for byte, and settles the mail", async () => {
  const id = await mailList(list);
  expect(await take(id)).toHaveLength(1);
  expect(await reports()).toEqual([{ finder: "signer", fileName: "list.csv", released: true }]);
  expect(await ears.received()).toMatchObject([{ state: "settled", effects: ["report-taken"] }]);
  await expect(take(id)).rejects.toMatchObject({ code: "conflict" });
});

it("lets a list wait whose signature is of other bytes", async () => {
  await take(await mailList(`${list}192.0.2.8,ssl-freak,2026-07-01T08:00:00Z\r\n`));
  expect(await reports()).toEqual([{ finder: "signer", fileName: "list.csv", released: false }]);
  await house.run();
  expect(house.server.kept).toEqual([]);
});

it("takes nothing from a mail without a signed file", async () => {
  const id = await mailList(null);
  await expect(take(id)).rejects.toMatchObject({ code: "conflict" });
  expect(await reports()).toEqual([]);
  expect(await ears.received()).toMatchObject([{ class: "person", state: "waiting" }]);
});
