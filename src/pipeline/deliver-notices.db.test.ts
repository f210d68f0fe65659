import { describe, expect, it } from "vitest";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { leaseNotices, queueNotices } from "../store/notices.ts";
import { deliverNotices } from "./deliver-notices.ts";

const house = useOutgoingHouse();
const { sql, clock } = house.context;

const code: Notice = {
  kind: "claim-code",
  once: null,
  organisation: null,
  address: "noc@alfa.example" as EmailAddress,
  language: "nl",
  data: { asset: "192.0.2.0/24", code: "abcdefghijklmnopqrstuvwxya" },
};

const queue = (notices: readonly Notice[] = [code]) =>
  queueNotices(sql, notices, { at: clock(), domain: "bounces.meldpunt.example" });
const deliver = () => deliverNotices(house.context);

async function states() {
  const { rows } = await sql.query<{ state: string; attempts: number; code: string | null }>(
    "select state, attempts, data ->> 'code' as code from notices order by id",
  );
  return rows;
}

describe("deliverNotices", () => {
  it("sends what is queued, once, and keeps no code of it", async () => {
    await queue();
    expect(await deliver()).toEqual({ sent: 1, again: 0, failed: 0, unknown: 0 });
    expect(await deliver()).toEqual({ sent: 0, again: 0, failed: 0, unknown: 0 });
    const [mail, ...more] = house.server.kept;
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: "noc@alfa.example" });
    expect(mail?.from).toMatch(/@bounces\.meldpunt\.example$/);
    expect(mail?.bytes.toString()).toContain("abcdefghijklmnopqrstuvwxya");
    expect(await states()).toEqual([{ state: "sent", attempts: 1, code: null }]);
  });

  it("goes out with everything else of a run", async () => {
    await queue();
    expect((await house.run()).notices).toMatchObject({ sent: 1 });
  });

  it("queues what names the same thing once", async () => {
    await queue([{ ...code, once: "x" }]);
    await queue([{ ...code, once: "x" }]);
    expect(await deliver()).toMatchObject({ sent: 1 });
  });

  it("tries again by the schedule while a server says not now, and gives up after 72 hours", async () => {
    house.server.behave("noc@alfa.example", {
      kind: "reply",
      at: "rcpt",
      code: 451,
      text: "4.2.0 later",
    });
    await queue();
    expect(await deliver()).toMatchObject({ again: 1 });
    expect(await deliver()).toMatchObject({ again: 0 });
    house.later(7);
    expect(await deliver()).toMatchObject({ again: 1 });
    house.later(73 * 60);
    expect(await deliver()).toMatchObject({ failed: 1 });
    expect(await states()).toEqual([{ state: "failed", attempts: 3, code: null }]);
  });

  it("remembers that an address is dead", async () => {
    house.server.behave("noc@alfa.example", {
      kind: "reply",
      at: "rcpt",
      code: 550,
      text: "5.1.1 no such user",
    });
    await queue();
    expect(await deliver()).toMatchObject({ failed: 1 });
    const { rows } = await sql.query("select address, state from present_address_states");
    expect(rows).toEqual([{ address: "noc@alfa.example", state: "dead" }]);
  });

  it("does not send again what may have arrived, and settles it when the server can tell", async () => {
    house.server.behave("noc@alfa.example", { kind: "drop", at: "dot", kept: true });
    await queue();
    expect(await deliver()).toMatchObject({ unknown: 1 });
    house.server.forget();
    house.later(2);
    expect(await deliver()).toMatchObject({ sent: 0 });
    expect(await states()).toMatchObject([{ state: "unknown" }]);
    house.later(61);
    house.askServer(true);
    await deliver();
    expect(await states()).toEqual([{ state: "sent", attempts: 2, code: null }]);
    expect(house.server.kept).toHaveLength(1);
  });

  it("sends what a worker left behind before its content, and doubts what it left after", async () => {
    await queue([code, { ...code, address: "b@alfa.example" as EmailAddress }]);
    const until = new Date(clock().getTime() + 60_000);
    const lease = { worker: "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90", now: clock(), until, limit: 5 };
    const [first] = await leaseNotices(sql, lease);
    await sql.query("update notices set content_begun_at = $2 where id = $1", [first?.id, clock()]);
    expect(await deliver()).toMatchObject({ sent: 0 });
    house.later(2);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await states()).toMatchObject([{ state: "unknown" }, { state: "sent" }]);
  });
});
