import type { Catalogue, FindingType } from "../../domain/finding/finding-type.ts";
import { refineType } from "../../domain/finding/refine-type.ts";
import { severities, severityRank } from "../../domain/finding/severity.ts";
import { makeTypeIndex } from "../../domain/finding/type-index.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { findEmailAddress, mailDomainOf } from "../../domain/network/email-address.ts";
import { parseAddressBytes } from "../../domain/network/ip-address.ts";
import { parsePortBytes } from "../../domain/network/port-number.ts";
import { findTransport, hasPorts } from "../../domain/network/transport.ts";
import { findAskedName } from "../../domain/network/url-parts.ts";
import { makeInstantReader } from "../../domain/report/instant-reader.ts";
import {
  addFault,
  makeRecordLoop,
  type ReadRow,
  type RowPlace,
} from "../../domain/report/record-loop.ts";
import type { RowBatch } from "../../domain/report/row-batch.ts";
import type { RowReader } from "../../domain/report/source.ts";
import { makeByteMemo } from "../../platform/byte-memo.ts";
import { makeCsvEvidence } from "../../platform/csv-evidence.ts";
import { makeCsvScanner, readCsvValue } from "../../platform/csv-scanner.ts";
import { countStrayBytes } from "../../platform/stray-bytes.ts";
import type { ColumnRoles } from "./column-roles.ts";

const comma = 44;

export type ShadowserverLayout = {
  /** The names of the columns, in the report's order. */
  readonly columns: readonly string[];
  /** How many columns the rows have, where the header has more than they. */
  readonly rowColumns: number;
  readonly roles: ColumnRoles;
  /** What the report as a whole is about. */
  readonly reported: FindingType;
  /** Transport of all rows that do not say theirs; 0 when unknown. */
  readonly transport: number;
  readonly catalogue: Catalogue;
};

/**
 * Reads the rows of a Shadowserver report.
 *
 * Strings are made only for names, mail addresses, and once for each distinct tag: this is the hot path. Times have no
 * zone and are UTC, because the feed's owner says so. Values that are not needed are evidence, whatever they hold.
 */
export function makeShadowserverReader(layout: ShadowserverLayout): RowReader {
  const { columns, roles, reported, catalogue } = layout;
  const needed: number[] = [];
  const slotOf = (column: string | null): number => {
    const index = column === null ? -1 : columns.indexOf(column);
    if (index < 0) return -1;
    const slot = needed.indexOf(index);
    return slot >= 0 ? slot : needed.push(index) - 1;
  };
  const timeSlot = slotOf(roles.time);
  const addressSlot = slotOf(roles.address);
  const portSlot = slotOf(roles.port);
  const protocolSlot = slotOf(roles.protocol);
  const tagSlot = slotOf(roles.tag);
  const severitySlot = slotOf(roles.severity);
  const emailSlot = slotOf(roles.email);
  const nameSlots = roles.names.map(slotOf).filter((slot) => slot >= 0);
  const objectColumn = roles.address ?? roles.names[0] ?? roles.email ?? "row";

  const scanner = makeCsvScanner(columns.length, needed, comma, layout.rowColumns);
  const { from, until } = scanner;
  const readInstant = makeInstantReader(true);
  const index = makeTypeIndex();
  const reportedIndex = index.indexOf(reported);
  const tagMemo = makeByteMemo();
  const severityMemo = makeByteMemo(64);
  const transportMemo = makeByteMemo(64);

  const isEmpty = (slot: number): boolean => slot < 0 || from[slot] === until[slot];
  const textOf = (bytes: Uint8Array, slot: number): string =>
    readCsvValue(
      bytes,
      from[slot] as number,
      until[slot] as number,
      scanner.escaped[slot] as number,
    );

  function typeOf(bytes: Uint8Array): number {
    if (isEmpty(tagSlot)) return reportedIndex;
    const [at, end] = [from[tagSlot] as number, until[tagSlot] as number];
    const known = tagMemo.find(bytes, at, end);
    if (known >= 0) return known;
    const tagged = catalogue.findType(textOf(bytes, tagSlot));
    const type = index.indexOf(refineType(reported, tagged));
    if (type >= 0) tagMemo.put(bytes, at, end, type);
    return type;
  }

  function severityOf(bytes: Uint8Array, type: FindingType): number {
    if (isEmpty(severitySlot)) return severityRank(type.severity);
    const [at, end] = [from[severitySlot] as number, until[severitySlot] as number];
    let rank = severityMemo.find(bytes, at, end) - 1;
    if (rank === -2) {
      const text = textOf(bytes, severitySlot).toLowerCase();
      rank = (severities as readonly string[]).indexOf(text);
      severityMemo.put(bytes, at, end, rank + 1);
    }
    return rank >= 0 ? rank : severityRank(type.severity);
  }

  function transportOf(bytes: Uint8Array): number {
    if (isEmpty(protocolSlot)) return layout.transport;
    const [at, end] = [from[protocolSlot] as number, until[protocolSlot] as number];
    const known = transportMemo.find(bytes, at, end);
    if (known >= 0) return known;
    const transport = findTransport(textOf(bytes, protocolSlot)) ?? 0;
    transportMemo.put(bytes, at, end, transport);
    return transport;
  }

  function nameOf(bytes: Uint8Array): DomainName | null {
    for (const slot of nameSlots) {
      if (isEmpty(slot)) continue;
      const name = findAskedName(textOf(bytes, slot));
      if (name !== null) return name;
    }
    return null;
  }

  const putAside = (
    bytes: Uint8Array,
    place: RowPlace,
    batch: RowBatch,
    slot: number,
    reason: string,
  ): void =>
    addFault(batch, place, columns[needed[slot] as number] as string, reason, textOf(bytes, slot));

  const readRow: ReadRow = (bytes, place, batch) => {
    const at = batch.count;
    const observedAt = readInstant(bytes, from[timeSlot] as number, until[timeSlot] as number);
    if (Number.isNaN(observedAt)) {
      return putAside(bytes, place, batch, timeSlot, "not a time like 2026-01-31 23:59:59");
    }
    const typeNumber = typeOf(bytes);
    if (typeNumber < 0) {
      return putAside(bytes, place, batch, tagSlot, "more than 65,536 finding types in one report");
    }
    const type = index.types[typeNumber] as FindingType;
    let family: 0 | 4 | 6 = 0;
    if (!isEmpty(addressSlot)) {
      family = parseAddressBytes(
        bytes,
        from[addressSlot] as number,
        until[addressSlot] as number,
        batch.words,
        at * 4,
      );
      if (family === 0) {
        const isNetwork = textOf(bytes, addressSlot).includes("/");
        const reason = isNetwork ? "a network, not one address" : "not an IP address";
        return putAside(bytes, place, batch, addressSlot, reason);
      }
    } else batch.words.fill(0, at * 4, at * 4 + 4);
    let name = nameSlots.length === 0 ? null : nameOf(bytes);
    if (!isEmpty(emailSlot)) {
      const address = findEmailAddress(textOf(bytes, emailSlot));
      // Quarantine is read by people who need not know whose account it is.
      if (address === null) {
        return addFault(batch, place, roles.email as string, "not a mail address", "(not shown)");
      }
      name = mailDomainOf(address);
    }
    if (family === 0 && name === null) {
      return addFault(batch, place, objectColumn, "neither an address nor a name", "");
    }
    const transport = transportOf(bytes);
    let port = 0;
    if (portSlot >= 0 && hasPorts(transport)) {
      port = parsePortBytes(bytes, from[portSlot] as number, until[portSlot] as number);
      if (port < 0) {
        if (type.port) return putAside(bytes, place, batch, portSlot, "not a port from 1 to 65535");
        port = 0;
      }
    }
    batch.row[at] = place.row;
    batch.line[at] = place.line;
    batch.offset[at] = place.offset;
    batch.family[at] = family;
    batch.names[at] = name;
    batch.port[at] = port;
    batch.transport[at] = transport;
    batch.observedAt[at] = observedAt;
    batch.type[at] = typeNumber;
    batch.severity[at] = severityOf(bytes, type);
    batch.count = at + 1;
  };

  return {
    types: index.types,
    read: makeRecordLoop(scanner, readRow, (bytes, begin, end, batch) => {
      batch.replacedBytes += countStrayBytes(bytes.subarray(begin, end));
    }),
    evidence: makeCsvEvidence(columns, comma, layout.rowColumns),
  };
}
