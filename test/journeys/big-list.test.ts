import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Answer } from "./answers.ts";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";
import { serve } from "./serving.ts";
import { readSink } from "./sink.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

/** A tenth of the list of the real event (1-mission.md, golden scenario 2), and a tenth of that is at home. */
const rows = 37_763;
const atHome = Math.ceil(rows / 10);
const providers = [
  { network: "192.0.2", from: 64, mailbox: "abuse@access.example" },
  { network: "198.51.100", from: 128, mailbox: "noc@hoster.example" },
  { network: "203.0.113", from: 0, mailbox: "abuse@transit.example" },
] as const;

function toRow(row: number): string {
  if (row % 10 !== 0) return `100.${row >> 12}.${(row >> 4) & 255}.${row & 15},3389`;
  const number = row / 10;
  const { network, from } = providers[number % 3] as (typeof providers)[number];
  const place = Math.floor(number / 3);
  return `${network}.${from + (place % 64)},${10_000 + Math.floor(place / 64)}`;
}

test("golden scenario 2: of a big list each provider gets one digest, and the rest waits with a reason", async () => {
  const lines = Array.from({ length: rows }, (_, row) => `${toRow(row)},2026-11-20T10:00:00Z\n`);
  const path = meldpunt.write("big.csv", `ip,port,timestamp\n${lines.join("")}`);
  const options = ["--finder", "divd", "--type", "open-rdp", "--grade", "verified", "--json"];
  const answer = await meldpunt.json<Answer>("report", "submit", path, ...options);
  expect(answer).toMatchObject({ rows, accepted: rows, new: rows, quarantined: 0 });
  expect(answer.dispositions).toEqual({ pending: atHome, heldForPerson: rows - atHome });

  // Nobody is used to so much: a person lets it go, once for all of it.
  await meldpunt.done("notify");
  expect(await readSink(meldpunt)).toEqual([]);
  await meldpunt.done("notify", "--approve", "all");
  const mail = await readSink(meldpunt);
  expect(mail.map(({ to }) => to).sort()).toEqual(providers.map(({ mailbox }) => mailbox).sort());
  const serving = await serve(meldpunt);
  let total = 0;
  for (const { network, mailbox } of providers) {
    const text = mail.find(({ to }) => to === mailbox)?.text ?? "";
    // Too much for an attachment: the mail names the file and its hash, and where it is (5-delivery.md, composition).
    const [, file = ""] = /\[1\] (\S+\.csv), /.exec(text) ?? [];
    const [sha256 = ""] = /[0-9a-f]{64}/.exec(text) ?? [];
    const [, page = ""] = /localhost:8080(\/[a-z]+\/[a-z2-7]{26})/.exec(text) ?? [];
    const fetched = await fetch(`${serving.url}${page}/files/1`);
    expect(fetched.headers.get("content-disposition")).toContain(file);
    const csv = Buffer.from(await fetched.arrayBuffer());
    expect(createHash("sha256").update(csv).digest("hex")).toBe(sha256);
    const listed = csv
      .toString()
      .split("\r\n")
      .filter((line) => /^\d+,2026-11-20T10:00:00Z,/.test(line));
    expect(listed.length).toBeGreaterThan(1000);
    for (const line of listed) expect(line).toContain(`,${network}.`);
    total += listed.length;
  }
  await serving.stop();
  expect(total).toBe(atHome);
  const { dispositions } = await meldpunt.json<Answer>("report", "show", answer.report, "--json");
  expect(dispositions).toEqual({ delivered: atHome, heldForPerson: rows - atHome });
});
