import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { deliverNotices } from "../pipeline/deliver-notices.ts";
import { queueNotices } from "../store/notices.ts";
import { expireNotices } from "./expire-notices.ts";
import { listNotices } from "./list-notices.ts";
import { settleNotice } from "./settle-notice.ts";

const house = useOutgoingHouse();
const { sql, clock } = house.context;
const context = { sql, clock, instance: house.context.instance };
const address = "noc@alfa.example" as EmailAddress;

async function queue(): Promise<void> {
  const data = { asset: "alfa.example", code: "abcdefghijklmnopqrstuvwxya" };
  await queueNotices(
    sql,
    [{ kind: "claim-code", once: null, organisation: null, address, language: "nl", data }],
    { at: clock(), domain: "bounces.meldpunt.example" },
  );
}

const list = (sent: boolean) =>
  listNotices({ context, input: { actor: operator, organisation: null, sent, limit: 10 } });

describe("a notice in doubt", () => {
  it.each([
    [true, 0],
    [false, 1],
  ])(
    "is settled by a person (arrived: %s), and sent again only when it did not",
    async (arrived, more) => {
      house.server.behave(address, { kind: "drop", at: "dot" });
      await queue();
      await deliverNotices(house.context);
      house.server.forget();
      const [doubtful] = await list(false);
      expect(doubtful).toMatchObject({ state: "unknown", address });
      const input = { actor: operator, id: doubtful?.id ?? "", arrived };
      await settleNotice({ context, input });
      expect(await deliverNotices(house.context)).toMatchObject({ sent: more });
      expect(house.server.kept).toHaveLength(more);
      await expect(settleNotice({ context, input })).rejects.toMatchObject({ code: "conflict" });
    },
  );
});

it("what was sent is listed on demand, without what it said, and kept no longer than notifications", async () => {
  await queue();
  await deliverNotices(house.context);
  expect(await list(false)).toEqual([]);
  const [sent] = await list(true);
  expect(sent).toMatchObject({ state: "sent", kind: "claim-code" });
  expect(JSON.stringify(sent)).not.toContain("abcdefghij");
  house.setTime("2029-06-30T09:00:00Z");
  expect(await expireNotices({ context })).toBe(0);
  house.setTime("2029-07-02T09:00:00Z");
  expect(await expireNotices({ context })).toBe(1);
  expect(await list(true)).toEqual([]);
});
