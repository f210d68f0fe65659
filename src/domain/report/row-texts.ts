import type { Catalogue, FindingType } from "../finding/finding-type.ts";
import { severities, severityRank } from "../finding/severity.ts";
import type { TypeIndex } from "../finding/type-index.ts";
import { type DomainName, findDomainName } from "../network/domain-name.ts";
import { findEmailAddress, mailDomainOf } from "../network/email-address.ts";
import { type Address, compareAddresses, findAddress } from "../network/ip-address.ts";
import { findTransport, hasPorts } from "../network/transport.ts";
import { findUrlParts } from "../network/url-parts.ts";
import { findInstant } from "./instant-reader.ts";
import { addFault, type RowPlace } from "./record-loop.ts";
import type { RowBatch } from "./row-batch.ts";

/** What a row of a list without a schema may say, by the names that `--map column=field` takes. */
export const listFields = [
  "ip",
  "host",
  "url",
  "domain",
  "email",
  "port",
  "protocol",
  "timestamp",
  "type",
  "cve",
  "severity",
] as const;

export type ListField = (typeof listFields)[number];

/** The texts of a row; empty where it has none. */
export type RowTexts = Record<ListField, string>;

export type RowTerms = {
  readonly catalogue: Catalogue;
  /** What rows are about that do not say it in a way that the catalogue knows; null: they are put aside. */
  readonly type: FindingType | null;
  /** What the report calls the field, for whoever reads why a row was put aside. */
  readonly columnOf: (field: ListField) => string;
  readonly index: TypeIndex;
};

/** Why a row cannot be read. */
type Fault = { readonly field: ListField; readonly reason: string; readonly value: string };

/** The network object of a row and how it was reached. */
type Subject = {
  readonly address: Address | null;
  readonly name: DomainName | null;
  readonly port: number;
  readonly transport: number;
};

export function makeRowTexts(): RowTexts {
  return {
    ip: "",
    host: "",
    url: "",
    domain: "",
    email: "",
    port: "",
    protocol: "",
    timestamp: "",
    type: "",
    cve: "",
    severity: "",
  };
}

/**
 * Adds the row to the batch, or puts it aside: it needs a time with zone, a type, and an address or a name.
 *
 * `host` is an address or a name that was asked for; `url` gives host, port (by scheme where it names none) and, for
 * http and https, TCP. A wildcard name stands for the name below its `*.`. A row about leaked credentials is about the domain of `email`, else `domain`, and nothing else.
 */
export function addRowOfTexts(
  texts: RowTexts,
  terms: RowTerms,
  place: RowPlace,
  batch: RowBatch,
): void {
  const row = readTexts(texts, terms);
  if ("reason" in row) {
    addFault(batch, place, terms.columnOf(row.field), row.reason, row.value);
    return;
  }
  const at = batch.count;
  const { address, name, port, transport } = row.subject;
  batch.row[at] = place.row;
  batch.line[at] = place.line;
  batch.offset[at] = place.offset;
  batch.family[at] = address?.family ?? 0;
  batch.words.set(address?.words ?? [0, 0, 0, 0], at * 4);
  batch.names[at] = name;
  batch.port[at] = port;
  batch.transport[at] = transport;
  batch.observedAt[at] = row.observedAt;
  batch.type[at] = row.type;
  batch.severity[at] = row.severity;
  batch.count = at + 1;
}

function readTexts(
  texts: RowTexts,
  terms: RowTerms,
):
  | Fault
  | {
      readonly observedAt: number;
      readonly type: number;
      readonly subject: Subject;
      readonly severity: number;
    } {
  const observedAt = findInstant(texts.timestamp);
  if (observedAt === null) {
    const reason = "not a time with zone like 2026-01-31T23:59:59Z";
    return { field: "timestamp", reason, value: texts.timestamp };
  }
  const type = findTypeOf(texts, terms);
  if ("reason" in type) return type;
  const subject =
    type.about === "mail-domain" ? findMailDomain(texts) : findSubject(texts, type.port);
  if ("reason" in subject) return subject;
  const number = terms.index.indexOf(type);
  if (number < 0) {
    const reason = "more than 65,536 finding types in one report";
    return { field: "type", reason, value: "" };
  }
  return { observedAt, type: number, subject, severity: severityOf(texts.severity, type) };
}

function findTypeOf(texts: RowTexts, terms: RowTerms): FindingType | Fault {
  const cve = texts.cve.trim().replace(/[\s,;|]+/g, ";");
  const found =
    (texts.type === "" ? null : terms.catalogue.findType(texts.type)) ??
    (cve === "" ? null : terms.catalogue.findType(cve)) ??
    terms.type;
  if (found !== null) return found;
  const field = texts.type === "" && cve !== "" ? "cve" : "type";
  return texts[field] === ""
    ? { field, reason: "no finding type: add one, or say --type", value: "" }
    : {
        field,
        reason: "no finding type of this name: add an alias to the catalogue, or say --type",
        value: texts[field],
      };
}

function findMailDomain(texts: RowTexts): Subject | Fault {
  const nothing = { address: null, port: 0, transport: 0 } as const;
  if (texts.email !== "") {
    const address = findEmailAddress(texts.email);
    if (address !== null) return { ...nothing, name: mailDomainOf(address) };
    // Who reads why a row was put aside need not know whose account it is.
    return { field: "email", reason: "not a mail address", value: "(not shown)" };
  }
  const name = findDomainName(texts.domain);
  if (name !== null) return { ...nothing, name };
  return texts.domain === ""
    ? { field: "email", reason: "neither a mail address nor a domain", value: "" }
    : { field: "domain", reason: "not a domain name", value: texts.domain };
}

function findSubject(texts: RowTexts, needsPort: boolean): Subject | Fault {
  const ip = texts.ip === "" ? null : findAddress(texts.ip);
  if (texts.ip !== "" && ip === null) {
    const isNetwork = texts.ip.includes("/");
    const reason = isNetwork ? "a network, not one address" : "not an IP address";
    return { field: "ip", reason, value: texts.ip };
  }
  const host = readHost("host", texts.host, texts.host);
  if ("reason" in host) return host;
  const parts = texts.url === "" ? null : findUrlParts(texts.url);
  if (texts.url !== "" && parts === null) {
    return { field: "url", reason: "not a URL with scheme and host", value: texts.url };
  }
  const target = readHost("url", parts?.host ?? "", texts.url);
  if ("reason" in target) return target;
  const domain = texts.domain === "" ? null : findDomainName(texts.domain);
  if (texts.domain !== "" && domain === null) {
    return { field: "domain", reason: "not a domain name", value: texts.domain };
  }
  for (const [field, other] of [
    ["host", host.address],
    ["url", target.address],
  ] as const) {
    if (ip !== null && other !== null && compareAddresses(ip, other) !== 0) {
      return { field, reason: "another address than the row's own", value: texts[field] };
    }
  }
  const address = ip ?? host.address ?? target.address;
  const name = host.name ?? target.name ?? domain;
  if (address === null && name === null) {
    return { field: "ip", reason: "neither an address nor a name", value: "" };
  }
  const reached = findReached(texts, parts, needsPort);
  return "reason" in reached ? reached : { address, name, ...reached };
}

function readHost(
  field: "host" | "url",
  text: string,
  value: string,
): { readonly address: Address | null; readonly name: DomainName | null } | Fault {
  if (text === "") return { address: null, name: null };
  const address = findAddress(text);
  // A certificate for `*.shop.example` is answered for by whoever answers for shop.example.
  const name = address === null ? findDomainName(text.replace(/^\*\./, "")) : null;
  if (address === null && name === null) {
    return { field, reason: "neither an address nor a domain name", value };
  }
  return { address, name };
}

function findReached(
  texts: RowTexts,
  url: { readonly scheme: string; readonly port: number } | null,
  needsPort: boolean,
): { readonly port: number; readonly transport: number } | Fault {
  const isWeb = url !== null && /^(?:https?|wss?)$/.test(url.scheme);
  const named = texts.protocol === "" ? null : findTransport(texts.protocol);
  if (texts.protocol !== "" && named === null) {
    const reason = "not a transport protocol like tcp or udp";
    return { field: "protocol", reason, value: texts.protocol };
  }
  const transport = named ?? (isWeb ? 6 : 0);
  if (!hasPorts(transport)) return { port: 0, transport };
  if (texts.port === "") return { port: url?.port ?? 0, transport };
  const port = /^\d{1,5}$/.test(texts.port) ? Number(texts.port) : 0;
  if (port >= 1 && port <= 65535) return { port, transport };
  if (!needsPort) return { port: 0, transport };
  return { field: "port", reason: "not a port from 1 to 65535", value: texts.port };
}

function severityOf(text: string, type: FindingType): number {
  const rank = (severities as readonly string[]).indexOf(text.toLowerCase());
  return rank >= 0 ? rank : severityRank(type.severity);
}
