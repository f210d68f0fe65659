import { createMessage, generateKey, readPrivateKey, sign } from "openpgp";
import { expect, test } from "vitest";
import type { Answer } from "./answers.ts";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

const toList = (...octets: number[]): string =>
  `ip,port,protocol,timestamp\n${octets.map((octet) => `198.51.100.${octet},3389,tcp,2026-11-20T10:00:00Z\n`).join("")}`;

type Waiting = Answer & {
  readonly waitsBecause: string | null;
  readonly signedBy: string | null;
  readonly rejected: { readonly reason: string } | null;
};

async function submit(name: string, list: string, ...options: string[]): Promise<Waiting> {
  const path = meldpunt.write(name, list);
  const { report } = await meldpunt.json<Answer>(
    ...(["report", "submit", path, "--type", "open-rdp", "--json", ...options] as const),
  );
  return meldpunt.json<Waiting>("report", "show", report, "--json");
}

test("golden 11: an unknown finder hands a competitor's hosts over; nothing goes by itself", async () => {
  const handed = await submit("rival.csv", toList(1, 2), "--finder", "nobody");
  expect(handed).toMatchObject({
    waitsBecause: "unknown-finder",
    dispositions: { heldForPerson: 2 },
  });
  const previewed = await meldpunt.json("report", "preview", handed.report, "--json");
  expect(previewed).toMatchObject({
    findings: 2,
    owners: [{ owner: "shop", findings: 2 }],
    recipients: expect.arrayContaining([
      expect.objectContaining({ organisation: "shop", rung: "chosen-path", findings: 2 }),
    ]),
  });
  expect(await meldpunt.done("report", "preview", handed.report)).toContain("shop");
  const reason = "hosts of a competitor";
  const refused = ["report", "refuse", handed.report, "--reason", reason] as const;
  expect(await meldpunt.json(...refused, "--json")).toMatchObject({ withdrawn: 2 });
  expect((await meldpunt.run(...refused)).status).toBe(1);
  expect((await meldpunt.run("report", "release", handed.report)).status).toBe(1);
  expect(await meldpunt.json<Waiting>("report", "show", handed.report, "--json")).toMatchObject({
    rejected: { reason },
    dispositions: { withdrawn: 2 },
  });
});

test("a finder is vetted, gets a key, and what it signs goes by itself", async () => {
  const date = new Date(Date.now() - 86_400_000);
  const { publicKey, privateKey } = await generateKey({
    userIDs: [{ name: "Cat", email: "cat@finder.example" }],
    date,
  });
  const contact = ["--name", "Zwarte Kat", "--contact", "cat@finder.example"];
  await meldpunt.done("finder", "ask", "cat", ...contact);
  const terms = ["--trusted", "--signed", "--vouched-by", "divd", "--grade", "verified"];
  await meldpunt.done("finder", "vet", "cat", ...terms, "--reason", "known to DIVD");
  const key = meldpunt.write("cat.asc", publicKey);
  const { fingerprint } = await meldpunt.json<{ fingerprint: string }>(
    ...(["finder", "key", "add", "cat", key, "--json"] as const),
  );
  const list = toList(3);
  const signature = await sign({
    message: await createMessage({ binary: Buffer.from(list) }),
    signingKeys: await readPrivateKey({ armoredKey: privateKey }),
    detached: true,
    date,
  });
  const beside = meldpunt.write("signed.csv.asc", signature as string);
  const signed = await submit("signed.csv", list, "--finder", "cat", "--signature", beside);
  expect(signed).toMatchObject({ waitsBecause: null, signedBy: fingerprint });
  const unsigned = await submit("unsigned.csv", toList(4), "--finder", "cat");
  expect(unsigned.waitsBecause).toBe("unsigned");
  const shown = await meldpunt.done("finder", "show", "cat");
  expect(shown).toContain(fingerprint);
  expect(shown).toContain("known to DIVD");
  await meldpunt.done("finder", "key", "revoke", "cat", fingerprint);
  await meldpunt.done("finder", "suspend", "cat", "--reason", "its key was stolen");
  expect(await meldpunt.lines("finder", "list", "--json")).toMatchObject([
    { id: "cat", state: "suspended", trusted: false },
  ]);
});
