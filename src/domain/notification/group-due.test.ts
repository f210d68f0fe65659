import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { type Grouping, groupDue } from "./group-due.ts";

const anyGrouping: fc.Arbitrary<Grouping> = fc.record({
  address: fc.constantFrom("a@b.example", "c@d.example").map((text) => text as EmailAddress),
  organisation: fc.constantFrom(null, "b" as OrganisationId),
  rung: fc.constantFrom(null, "owner" as const, "constituency" as const),
  round: fc.constantFrom(1, 2),
  lane: fc.constantFrom("now" as const, "week" as const),
  topic: fc.constantFrom(
    { kind: "case" as const, name: "vulnerability" },
    { kind: "kind" as const, name: "vulnerability" as const },
  ),
  reminder: fc.constantFrom(null, "seen-again" as const),
});

it("puts every row into one group, with those alike and no other", () => {
  fc.assert(
    fc.property(fc.array(anyGrouping), (rows) => {
      const groups = groupDue(rows, (row) => row);
      expect(groups.flatMap((group) => group.rows)).toHaveLength(rows.length);
      for (const { grouping, rows } of groups)
        for (const row of rows) expect(row).toEqual(grouping);
      const keys = groups.map(({ grouping }) => JSON.stringify(grouping));
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});
