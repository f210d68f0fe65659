import { describe, expect, test } from "vitest";
import { formatAsset } from "../../src/domain/world/claim-id.ts";
import { readSamples, remarksOf, toFile, tryImport, worldOf } from "../makers/import-contacts.ts";

type Answer = Awaited<ReturnType<typeof tryImport>>;

const toLines = (answer: Answer) =>
  worldOf(answer).organisations.map(
    ({ id, sector, contacts, claims, constituency }) =>
      `${id} ${sector}: ${contacts.map(({ email }) => email).join(" ")} | ${[...claims.map(({ asset }) => formatAsset(asset)), ...constituency.map((criterion) => JSON.stringify(criterion))].join(" ")}`,
  );
const toSuppressions = (answer: Answer) =>
  worldOf(answer).suppressions.map(
    ({ email, until, reason }) =>
      `${email} ${Number.isFinite(until) ? new Date(until).toISOString().slice(0, 10) : "open"}: ${reason}`,
  );
const registry = { basis: "registry" as const };

describe("certbund-contact", () => {
  test("its tables become organisations; inhibitions become silence, filters or work for a person", async () => {
    const answer = await tryImport(readSamples("certbund-contact"), {
      system: "certbund-contact",
      terms: registry,
    });
    expect(toLines(answer)).toEqual([
      "stadtwerke-beispiel energie: cert@stadtwerke.example | AS64500 192.0.2.0/26 stadtwerke.example",
      "stadt-beispiel verwaltung: it@stadt.example alt@stadt.example | 198.51.100.0/25 2001:db8::/40 stadt.example",
      'cert-beispiel null: cert@cert-beispiel.example | {"kind":"country","country":"DE"}',
      "leise-gmbh null: info@leise.example | 203.0.113.0/28",
    ]);
    expect(worldOf(answer).organisations[1]?.filters).toEqual([
      { kind: null, type: "open-dns-resolver" },
    ]);
    expect(toSuppressions(answer)).toEqual([
      "alt@stadt.example open: disabled in certbund-contact on 2026-03-01",
      "info@leise.example 2027-02-01: inhibition in certbund-contact",
    ]);
    expect(remarksOf(answer, "left-out")).toEqual([
      "contact.firstname: has no place in a world file",
      "contact.lastname: has no place in a world file",
      "contact.openpgp_fpr: has no place in a world file",
      "contact.tel: has no place in a world file",
      "7 organisation_id: belongs to no organisation of the export",
      "2 annotation: an inhibition until 2027-02-01 that a world file says otherwise",
      "organisation.comment: has no place in a world file",
      "organisation.ripe_org_hdl: has no place in a world file",
      "organisation.ti_handle: has no place in a world file",
      "5 sector_id: a sector without a name",
      "organisation Targetgroup:CRITIS: a tag that rules of the other system read",
      "5 annotation: an inhibition until 2027-02-01 that a world file says otherwise",
      "6 annotation: an inhibition that has expired",
      "7 annotation: no annotation",
      "organisation_automatic: taken from a registry by the other system",
      "6 network_id: the export has no such network",
    ]);
  });

  test("fody's JSON says the same", async () => {
    const answer = await tryImport(readSamples("certbund-contact-fody.json"), {
      system: "certbund-contact",
      terms: registry,
    });
    expect(toLines(answer)).toEqual([
      "stadtwerke-beispiel null: cert@stadtwerke.example | AS64500 192.0.2.0/26 stadtwerke.example",
    ]);
    expect(remarksOf(answer, "left-out")).toContain(
      "1 annotations: an inhibition until 2027-02-01 that a world file says otherwise",
    );
  });
});

describe("n6", () => {
  test("organisations with their criteria; who switched mails off stays silent", async () => {
    const answer = await tryImport(readSamples("n6"), { system: "n6", terms: registry });
    expect(toLines(answer)).toEqual([
      "uczelnia.example education: alert@uczelnia.example cert@uczelnia.example | AS64500 uczelnia.example 192.0.2.0/24",
      "szpital.example null: it@szpital.example | szpital.example 198.51.100.0/28",
    ]);
    expect(toSuppressions(answer)).toEqual([
      "it@szpital.example open: had its mails from n6 switched off",
    ]);
    expect(remarksOf(answer, "left-out").filter((text) => !text.startsWith("org."))).toEqual([
      "2 cc: a whole country is nobody's own",
      "4 org_id: belongs to no organisation of the export",
      "2 url: a pattern of URLs",
      "3 email_notification_language: no language that we write",
    ]);
  });

  test("its JSON says the same", async () => {
    const answer = await tryImport(readSamples("n6-orgs.json"), { system: "n6", terms: registry });
    expect(toLines(answer)).toEqual([
      "uczelnia.example null: cert@uczelnia.example admin@uczelnia.example | AS64500 uczelnia.example 192.0.2.0/24",
    ]);
  });

  test("AS numbers wait for registry trust", async () => {
    const answer = await tryImport(readSamples("n6-orgs.json"), { system: "n6" });
    expect(remarksOf(answer, "left-out")).toContain("1 asn: an AS number needs registry trust");
  });
});

describe("tuency", () => {
  test("what is approved is taken; what comes from RIPE stands on the registry", async () => {
    const answer = await tryImport(readSamples("tuency"), { system: "tuency" });
    expect(toLines(answer)).toEqual([
      "energie-beispiel null: wacht@energie.example abuse@energie.example ciso@energie.example | AS64500 192.0.2.0/24 energie.example",
    ]);
    expect(worldOf(answer).organisations[0]?.claims.map(({ basis }) => basis)).toEqual([
      "registry",
      "attested",
      "attested",
    ]);
    expect(worldOf(answer).organisations[0]?.contacts.map(({ role }) => role)).toEqual([
      "emergency",
      "findings",
      "technical",
    ]);
    expect(remarksOf(answer, "left-out")).toEqual([
      "contacts.name: has no place in a world file",
      "contacts.tel: has no place in a world file",
      "3 organisation_id: belongs to no organisation of the export",
      "organisations.tenants: has no place in a world file",
      "1 address: a claim that is pending",
      "1 ripe_org_hdl: a handle of RIPE is no network object here",
      "1 rules: a rule of who is told what",
    ]);
  });
});

test("JSON that holds no records is told, and what is no JSON refused", async () => {
  const org = '{"org_id":"a.example","inside_filter_fqdns":["a.example",null,7]}';
  const answer = await tryImport([toFile(`{"org":[${org},3],"version":1}`, "dump.json")], {
    system: "n6",
  });
  expect(toLines(answer)).toEqual(["a.example null:  | a.example"]);
  expect(remarksOf(answer, "left-out")).toEqual([
    "1 fqdn: no network object",
    "1 version: no JSON object",
    "2 org: no JSON object",
  ]);
  const lines = await tryImport([toFile(`${org}\n`, "org.jsonl")], { system: "n6" });
  expect(lines.organisations.added).toEqual(["a.example"]);
  await expect(tryImport([toFile("<html>", "org.json")], { system: "n6" })).rejects.toThrow(
    "line 1: no JSON object",
  );
});
