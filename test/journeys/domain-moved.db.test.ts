import { expect, test } from "vitest";
import { listFindings } from "../../src/actions/list-findings.ts";
import { readDecision } from "../../src/actions/read-decision.ts";
import { readNotification } from "../../src/actions/read-notification.ts";
import type { NotificationId } from "../../src/domain/ids.ts";
import type { FindingListEntry } from "../../src/store/views/findings-list.ts";
import { memberOf } from "../makers/actors.ts";
import { makeMailboxes } from "../makers/mailboxes.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import type { PlainWorld } from "../properties/make-world.ts";

const house = useOutgoingHouse();
const { context } = house;

/** Who hosts the domain, and so answers for it. */
const hostedBy = (host: string, since = Number.NEGATIVE_INFINITY): PlainWorld => ({
  organisations: { before: {}, after: {}, [host]: { claims: [{ of: "shop.example", since }] } },
});

async function seenBy(organisation: string): Promise<FindingListEntry[]> {
  const input = { actor: memberOf(organisation, "reader"), filters: {}, limit: null };
  return Array.fromAsync(listFindings({ context, input }));
}

/** The page that the mail of an organisation leads to, as somebody of it opens it. */
async function open(organisation: string, reads: string) {
  const { rows } = await context.sql.query<{ id: NotificationId }>(
    "select id from notifications where organisation = $1",
    [organisation],
  );
  const [notification] = rows;
  if (notification === undefined) throw new Error(`nothing was sent to ${organisation}`);
  const input = { actor: memberOf(reads, "reader"), notification: notification.id, limit: 10 };
  return readNotification({ context, input });
}

const mailsTo = (organisation: string) =>
  house.server.kept.filter(({ to }) => to === `findings@${organisation}.example`);
const report = (day: string) =>
  house.submit({
    csv: `host,port,timestamp,type\nshop.example,443,${day}T08:00:00Z,divd-2020-00002\n`,
  });

test("golden scenario 5: a domain moved to another hoster between rounds: the old contact's link is dead, the new one gets a first notice and no history", async () => {
  await house.loadWorld(hostedBy("before"));
  await report("2026-07-01");
  await house.run();
  expect(mailsTo("before")).toHaveLength(1);
  expect((await open("before", "before")).firstRows).toMatchObject([{ name: "shop.example" }]);
  const [told] = await seenBy("before");

  house.setTime("2026-07-10T09:00:00Z");
  await house.loadWorld(hostedBy("after"));
  await house.run();
  expect(await seenBy("before")).toEqual([]);
  expect((await open("before", "before")).firstRows).toEqual([]);
  const [notice, ...more] = mailsTo("after");
  expect(more).toEqual([]);
  const mails = makeMailboxes(notice === undefined ? [] : [notice]).get("findings@after.example");
  expect(mails?.[0]?.rows).toEqual(["shop.example"]);
  expect(notice?.bytes.toString("utf8")).not.toMatch(/before\.example|reminder|herinnering/i);

  // The next round of the scan finds it there still: nobody hears twice.
  await report("2026-07-11");
  await house.run();
  expect([mailsTo("before"), mailsTo("after")].map(({ length }) => length)).toEqual([1, 1]);
  expect(await seenBy("after")).toMatchObject([{ name: "shop.example", owner: "after" }]);
  await expect(open("before", "after")).rejects.toMatchObject({ code: "not-found" });
  await expect(open("after", "before")).rejects.toMatchObject({ code: "not-found" });
  if (told?.decision == null) throw new Error("no decision");
  const input = { actor: memberOf("after", "reader"), decision: told.decision };
  await expect(readDecision({ context, input })).rejects.toMatchObject({ code: "not-found" });
});

test("what was seen before a claim began is not shown to whoever proved it since, and no longer to the former one", async () => {
  await house.loadWorld(hostedBy("before"));
  await report("2026-07-01");
  await house.run();
  house.setTime("2026-07-10T09:00:00Z");
  await house.loadWorld(hostedBy("after", Date.parse("2026-07-10T00:00:00Z")));
  await house.run();
  expect([await seenBy("before"), await seenBy("after")]).toEqual([[], []]);
  expect((await open("before", "before")).firstRows).toEqual([]);
  expect([mailsTo("before"), mailsTo("after")].map(({ length }) => length)).toEqual([1, 0]);

  // Seen again since: whoever proved it hears of what is still there, by that sighting and by nothing before it.
  await report("2026-07-09");
  await house.run();
  expect(await seenBy("after")).toEqual([]);
  await report("2026-07-11");
  await house.run();
  expect([mailsTo("before"), mailsTo("after")].map(({ length }) => length)).toEqual([1, 1]);
  expect(await seenBy("after")).toMatchObject([{ name: "shop.example", owner: "after" }]);
  const notice = mailsTo("after")[0]?.bytes.toString("utf8") ?? "";
  expect(notice).toContain("2026-07-11");
  expect(notice).not.toContain("2026-07-01");
  await report("2026-07-12");
  await house.run();
  expect([mailsTo("before"), mailsTo("after")].map(({ length }) => length)).toEqual([1, 1]);
});

test("a sighting by a stricter label, or by another finder, is not used for a new owner", async () => {
  await house.loadWorld(hostedBy("before"));
  await report("2026-07-01");
  await house.run();
  house.setTime("2026-07-10T09:00:00Z");
  await house.loadWorld(hostedBy("after", Date.parse("2026-07-10T00:00:00Z")));
  await house.run();
  const csv = "host,port,timestamp,type\nshop.example,443,2026-07-11T08:00:00Z,divd-2020-00002\n";
  await house.submit({ csv, tlp: "AMBER+STRICT" });
  await house.submit({ csv: csv.replace("T08", "T09"), finder: "other" });
  await house.run();
  expect(mailsTo("after")).toEqual([]);
  await house.submit({ csv: csv.replace("T08", "T10") });
  await house.run();
  expect(mailsTo("after")).toHaveLength(1);
});
