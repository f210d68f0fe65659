import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { previewRecall } from "../actions/preview-recall.ts";
import { recallReports } from "../actions/recall-reports.ts";
import { suppressAddresses } from "../actions/suppress-addresses.ts";
import { throwSwitch } from "../actions/throw-switch.ts";
import type { FinderId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { AttemptResult } from "../domain/notification/reply-class.ts";
import { wholeScope } from "../domain/world/silence.ts";
import { runOutgoing } from "./run-outgoing.ts";

const house = useOutgoingHouse();
const { context } = house;
const caseName = "DIVD-2026-00001";
const uni = "findings@uni.example";

beforeEach(async () => {
  await emptyTables(context.sql, "corrections");
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const csv = "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak";
  await house.submit({ csv, caseName });
});

/** While the first content is on its way somebody acts, then the server says this, or nothing; answers what was sent. */
async function runWhile(
  act: () => Promise<unknown>,
  said: AttemptResult["reply"],
): Promise<string[]> {
  const sent: string[] = [];
  const send: typeof context.transport.send = async ({ bytes }, beforeContent) => {
    await beforeContent();
    sent.push(/^Subject: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1] ?? "");
    if (sent.length === 1) await act();
    return { reply: said, command: "data", libraryCode: null, contentSent: true };
  };
  await runOutgoing({ ...context, transport: { ...context.transport, send } });
  return sent;
}

async function states(): Promise<string[]> {
  const { rows } = await context.sql.query<{ state: string }>("select v.state from deliveries v");
  return rows.map(({ state }) => state);
}

const later: AttemptResult["reply"] = { code: 451, enhanced: "4.3.0", text: "not now" };

const hold = (target: Parameters<typeof throwSwitch>[0]["input"]["target"]) => () =>
  throwSwitch({ context, input: { target, reason: "the wrong list", actor: operator } });

async function recall(): Promise<void> {
  const scope = { kind: "case", name: caseName } as const;
  const { digest } = await previewRecall({ context, input: { scope, actor: operator } });
  const input = { scope, digest, reason: "wrong", texts: { nl: null, en: null }, actor: operator };
  await recallReports({ context, input });
}

const acts: Readonly<Record<string, () => Promise<unknown>>> = {
  "the kill switch of its case": hold({ kind: "case", value: caseName }),
  "the kill switch of its finder": hold({ kind: "finder", value: "finder" as FinderId }),
  "the kill switch of its lane": hold({ kind: "lane", value: "week" }),
  "a recall": recall,
  "a suppression": () =>
    suppressAddresses({
      context,
      input: {
        actor: operator,
        source: "operator",
        entries: [
          { address: uni as EmailAddress, scope: wholeScope, until: null, reason: "asked" },
        ],
      },
    }),
};

describe("a mail that was on its way when it was stopped", () => {
  it.each(Object.entries(acts))("is not tried again after %s", async (_, act) => {
    await runWhile(act, later);
    house.later(24 * 60);
    await house.run();
    expect(house.server.kept).toEqual([]);
    expect(await states()).toEqual(["withdrawn"]);
  });

  it.each(["the kill switch of its lane", "a recall"])(
    "is not sent once more after %s, when it is known not to have arrived",
    async (name) => {
      await runWhile(acts[name] as () => Promise<unknown>, null);
      house.askServer(true);
      house.later(24 * 60);
      await house.run();
      expect(house.server.kept).toEqual([]);
      expect(await states()).toEqual(["withdrawn"]);
    },
  );

  it("goes out anew when the switch is taken back", async () => {
    await runWhile(acts["the kill switch of its case"] as () => Promise<unknown>, later);
    await emptyTables(context.sql, "holds");
    house.later(24 * 60);
    await house.run();
    expect(house.server.kept.map(({ to }) => to)).toEqual([uni]);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("and arrived, is corrected by a recall", async () => {
    const sent = await runWhile(recall, { code: 250, enhanced: "2.0.0", text: "ok" });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toContain("TLP:");
    const { rows } = await context.sql.query(
      "select n.role, v.state from notifications n join deliveries v on v.notification_id = n.id order by n.role",
    );
    expect(rows).toEqual([
      { role: "correction", state: "accepted" },
      { role: "primary", state: "accepted" },
    ]);
  });
});
