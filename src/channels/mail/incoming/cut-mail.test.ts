import { describe, expect, test } from "vitest";
import { cutMail } from "./cut-mail.ts";
import { readIncomingMail } from "./read-incoming-mail.ts";
import { readSignedFiles } from "./read-signed-files.ts";

const head = ["From: a@mail.example", "Subject: Re: melding", "MIME-Version: 1.0"].join("\r\n");
const mib = 1024 * 1024;

const bombs: Readonly<Record<string, string>> = {
  "empty lines": `${head}\r\n\r\nFixed.\r\n${"\n".repeat(4 * mib)}x`,
  "thousands of parts": `${head}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nFixed.\r\n${"--b\n".repeat(mib)}`,
  "ends of base64": `${head}\r\nContent-Transfer-Encoding: base64\r\n\r\nRml4ZWQu\r\n${"QQ==".repeat(mib)}`,
  "quoted-printable breaks": `${head}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nFixed.\r\n${"=\r\n".repeat(mib)}`,
};

describe("a mail that is made to be costly", () => {
  test.each(Object.entries(bombs))("%s: is read as far as it costs little", async (_, mail) => {
    const bytes = Buffer.from(mail);
    expect(cutMail(bytes).length).toBeLessThan(mib / 2);
    const read = await readIncomingMail(bytes);
    expect(read?.subject).toBe("Re: melding");
    expect(read?.text).toMatch(/^Fixed\./);
  });

  test.each(Object.entries(bombs))("%s: has no signed files", async (_, mail) => {
    expect(await readSignedFiles(Buffer.from(mail))).toEqual([]);
  });
});

test("a mail with a large attachment is read to its end", () => {
  const line = `${"QUJD".repeat(19)}\r\n`;
  const mail = Buffer.from(`${head}\r\n\r\n${line.repeat(19_000)}`);
  expect(cutMail(mail)).toHaveLength(mail.length);
});
