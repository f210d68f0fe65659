import { join } from "node:path";
import { expect, it } from "vitest";
import { makeRow } from "../../../test/makers/notification.ts";
import { foldToldBefore, reminderKinds } from "../../domain/notification/told-before.ts";
import { toLeadText } from "./lead-text.ts";
import { readMailTemplates } from "./mail-templates.ts";

const templates = readMailTemplates(join(import.meta.dirname, "../../../data/templates/mail"));
const toldAt = new Date("2026-07-01T09:00:00Z");
const seenAt = new Date("2026-08-30T23:59:00Z");

it.each(["nl", "en"] as const)(
  "a reminder says who was told when, and what is new: %s",
  (language) => {
    const say = (key: string, values?: Record<string, string | number>): string =>
      templates.message(language, key, values);
    const lead = (kind: (typeof reminderKinds)[number], seen: Date | null, rows: number): string =>
      toLeadText(
        {
          role: "primary",
          recipient: { language },
          rows: Array.from({ length: rows }, () => makeRow()),
          reminder: { kind, toldAt, seenAt: seen },
        },
        "Meldpunt",
        say,
      );
    expect(
      reminderKinds.flatMap((kind) => [lead(kind, seenAt, 1), lead(kind, null, 3)]),
    ).toMatchSnapshot();
  },
);

it("of several findings the first notice counts, and the last sighting", () => {
  const later = new Date("2026-08-01T09:00:00Z");
  const kind = "seen-again" as const;
  expect(
    foldToldBefore([null, { kind, toldAt: later, seenAt: null }, { kind, toldAt, seenAt }]),
  ).toEqual({ kind, toldAt, seenAt });
  expect(foldToldBefore([null])).toBeNull();
});
