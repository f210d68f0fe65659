import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DeliveryId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { openMailChannel, sinkFolderOf } from "./open-mail-channel.ts";
import { listSinkMessages, readSinkMessage } from "./sink.ts";

let dataFolder: string;
let channel: MailTransport;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "meldpunt-sink-"));
  channel = await openMailChannel({
    smtpUrl: null,
    smtpLogPath: null,
    dataFolder,
    returnPathDomain: "bounces.meldpunt.example",
    returnPathKey: Buffer.alloc(32),
  });
});

afterAll(async () => {
  await channel.close();
  await rm(dataFolder, { recursive: true });
});

function send(n: number) {
  const deliveryId = `0199a000-0000-7000-8000-00000000000${n}` as DeliveryId;
  const bytes = Buffer.from(
    `Message-ID: <${n}@meldpunt.example>\r\nSubject: =?utf-8?q?caf=C3=A9?= ${n}\r\n\r\ntext ${n}\r\n`,
  );
  return channel.send(
    { deliveryId, to: "a@b.example" as EmailAddress, bytes },
    async () => undefined,
  );
}

it("keeps each mail as it came, newest first, for its user alone", async () => {
  expect(await listSinkMessages(sinkFolderOf(dataFolder))).toEqual([]);
  for (const n of [1, 2]) expect((await send(n)).reply?.code).toBe(250);
  const messages = await listSinkMessages(sinkFolderOf(dataFolder));
  expect(messages.map(({ subject, to }) => [subject, to])).toEqual([
    ["café 2", ["a@b.example"]],
    ["café 1", ["a@b.example"]],
  ]);
  const id = messages[1]?.id ?? "";
  expect((await readSinkMessage(sinkFolderOf(dataFolder), id)).toString()).toContain("text 1");
  const { mode } = await stat(join(sinkFolderOf(dataFolder), `${id}.eml`));
  expect(mode & 0o777).toBe(0o600);
});

it("knows what it has taken", async () => {
  const ids = ["<1@meldpunt.example>", "<9@meldpunt.example>"];
  expect([...(await channel.findAccepted(ids))]).toEqual([
    [ids[0], true],
    [ids[1], false],
  ]);
});

it("gives out nothing but its own mail", async () => {
  for (const id of ["", "../index.jsonl", "index", "0199a000-0000-7000-8000-000000000009"]) {
    await expect(readSinkMessage(sinkFolderOf(dataFolder), id)).rejects.toMatchObject({
      code: "not-found",
    });
  }
});
