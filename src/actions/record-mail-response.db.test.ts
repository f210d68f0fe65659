import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeAnswer } from "../../test/makers/returned-mail.ts";
import type { TypedResponse } from "../domain/response/read-response.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { listReceivedMails } from "./list-received-mails.ts";
import { recordMailResponse } from "./record-mail-response.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const { sql, clock, instance, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows } =
  house.context;
const context = {
  ...{ sql, clock, instance, catalogue, sources, masterKey, keptFolder, readBasis, chunkRows },
  ...{ findSuffix: findPublicSuffix, checks: null, random: house.context.random },
};
const cert = "findings@cert.example";
const day = 24 * 60;

/** An owner that goes through its intermediary, which is asked to hold two findings. */
beforeEach(async () => {
  await emptyTables(sql, "episode_changes");
  await house.loadWorld({
    organisations: {
      cert: { roles: ["intermediary"] },
      uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"] },
    },
  });
  const rows = ["192.0.2.1", "192.0.2.2"].map((ip) => `${ip},ssl-freak,2026-07-01T08:00:00Z`);
  await house.submit({ csv: ["ip,type,timestamp", ...rows].join("\n") });
  await house.run();
});

async function custodies(): Promise<string[]> {
  const { rows } = await sql.query<{ state: string; reason: string | null }>(
    "select state, reason from custodies order by finding_id, round",
  );
  return rows.map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
}

const toldTo = (): string[] => house.server.kept.map(({ to }) => to);

/** Somebody of the intermediary writes, and a person of ours reads it so. */
async function write(text: string, typed: TypedResponse, id = "1"): Promise<void> {
  const to = await ears.replyAddressOf(cert);
  const bytes = makeAnswer({ from: cert, to, text, id });
  await ears.hear({ sender: cert, recipients: [to], bytes });
  const filters = { state: "waiting", class: null, after: null, limit: 1 } as const;
  const [mail] = await listReceivedMails({ context, input: { actor: operator, ...filters } });
  expect(mail?.suggestion).toBe(typed.kind);
  if (mail === undefined) return;
  await recordMailResponse({ context, input: { actor: operator, id: mail.id, typed } });
}

describe("an answer by mail of who was asked to hold findings, as a person reads it", () => {
  it("forwarded takes custody, and the clock of its outcome goes on", async () => {
    await write("We forwarded this to our member.", { kind: "forwarded", to: "soc@uni.example" });
    expect(await custodies()).toEqual(["forwarded: soc@uni.example", "forwarded: soc@uni.example"]);
    expect(await house.dispositions()).toEqual({ inCustody: 2 });
    // Its time to answer passes, and nobody is asked: it said so.
    house.later(31 * day);
    await house.run();
    expect(toldTo()).toEqual([cert]);
    house.later(91 * day);
    await house.run();
    expect(toldTo()).toContain("findings@uni.example");
  });

  it("working holds them, fixed after that ends it, and nobody else is asked", async () => {
    await write("Wij kijken ernaar.", { kind: "working" });
    expect(await custodies()).toEqual(["held", "held"]);
    await write("Dit is opgelost.", { kind: "fixed" }, "2");
    expect(await custodies()).toEqual(["fixed", "fixed"]);
    house.later(200 * day);
    await house.run();
    expect(toldTo()).toEqual([cert]);
  });

  it("not theirs declines, and the next rung is asked", async () => {
    await write("This is not ours.", { kind: "not-ours", reason: "left us in May" });
    expect(await custodies()).toEqual(["declined: left us in May", "declined: left us in May"]);
    await house.run();
    expect(toldTo()).toEqual([cert, "findings@uni.example"]);
  });
});
