import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { heedMail } from "../../src/actions/heed-mail.ts";
import { takeMail } from "../../src/actions/take-mail.ts";
import { makeListeningHouse } from "../makers/listening-house.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { makeBounce } from "../makers/returned-mail.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const uni = "findings@uni.example";

/** Mails of every class, as bytes. */
const samples = (() => {
  const folder = join(import.meta.dirname, "../samples/mail");
  const listed = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
    file: string;
  }[];
  return listed.map(({ file }) => readFileSync(join(folder, file)));
})();

/** What stands where the signature is, made from that of the right one. */
type Forgery = (path: string, other: string) => string;

const hex = "0123456789abcdef";
const anyForgery: fc.Arbitrary<Forgery> = fc.oneof(
  // One sign of id or signature is another.
  fc.tuple(fc.nat(51), fc.nat(14)).map(
    ([at, by]): Forgery =>
      (path) => {
        const place = 2 + (at >= 32 ? at + 1 : at);

        const sign = hex[(hex.indexOf(path[place] ?? "0") + 1 + by) % 16];
        return `${path.slice(0, place)}${sign}${path.slice(place + 1)}`;
      },
  ),
  // The signature of another delivery.
  fc.constant<Forgery>((path, other) =>
    path.replace(/\.[0-9a-f]{20}@/, /\.[0-9a-f]{20}@/.exec(other)?.[0] ?? "@"),
  ),
  // The right words at another domain, or as another kind of address.
  fc.constant<Forgery>((path) => path.replace(/@.*/, "@meldpunt.example")),
  fc.constant<Forgery>((path) => path.replace(/^b/, "r")),
  fc.constant<Forgery>((path) => path.replace(/\.[0-9a-f]{20}/, "")),
  fc.constantFrom("contact@meldpunt.example", "postmaster@bounces.meldpunt.example", "").map(
    (address): Forgery =>
      () =>
        address,
  ),
);

const anyMail = fc.record({
  forgery: anyForgery,
  sample: fc.option(fc.nat(samples.length - 1)),
  status: fc.constantFrom("5.1.1", "5.4.4", "5.2.2", "4.4.7", "5.7.26"),
  isNull: fc.boolean(),
  via: fc.constantFrom("lmtp" as const, "imap" as const),
});

async function standing(): Promise<unknown> {
  const { rows } = await house.context.sql.query(
    `select (select count(*) from address_states) as states, (select count(*) from thread_tickets) as tickets,
            (select count(*) from episode_changes) as changes, (select count(*) from notices) as notices,
            (select count(*) from deliveries where bounced_at is not null) as bounced,
            (select array_agg(f.disposition || '/' || f.state order by f.id) from findings f) as findings`,
  );
  return rows[0];
}

it("nothing but a valid signature changes an address, a finding or a thread", async () => {
  await house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] }, net: { claims: ["198.51.100.0/24"] } },
  });
  const rows = ["192.0.2.1", "198.51.100.1"].map(
    (ip) => `${ip},443,2026-07-01T08:00:00Z,ssl-freak`,
  );
  await house.submit({ csv: ["ip,port,timestamp,type", ...rows].join("\n") });
  await house.run();
  const path = ears.returnPathOf(uni);
  const other = ears.returnPathOf("findings@net.example");
  const before = await standing();
  await fc.assert(
    fc.asyncProperty(fc.array(anyMail, { minLength: 1, maxLength: 8 }), async (mails) => {
      for (const [i, { forgery, sample, status, isNull, via }] of mails.entries()) {
        const to = forgery(path, other);
        const bytes =
          sample === null
            ? makeBounce({
                to,
                recipient: uni,
                status,
                diagnostic: `smtp; 550 ${status}`,
                id: `${i}`,
              })
            : samples[sample];
        const recipients = [to, uni];
        const sender = isNull ? null : "mailer-daemon@mx.example";
        await takeMail({
          context: ears.context,
          input: { via, sender, recipients, bytes: bytes ?? Buffer.alloc(0) },
        });
      }
      await heedMail({ context: ears.context });
      expect(await standing()).toEqual(before);
    }),
    { ...databasePropertySettings, numRuns: 60 },
  );
  // And the test can fail: the right address does change it.
  await ears.hear({ recipients: [path], bytes: makeBounce({ to: path, recipient: uni }) });
  expect(await standing()).not.toEqual(before);
});
