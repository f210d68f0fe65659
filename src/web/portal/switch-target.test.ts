import fc from "fast-check";
import { expect, it } from "vitest";
import { lanes } from "../../domain/finding/lane.ts";
import type { FinderId, ReportId } from "../../domain/ids.ts";
import { channelNames } from "../../domain/notification/channel.ts";
import type { HoldTarget } from "../../domain/notification/hold-target.ts";
import { readTarget, toFields } from "./switch-target.ts";

const targets: fc.Arbitrary<HoldTarget> = fc.oneof(
  fc.constantFrom(...lanes).map((value) => ({ kind: "lane", value }) as const),
  fc.constantFrom(...channelNames).map((value) => ({ kind: "channel", value }) as const),
  fc.string({ minLength: 1, maxLength: 300 }).map((value) => ({ kind: "case", value }) as const),
  fc
    .stringMatching(/^[a-z][a-z0-9]{0,20}$/)
    .map((value) => ({ kind: "finder", value: value as FinderId }) as const),
  fc.uuid().map((value) => ({ kind: "report", value: value as ReportId }) as const),
);

it("the fields of a target are read back as that target", () => {
  fc.assert(
    fc.property(targets, (target) => {
      const { what = "", name = "" } = Object.fromEntries(toFields(target));
      expect(readTarget({ what, name })).toEqual(target);
    }),
  );
});
