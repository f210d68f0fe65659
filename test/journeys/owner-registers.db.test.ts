import { join } from "node:path";
import { expect, test } from "vitest";
import { acceptRegistration } from "../../src/actions/accept-registration.ts";
import { checkClaims } from "../../src/actions/check-claims.ts";
import { confirmRegistration } from "../../src/actions/confirm-registration.ts";
import { followRegistration } from "../../src/actions/follow-registration.ts";
import { registerOrganisation } from "../../src/actions/register-organisation.ts";
import type { RegistrationContext } from "../../src/actions/registrations/registration-context.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import type { ProofChecks } from "../../src/domain/proof/proof-checks.ts";
import { type ProofOutcome, refuse } from "../../src/domain/proof/proof-outcome.ts";
import { readAgreement } from "../../src/registry/agreements.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { operator } from "../makers/actors.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;

/** TXT records by name, as the owner publishes them (real servers: `test/journeys/proof-check.test.ts`). */
const zone = new Map<string, string>();

const checks: ProofChecks = {
  checkName: async (name, judge): Promise<ProofOutcome> => {
    const record = zone.get(name);
    const verdict = judge(record === undefined ? [] : [record.replace("meldpunt-proof=", "")]);
    if (verdict !== "right") return refuse("dns", verdict, { seen: [] });
    const reach = "name-and-below";
    return { kind: "proved", method: "dns", reach, use: "own", dnssec: "none", seen: [] };
  },
  checkHost: async () => refuse("well-known", "unreachable", {}),
  checkRegistered: async () => refuse("registry-object", "unreachable", {}),
};

let drawn = 0;
const context: RegistrationContext = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  findSuffix: findPublicSuffix,
  checks,
  agreement: readAgreement(join(import.meta.dirname, "../../data/agreements")),
  random: (bytes) => {
    drawn += 1;
    return new Uint8Array(bytes).fill(drawn);
  },
};

const finding = (host: string, type: string) =>
  house.submit({ csv: `host,type,timestamp\n${host},${type},2026-07-01T08:00:00Z\n` });

/** What the mail server took for an address since the last look, as text. */
function mailTo(address: string): string[] {
  const mails = house.server.kept.filter(({ to }) => to === address);
  return mails.map(({ bytes }) => bytes.toString().replaceAll("\r\n", "\n"));
}

test("an owner that nobody knew registers, is accepted, proves, and gets its next finding", async () => {
  await house.loadWorld({ organisations: { other: { claims: ["other.example"] } } });
  await finding("www.webwinkel.example", "ssl-freak");
  await house.run();
  // Nobody answers for it: nothing went out.
  expect(house.server.kept).toEqual([]);

  const { registration } = await registerOrganisation({
    context,
    input: {
      typed: {
        name: "Webwinkel BV",
        register: "kvk",
        number: "12345678",
        sector: "",
        contacts: [
          { role: "findings", name: "", email: "beheer@webwinkel.example", language: "nl" },
        ],
        assets: ["webwinkel.example"],
        remarks: "",
      },
      email: "beheer@webwinkel.example",
      language: "nl",
      agreed: { version: context.agreement.version, language: "nl" },
    },
  });
  await house.run();
  const [codeMail = ""] = mailTo("beheer@webwinkel.example");
  const code = /^ {4}([a-z2-7]{26})$/m.exec(codeMail)?.[1] ?? "";
  const { followUp } = await confirmRegistration({ context, input: { registration, code } });
  const { claims } = await acceptRegistration({
    context,
    input: {
      actor: operator,
      id: registration,
      organisation: "webwinkel" as OrganisationId,
      roles: ["owner"],
      reason: null,
    },
  });
  expect(await followRegistration({ context, input: { followUp } })).toMatchObject({
    state: "accepted",
  });

  // Not proved yet: what is found goes to nobody, and the tier of an attested claim does not help.
  await finding("mail.webwinkel.example", "ssl-poodle");
  await house.run();
  const [claim] = claims;
  zone.set(
    "webwinkel.example",
    claim !== undefined && "record" in claim ? (claim.record ?? "") : "",
  );
  await checkClaims({ context });
  house.later(day);
  expect(await checkClaims({ context })).toMatchObject({ moved: 1 });

  const before = mailTo("beheer@webwinkel.example").length;
  const csv = `host,type,timestamp\nshop.webwinkel.example,ssl-freak,${house.context.clock().toISOString()}\n`;
  await house.submit({ csv });
  await house.run();
  const later = mailTo("beheer@webwinkel.example").slice(before);
  const findings = later.filter((mail) => /^Subject: \[NSM-/m.test(mail));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain("shop.webwinkel.example");
  // New proof gives no history.
  expect(findings.join()).not.toMatch(/www\.webwinkel|mail\.webwinkel/);
  // And the mail in between: accepted, asked, in force.
  const subjects = mailTo("beheer@webwinkel.example")
    .map((mail) => /^Subject: Meldpunt: (.*)$/m.exec(mail)?.[1])
    .filter((subject) => subject !== undefined);
  expect(subjects).toEqual([
    "Code voor uw aanmelding",
    "Uw aanmelding is aanvaard",
    "Aanvraag voor webwinkel.example",
    "webwinkel.example staat op uw naam",
  ]);
});
