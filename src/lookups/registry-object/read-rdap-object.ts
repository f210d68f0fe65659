import { z } from "zod";
import { findRange } from "../../domain/network/address-range.ts";
import { findAsNumber } from "../../domain/network/as-number.ts";
import type { RegistryObject } from "../../domain/proof/judge-registry-objects.ts";

/** RFC 9083 section 4.3; what is not text there is left out. */
const remarks = z
  .array(z.object({ description: z.array(z.string().max(10_000)).max(200).catch([]) }))
  .max(200)
  .catch([]);

const network = z.object({
  objectClassName: z.literal("ip network"),
  startAddress: z.string().max(64),
  endAddress: z.string().max(64),
  remarks,
});

const system = z.object({
  objectClassName: z.literal("autnum"),
  startAutnum: z.int().min(1).max(0xffffffff),
  endAutnum: z.int(),
  remarks,
});

const schema = z.discriminatedUnion("objectClassName", [network, system]);

/** Reads a network or an AS as RDAP answers it (RFC 9083 sections 5.4 and 5.5); null when it is neither, or a block of ASs. */
export function readRdapObject(json: unknown): RegistryObject | null {
  const parsed = schema.safeParse(json);
  if (!parsed.success) return null;
  const object = parsed.data;
  const common = {
    source: null,
    remarks: object.remarks.flatMap(({ description }) => description),
  };
  if (object.objectClassName === "ip network") {
    const range = findRange(object.startAddress, object.endAddress);
    if (typeof range === "string") return null;
    const title = `ip network ${object.startAddress} - ${object.endAddress}`;
    return { ...common, kind: "network", range, title };
  }
  const asn = findAsNumber(String(object.startAutnum));
  if (asn === null || object.endAutnum !== object.startAutnum) return null;
  return { ...common, kind: "system", asn, title: `autnum AS${asn}` };
}
