import { describe, expect, it } from "vitest";
import { isPostfixThere } from "../../test/abilities.ts";
import { type CuttingProxy, startCuttingProxy } from "../../test/makers/cutting-proxy.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { type PolicyQuestion, startPostfix } from "../../test/makers/postfix.ts";
import { readPostfixLog } from "../channels/mail/postfix-log.ts";

let judge = async (_: PolicyQuestion): Promise<string> => "DUNNO";
let proxy: CuttingProxy | null = null;
let logPath = "";

const house = useOutgoingHouse(
  isPostfixThere
    ? async (nextPort) => {
        const postfix = await startPostfix({ nextPort, judge: (question) => judge(question) });
        const opened = await startCuttingProxy(postfix.port);
        proxy = opened;
        logPath = postfix.logPath;
        return {
          url: `smtp://127.0.0.1:${opened.port}`,
          logPath: postfix.logPath,
          close: async () => {
            await opened.close();
            await postfix.stop();
          },
        };
      }
    : undefined,
);

const world = {
  organisations: { uni: { claims: ["192.0.2.0/24"] }, shop: { claims: ["198.51.100.0/24"] } },
};
const list = `ip,port,timestamp,type
192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak
198.51.100.7,443,2026-07-01T08:00:00Z,ssl-freak`;

/** Recipients of what came out at the far end, once so many mails are there. */
async function arrived(count: number): Promise<string[]> {
  while (house.server.kept.length < count) await new Promise((resolve) => setImmediate(resolve));
  return house.server.kept.map(({ to }) => to).sort();
}

/** Until the log says what became of every mail that is in doubt; Postfix writes it when it gets to it. */
async function logged(): Promise<void> {
  const { rows } = await house.context.sql.query<{ id: string }>(
    `select n.message_id as id from deliveries d join notifications n on n.id = d.notification_id
      where d.state = 'unknown'`,
  );
  const ids = rows.map(({ id }) => id);
  while ([...(await readPostfixLog(logPath, ids)).values()].includes("silent"))
    await new Promise((resolve) => setImmediate(resolve));
}

/** Runs again, an hour later by the clock of the house, until nothing is in doubt. */
async function settle(): Promise<void> {
  for (;;) {
    await logged();
    house.later(61);
    await house.run();
    const { rows } = await house.context.sql.query<{ count: number }>(
      "select count(*) from deliveries where state <> 'accepted'",
    );
    if (rows[0]?.count === 0) return;
  }
}

describe.skipIf(!isPostfixThere)("the outbox before a real Postfix", () => {
  it.each(["before-dot", "after-dot"] as const)(
    "a connection cut %s is settled by its log, and everybody gets one mail",
    async (cut) => {
      await house.loadWorld(world);
      await house.submit({ csv: list });
      proxy?.cutNext(cut);
      const { delivered } = await house.run();
      expect(delivered.accepted).toBe(1);
      await settle();
      expect(await arrived(2)).toEqual(["findings@shop.example", "findings@uni.example"]);
      expect(new Set(house.server.kept.map(({ messageId }) => messageId)).size).toBe(2);
      expect(await house.dispositions()).toEqual({ delivered: 2 });
    },
  );

  it("greylisting costs a few minutes and nothing else", async () => {
    await house.loadWorld(world);
    const seen = new Set<string>();
    judge = async ({ protocol_state, recipient = "" }) => {
      if (protocol_state !== "RCPT" || seen.has(recipient)) return "DUNNO";
      seen.add(recipient);
      return "450 4.2.0 Greylisted, come back in five minutes";
    };
    await house.submit({ csv: list });
    expect((await house.run()).delivered).toMatchObject({ accepted: 0, retry: 2 });
    house.later(7);
    expect((await house.run()).delivered).toMatchObject({ accepted: 2 });
    expect(await arrived(2)).toEqual(["findings@shop.example", "findings@uni.example"]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
  });

  it("a server that is busy for good is given up after 72 hours, and the next rung is asked", async () => {
    await house.loadWorld({
      organisations: {
        ...world.organisations,
        region: { serves: ["192.0.2.0/24"] },
      },
    });
    judge = async ({ recipient }) =>
      recipient === "findings@uni.example" ? "421 4.7.0 Come back later" : "DUNNO";
    await house.submit({ csv: list });
    for (let hours = 0; hours <= 84; hours += 4) {
      await house.run();
      house.later(240);
    }
    expect(await arrived(2)).toEqual(["findings@region.example", "findings@shop.example"]);
    judge = async () => "DUNNO";
  });
});
