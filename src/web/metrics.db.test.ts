import { expect, test } from "vitest";
import { useWebHouse } from "../../test/makers/web-house.ts";
import type { FeedId } from "../domain/feed/feed.ts";
import { replaceFeedAlarms } from "../store/feed-alarms.ts";
import { saveLook } from "../store/feeds.ts";

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
