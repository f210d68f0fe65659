// Writes data/demo/contacts.db.gz: invented abuse contacts for all Dutch address space, in the syntax of the RIPE
// database (RPSL, RFC 2622), from the two registry files. The same input gives the same bytes.
// Run: node scripts/make-demo-contacts.ts
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  type AddressRange,
  cutByAs,
  dataFolder,
  isRangeSilentAs,
  isSilentAs,
  prefixRange,
  readRanges,
  toAddress,
} from "./demo/registry.ts";

/** An RPSL object: attributes in order; a value with line breaks is folded over continuation lines. */
type RpslObject = readonly (readonly [attribute: string, value: string])[];

/** Who holds a range: the invented operator of the AS, or an invented registry member where nobody announces it. */
type Holder = {
  readonly handle: string;
  readonly name: string;
  readonly mailDomain: string;
  readonly asn: number | null;
};

const idleHolders = 200;

const announced = readRanges(new URL("registry/nl-announced-ranges.csv", dataFolder));
const delegated = readRanges(new URL("registry/nl-delegated-ranges.csv", dataFolder));

const holders = new Map<string, Holder>();
for (const { asn } of announced) rememberHolder(asn, 0);

const v4 = cutByAs(delegated, announced).filter((piece) => piece.family === 4);
const objects = [
  ...v4.flatMap((piece, index) => describeRange(piece, index)),
  ...coveringPrefixes().flatMap(({ prefix, asn, index }) => describePrefix(prefix, asn, index)),
];
const text = [
  "% Invented for the demonstration of Meldpunt. The ranges are real, every holder and every mailbox is made up.",
  "% Made by scripts/make-demo-contacts.ts; do not edit.",
  ...[...[...holders.values()].flatMap(describeHolder), ...objects].map(toRpsl),
].join("\n\n");
writeFileSync(new URL("demo/contacts.db.gz", dataFolder), gzipSync(`${text}\n`, { level: 9 }));
console.log(
  `${holders.size} holders, ${objects.length} objects of ranges, ${text.length} characters`,
);

function rememberHolder(asn: number | null, index: number): Holder {
  const lir = String(index % idleHolders).padStart(3, "0");
  const handle = asn === null ? `LIR${lir}` : `AS${asn}`;
  const known = holders.get(handle);
  if (known !== undefined) return known;
  const holder =
    asn === null
      ? { handle, name: `Registry member ${lir}`, mailDomain: `lir-${lir}.example`, asn }
      : { handle, name: `Operator of AS${asn}`, mailDomain: `as${asn}.example`, asn };
  holders.set(handle, holder);
  return holder;
}

/** No contact anywhere: what these hold falls to the catch-all. */
function isSilent({ asn, handle }: Holder): boolean {
  return asn === null ? Number(handle.slice(3)) % 40 === 0 : isSilentAs(asn);
}

/** The contact stands on each range and on the AS instead of on the organisation, so that assignments inherit it. */
function namesContactPerRange({ asn }: Holder): boolean {
  return asn !== null && asn % 29 === 3 && !isRangeSilentAs(asn) && !isSilentAs(asn);
}

function describeHolder(holder: Holder): RpslObject[] {
  const { handle, name, mailDomain, asn } = holder;
  const silentOnRanges = asn !== null && isRangeSilentAs(asn);
  const onOrganisation = !isSilent(holder) && !silentOnRanges && !namesContactPerRange(holder);
  const onSystem = !isSilent(holder) && !onOrganisation;
  const organisation: RpslObject = [
    ["organisation", `ORG-${handle}-DEMO`],
    ["org-name", name],
    ["org-type", asn === null ? "LIR" : "OTHER"],
    ...(onOrganisation ? ([["abuse-c", `AR-${handle}-DEMO`]] as const) : []),
    ["source", "DEMO"],
  ];
  const role: RpslObject = [
    ["role", `Abuse desk of ${name}`],
    ["remarks", "Invented for a demonstration;\nno such desk exists."],
    ["nic-hdl", `AR-${handle}-DEMO`],
    ["abuse-mailbox", `abuse@${mailDomain}`],
    ["source", "DEMO"],
  ];
  const system: RpslObject = [
    ["aut-num", `AS${asn}`],
    ["as-name", `NL-AS${asn}`],
    ["org", `ORG-${handle}-DEMO`],
    ...(onSystem ? ([["abuse-c", `AR-${handle}-DEMO`]] as const) : []),
    ["source", "DEMO"],
  ];
  return [organisation, ...(isSilent(holder) ? [] : [role]), ...(asn === null ? [] : [system])];
}

/** The range itself, now and then with a desk of its own or with an assignment inside. */
function describeRange(piece: AddressRange, index: number): RpslObject[] {
  const holder = rememberHolder(piece.asn, index);
  const desk = findRangeDesk(holder, index);
  const assignments =
    index % 13 === 0 && piece.last - piece.first >= 255n
      ? describeAssignment(piece, holder, index)
      : [];
  return [
    [
      ["inetnum", toInetnum(piece.first, piece.last)],
      ["netname", `NL-${holder.handle}-${index}`],
      ...(index % 97 === 0
        ? ([["descr", "A range with a long description\nthat goes on,\n\nand on."]] as const)
        : []),
      ["country", "NL"],
      ["org", `ORG-${holder.handle}-DEMO`],
      ...(desk === null ? [] : ([["abuse-c", desk.handle]] as const)),
      ["status", "ALLOCATED PA"],
      ["mnt-by", `MNT-${holder.handle}-DEMO`],
      ["source", "DEMO"],
    ],
    ...(desk === null || desk.mailbox === null ? [] : [toRole(desk.handle, desk.mailbox)]),
    ...assignments,
  ];
}

/** An assignment of 16 addresses: the same holder without a contact, a customer with one, or a customer without. */
function describeAssignment(piece: AddressRange, holder: Holder, index: number): RpslObject[] {
  const first = piece.first + 16n;
  const customer = `CUST${index}`;
  const variant = (["same-holder", "own-desk", "no-desk"] as const)[index % 3];
  const range: RpslObject = [
    ["inetnum", toInetnum(first, first + 15n)],
    ["netname", `NL-ASSIGNMENT-${index}`],
    ["country", "NL"],
    ["org", variant === "same-holder" ? `ORG-${holder.handle}-DEMO` : `ORG-${customer}-DEMO`],
    ["status", "ASSIGNED PA"],
    ["mnt-by", `MNT-${holder.handle}-DEMO`],
    ["source", "DEMO"],
  ];
  if (variant === "same-holder") return [range];
  const organisation: RpslObject = [
    ["organisation", `ORG-${customer}-DEMO`],
    ["org-name", `Customer ${index}`],
    ["org-type", "OTHER"],
    ...(variant === "own-desk" ? ([["abuse-c", `AR-${customer}-DEMO`]] as const) : []),
    ["source", "DEMO"],
  ];
  const desk = toRole(`AR-${customer}-DEMO`, `abuse@customer-${index}.example`);
  return [range, organisation, ...(variant === "own-desk" ? [desk] : [])];
}

/** The contact that stands on a range; `mailbox` null where its role is the holder's. */
function findRangeDesk(
  holder: Holder,
  index: number,
): { handle: string; mailbox: string | null } | null {
  if (isSilent(holder) || (holder.asn !== null && isRangeSilentAs(holder.asn))) return null;
  if (namesContactPerRange(holder)) return { handle: `AR-${holder.handle}-DEMO`, mailbox: null };
  return index % 11 === 0
    ? { handle: `AR-NET${index}-DEMO`, mailbox: `net-${index}@${holder.mailDomain}` }
    : null;
}

function describePrefix(prefix: string, asn: number | null, index: number): RpslObject[] {
  const holder = rememberHolder(asn, index);
  return [
    [
      ["inet6num", prefix],
      ["netname", `NL6-${holder.handle}-${index}`],
      ["country", "NL"],
      ["org", `ORG-${holder.handle}-DEMO`],
      ...(namesContactPerRange(holder) ? ([["abuse-c", `AR-${holder.handle}-DEMO`]] as const) : []),
      ["status", "ALLOCATED-BY-RIR"],
      ["mnt-by", `MNT-${holder.handle}-DEMO`],
      ["source", "DEMO"],
    ],
  ];
}

/**
 * For each delegated IPv6 range the smallest prefix around it, once, held by the AS that announces its beginning.
 * An inet6num is always a prefix, and the delegated ranges have many small holes that no registry object has.
 */
function coveringPrefixes(): { prefix: string; asn: number | null; index: number }[] {
  const found = new Map<string, { prefix: string; asn: number | null; index: number }>();
  const systemByFirst = new Map(
    cutByAs(delegated, announced).map((piece) => [`${piece.family} ${piece.first}`, piece.asn]),
  );
  delegated.forEach((range, index) => {
    if (range.family === 4) return;
    let bits = 128;
    for (let differing = range.first ^ range.last; differing > 0n; differing >>= 1n) bits -= 1;
    const prefix = `${toAddress(6, prefixRange(`${toAddress(6, range.first)}/${bits}`).first)}/${bits}`;
    const asn = systemByFirst.get(`6 ${range.first}`) ?? null;
    if (!found.has(prefix)) found.set(prefix, { prefix, asn, index });
  });
  return [...found.values()];
}

function toRole(handle: string, mailbox: string): RpslObject {
  return [
    ["role", `Desk ${handle}`],
    ["nic-hdl", handle],
    ["abuse-mailbox", mailbox],
    ["source", "DEMO"],
  ];
}

function toInetnum(first: bigint, last: bigint): string {
  return `${toAddress(4, first)} - ${toAddress(4, last)}`;
}

/** One attribute a line; what follows a line break goes on behind a space, an empty line behind a plus sign. */
function toRpsl(object: RpslObject): string {
  return object
    .map(([attribute, value]) => {
      const [head, ...rest] = value.split("\n");
      const folded = rest.map((line) => (line === "" ? "+" : `                ${line}`));
      return [`${`${attribute}:`.padEnd(16)}${head}`, ...folded].join("\n");
    })
    .join("\n");
}
