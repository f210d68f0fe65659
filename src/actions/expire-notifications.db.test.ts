import { expect, it } from "vitest";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { contentKeyOf } from "../pipeline/material/outgoing.ts";
import { openSealedBytes } from "../platform/sealed-bytes.ts";
import { expireNotifications } from "./expire-notifications.ts";

const house = useOutgoingHouse();
const csv = "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak";

it("shows what was sent for as long as evidence is kept, the envelope longer, then nothing", async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  await house.submit({ csv });
  await house.run();
  const read = async () =>
    (
      await house.context.sql.query<{ id: string; content: Buffer | null }>(
        "select id, content from notifications",
      )
    ).rows;
  const [kept] = await read();
  const shown = openSealedBytes(
    contentKeyOf(house.context.masterKey),
    kept?.id ?? "",
    kept?.content ?? Buffer.alloc(0),
  );
  expect(shown).toEqual(house.server.kept[0]?.bytes);

  expect(await expireNotifications({ context: house.context })).toEqual({
    contents: 0,
    notifications: 0,
  });
  house.setTime("2026-10-15T09:00:00Z");
  expect(await expireNotifications({ context: house.context })).toEqual({
    contents: 1,
    notifications: 0,
  });
  expect(await read()).toMatchObject([{ content: null }]);
  house.setTime("2029-07-02T09:00:00Z");
  expect(await expireNotifications({ context: house.context })).toEqual({
    contents: 0,
    notifications: 1,
  });
  for (const table of [
    "notifications",
    "notification_findings",
    "deliveries",
    "delivery_attempts",
  ]) {
    expect((await house.context.sql.query(`select from ${table}`)).rows).toEqual([]);
  }
});

it("ends what an intermediary was asked to hold with the notification that asked", async () => {
  await house.loadWorld({ organisations: { cert: { serves: ["192.0.2.0/24"] } } });
  await house.submit({ csv });
  await house.run();
  const custodies = async () => (await house.context.sql.query("select from custodies")).rowCount;
  expect(await custodies()).toBe(1);
  house.setTime("2029-07-02T09:00:00Z");
  const { notifications } = await expireNotifications({ context: house.context });
  expect(notifications).toBeGreaterThan(0);
  expect(await custodies()).toBe(0);
});
