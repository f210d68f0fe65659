import { expect, test } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { useWebHouse } from "../../test/makers/web-house.ts";
import type { KeyContext } from "../actions/keys/key-context.ts";
import { makeKey } from "../actions/make-key.ts";
import { retireKey } from "../actions/retire-key.ts";
import type { FeedId } from "../domain/feed/feed.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { replaceFeedAlarms } from "../store/feed-alarms.ts";
import { saveLook } from "../store/feeds.ts";
import { saveTooLarge } from "../store/received-mails.ts";

const web = useWebHouse();

test("metrics say what is wrong with feeds, and no longer when it is not", async () => {
  const { sql, clock } = web.context;
  const feed = "shadowserver" as FeedId;
  const files = [{ key: "a", name: "a.csv" }];
  await saveLook(sql, { feed, position: null, files, lookedAt: clock(), nextLookAt: clock() });
  await replaceFeedAlarms(sql, [feed], [{ feed, kind: "silent", detail: "" }], clock());
  const read = async (): Promise<string> => {
    const headers = { Authorization: `Bearer ${web.token}` };
    return (await web.makeApp().request("/metrics", { headers })).text();
  };
  const first = await read();
  expect(first).toContain('meldpunt_feed_alarms{feed="shadowserver",kind="silent"} 1');
  expect(first).toContain('meldpunt_feed_owed_files{feed="shadowserver"} 1');
  expect(first).not.toContain("meldpunt_feed_last_taken_timestamp_seconds{");
  await replaceFeedAlarms(sql, [feed], [], clock());
  expect(await read()).not.toContain("meldpunt_feed_alarms{");
});

test("metrics say how much mail came, and how much of it waits for a person", async () => {
  const { sql, clock } = web.context;
  const id = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90" as ReceivedMailId;
  const digest = Buffer.alloc(32, 1);
  await saveTooLarge(sql, { id, digest, via: "imap", receivedAt: clock(), bytes: 100_000_000 });
  const headers = { Authorization: `Bearer ${web.token}` };
  const text = await (await web.makeApp().request("/metrics", { headers })).text();
  expect(text).toContain('meldpunt_received_mails{class="too-large"} 1');
  expect(text).toContain("meldpunt_received_mails_waiting 1");
});

test("metrics say when keys end, and nothing of those that are retired", async () => {
  const context = web.house.context as unknown as KeyContext;
  const make = (validDays: number | null) =>
    makeKey({
      context,
      input: { actor: operator, wanted: { kind: "pgp", validDays }, signsFrom: null },
    });
  const [ending, retired, endless] = [await make(30), await make(30), await make(null)];
  const input = { actor: operator, kind: "pgp", name: retired.name } as const;
  await retireKey({ context, input });
  const headers = { Authorization: `Bearer ${web.token}` };
  const text = await (await web.makeApp().request("/metrics", { headers })).text();
  const seconds = (ending.expiresAt?.getTime() ?? 0) / 1000;
  const line = `meldpunt_key_expires_timestamp_seconds{kind="pgp",name="${ending.name}"} ${seconds}`;
  expect(text).toContain(line);
  for (const { name } of [retired, endless]) expect(text).not.toContain(name);
});
