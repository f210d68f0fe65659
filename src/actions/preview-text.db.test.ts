import PostalMime from "postal-mime";
import { expect, it } from "vitest";
import { administrator, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { FindingId, NotificationId } from "../domain/ids.ts";
import { listPreviewNames, type PreviewTextInput, previewText } from "./preview-text.ts";

const house = useOutgoingHouse();

async function preview(input: Partial<PreviewTextInput>) {
  const bytes = await previewText({
    context: house.context,
    input: {
      actor: operator,
      name: "primary",
      language: "en",
      subject: { kind: "example" },
      rung: null,
      format: "text",
      ...input,
    },
  });
  return PostalMime.parse(bytes);
}

async function count(table: string): Promise<unknown> {
  return (await house.context.sql.query(`select count(*)::int as n from ${table}`)).rows;
}

it("shows every text in both languages, filled with something made up", async () => {
  for (const name of listPreviewNames()) {
    for (const language of ["nl", "en"] as const) {
      const { text, subject } = await preview({ name, language });
      expect(`${subject} ${text}`).not.toMatch(/undefined|\[object|\{\{/);
      expect(text?.length).toBeGreaterThan(200);
    }
  }
});

it("fills a text with what somebody was told, or a finding as it stands, and sends nothing", async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const csv =
    "ip,port,timestamp,type,password\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak,hunter2";
  await house.submit({ csv });
  await house.run();
  const told = house.server.kept.length;
  const { rows } = await house.context.sql.query<{ id: NotificationId; finding: FindingId }>(
    "select notification_id as id, finding_id as finding from notification_findings",
  );
  const [row] = rows;
  if (row === undefined) throw new Error("nobody was told");
  const before = await Promise.all(["notifications", "deliveries"].map(count));
  for (const subject of [
    { kind: "notification", id: row.id } as const,
    { kind: "finding", id: row.finding } as const,
  ]) {
    const mail = await preview({ subject, format: "html" });
    expect(mail.text).toContain("  1. 192.0.2.1 port 443/tcp");
    expect(mail.html).toContain("<td>192.0.2.1 port 443");
    expect(mail.text).not.toContain("hunter2");
    const desk = await preview({ subject, rung: "abuse-contact" });
    expect(desk.attachments.map(({ mimeType }) => mimeType)).toContain("application/json");
    const informed = await preview({ subject, name: "informed" });
    expect(informed.text).not.toContain("443");
  }
  expect(await Promise.all(["notifications", "deliveries"].map(count))).toEqual(before);
  expect(house.server.kept.length).toBe(told);
});

it("is for operators, and says what is not there", async () => {
  await expect(preview({ actor: administrator("uni") })).rejects.toMatchObject({
    code: "not-permitted",
  });
  const nobody = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90" as NotificationId;
  await expect(preview({ subject: { kind: "notification", id: nobody } })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(
    preview({ subject: { kind: "finding", id: 987_654 as FindingId } }),
  ).rejects.toMatchObject({
    code: "not-found",
  });
});
