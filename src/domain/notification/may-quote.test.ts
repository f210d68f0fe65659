import { expect, test } from "vitest";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { noPolicy, policyNumberOf } from "../finding/policy-number.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { FinderId } from "../ids.ts";
import { mayQuote } from "./may-quote.ts";

const world = makeWorld({ finders: { police: [{ evidence: "withheld" }], divd: [] } });
const police = policyNumberOf("police" as FinderId);

test.each<[string, boolean, FinderId | string, Tlp, Tlp, number]>([
  ["of the finder under whose terms the finding stands", true, "divd", "AMBER", "AMBER", noPolicy],
  ["of one without a policy, under another's", true, "divd", "GREEN", "GREEN", police],
  ["with a stricter label than the finding's", false, "divd", "AMBER+STRICT", "AMBER", noPolicy],
  ["with a wider label", true, "divd", "CLEAR", "AMBER", noPolicy],
  ["under its own policy", true, "police", "AMBER", "AMBER", police],
  [
    "under a policy that another finder's freer terms took no part in",
    false,
    "police",
    "AMBER",
    "AMBER",
    noPolicy,
  ],
  ["of a finder that the world does not know", true, "gone", "AMBER", "AMBER", noPolicy],
])("the report %s: %s", (_, expected, finder, reportTlp, tlp, policy) => {
  expect(mayQuote(world, { finder: finder as FinderId, reportTlp, tlp, policy })).toBe(expected);
});
