import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeliveryId } from "../../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { findReturnedDelivery, toReturnPath } from "./return-path.ts";

const key = Buffer.alloc(32, 7);
const anyDelivery = fc.uuid().map((id) => id as DeliveryId);

it("finds its delivery again, whatever a server did to the case", () => {
  fc.assert(
    fc.property(anyDelivery, (delivery) => {
      const path = toReturnPath(key, delivery, "bounces.meldpunt.example");
      expect(path.length).toBeLessThanOrEqual(64 + 1 + "bounces.meldpunt.example".length);
      expect(findReturnedDelivery(key, findEmailAddress(path.toUpperCase()) as EmailAddress)).toBe(
        delivery,
      );
    }),
  );
});

it("does not fall for a forged one", () => {
  const delivery = "0199a000-0000-7000-8000-000000000001" as DeliveryId;
  const path = toReturnPath(key, delivery, "bounces.meldpunt.example");
  const forged = path.replace("b+0199a000", "b+0199a001") as EmailAddress;
  expect(findReturnedDelivery(key, forged)).toBeNull();
  expect(findReturnedDelivery(Buffer.alloc(32, 8), path)).toBeNull();
  expect(findReturnedDelivery(key, "b+x.y@bounces.meldpunt.example" as EmailAddress)).toBeNull();
});
