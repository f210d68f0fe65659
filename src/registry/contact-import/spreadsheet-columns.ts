import { AppError } from "../../platform/errors.ts";

/** What a column of a spreadsheet can say, by the names that `--map column=field` takes. */
export const spreadsheetFields = [
  "id",
  "name",
  "kvk",
  "sector",
  "role",
  "language",
  "email",
  "emergency",
  "technical",
  "privacy",
  "object",
  "prefix",
  "first",
  "last",
  "domain",
  "asn",
  "use",
  "memberOf",
  "informed",
  "path",
] as const;

export type SpreadsheetField = (typeof spreadsheetFields)[number];

/** Names that columns have in practice, Dutch and English, as `toWord` writes them. */
const synonyms: Readonly<Record<SpreadsheetField, readonly string[]>> = {
  id: ["id", "slug", "organisatie id", "organisation id"],
  name: [
    "naam",
    "name",
    "organisatie",
    "organisatienaam",
    "naam organisatie",
    "organisation",
    "organization",
    "organisation name",
    "organization name",
    "bedrijf",
    "bedrijfsnaam",
    "instelling",
    "gemeente",
    "company",
    "entity",
  ],
  kvk: ["kvk", "kvk nummer", "kvknummer", "kvk nr", "kvknr", "chamber of commerce number"],
  sector: ["sector", "branche", "industry"],
  role: ["rol", "rollen", "role", "roles"],
  language: ["taal", "voertaal", "language", "lang"],
  email: [
    "e mail",
    "email",
    "mail",
    "e mailadres",
    "emailadres",
    "mailadres",
    "e mail address",
    "email address",
    "e mailadressen",
    "contact",
    "contacts",
    "contact e mail",
    "contact email",
    "meldadres",
    "security contact",
    "securitycontact",
    "abuse contact",
    "abuse",
    "abuse e mail",
  ],
  emergency: ["noodcontact", "piket", "wachtdienst", "24 7", "emergency", "emergency contact"],
  technical: ["technisch contact", "techniek", "technical", "technical contact", "noc"],
  privacy: ["privacy", "privacy contact", "avg contact", "fg", "dpo"],
  object: ["object", "objecten", "objects", "assets", "as or cidr", "ip domein", "ip of domein"],
  prefix: [
    "ip",
    "ips",
    "ipv4",
    "ipv6",
    "ip adres",
    "ip adressen",
    "ip address",
    "ip addresses",
    "ip reeks",
    "ip reeksen",
    "ip range",
    "ip ranges",
    "reeks",
    "reeksen",
    "range",
    "ranges",
    "netwerk",
    "netwerken",
    "network",
    "networks",
    "subnet",
    "subnets",
    "cidr",
    "prefix",
    "prefixes",
  ],
  first: ["eerste ip", "ip van", "van", "first", "first ip", "start ip", "from"],
  last: ["laatste ip", "ip tot", "tot", "t m", "last", "last ip", "end ip", "to"],
  domain: [
    "domein",
    "domeinen",
    "domeinnaam",
    "domeinnamen",
    "domain",
    "domains",
    "domain name",
    "domain names",
    "fqdn",
    "fqdns",
    "website",
    "websites",
    "url",
    "urls",
    "hostname",
    "hostnames",
  ],
  asn: ["as", "asn", "asns", "as nummer", "as nummers", "asnummer", "as number", "as numbers"],
  use: ["gebruik", "use"],
  memberOf: [
    "lid van",
    "schakelorganisatie",
    "member of",
    "memberof",
    "intermediary",
    "cert",
    "csirt",
  ],
  informed: ["informed", "geinformeerd", "op de hoogte", "informeren", "inform"],
  path: ["voorkeur", "route", "path", "via"],
};

const fieldByWord = new Map(
  spreadsheetFields.flatMap((field) => synonyms[field].map((word) => [word, field] as const)),
);

/** A column with the field that it was taken for; `field` is null where nobody reads it. */
export type MappedColumn = { readonly column: string; readonly field: SpreadsheetField | null };

/**
 * What each column says: by `--map`, else by its name. Several columns may say one field, because people have a column
 * for each address. Throws `input-refused` where a mapped column is not there, and when nothing tells who is meant.
 */
export function mapSpreadsheet(
  file: string,
  columns: readonly string[],
  wanted: ReadonlyMap<string, string>,
): MappedColumn[] {
  const lower = columns.map((column) => column.toLowerCase());
  for (const column of wanted.keys()) {
    if (lower.includes(column)) continue;
    throw new AppError("input-refused", `${file}, line 1: there is no column "${column}".`, {
      remedy: `The columns are ${columns.join(", ")}.`,
    });
  }
  const mapped = columns.map((column): MappedColumn => {
    const said = wanted.get(column.toLowerCase());
    if (said !== undefined) return { column, field: isSpreadsheetField(said) ? said : null };
    return { column, field: fieldByWord.get(toWord(column)) ?? null };
  });
  if (mapped.some(({ field }) => field === "name" || field === "id" || field === "kvk"))
    return mapped;
  throw new AppError("input-refused", `${file}, line 1: no column says whom a row is about.`, {
    remedy: `Say it with --map COLUMN=name. The columns are ${columns.join(", ")}.`,
  });
}

export function isSpreadsheetField(text: string): text is SpreadsheetField {
  return (spreadsheetFields as readonly string[]).includes(text);
}

/** A header as a word: `E-mailadres(sen)` becomes `e mailadres sen`. */
function toWord(column: string): string {
  return column
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\((?:s|en|n|sen)\)/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
