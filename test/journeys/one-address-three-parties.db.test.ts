import { expect, test } from "vitest";
import { consentRelation } from "../../src/actions/consent-relation.ts";
import { listCustodies } from "../../src/actions/list-custodies.ts";
import { listRelations } from "../../src/actions/list-relations.ts";
import type { MembersContext } from "../../src/actions/members/plan-members.ts";
import { readDecision } from "../../src/actions/read-decision.ts";
import { submitMembers } from "../../src/actions/submit-members.ts";
import type { DecisionId, OrganisationId } from "../../src/domain/ids.ts";
import { spreadsheet } from "../../src/registry/contact-import/spreadsheet.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { administrator, operator } from "../makers/actors.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";

const house = useOutgoingHouse();
const { sql } = house.context;

const { clock, readBasis, instance, catalogue, random } = house.context;
const context: MembersContext = {
  sql,
  clock,
  readBasis,
  instance,
  catalogue,
  random,
  memberReader: spreadsheet,
  findSuffix: findPublicSuffix,
  checks: null,
};

/** An intermediary hands in its list, by which it serves the terminal. */
async function submit(intermediary: string, informed: "ja" | "nee"): Promise<void> {
  const text = `organisation id;informed\nterminal;${informed}\n`;
  const file = { name: "leden.csv", bytes: new TextEncoder().encode(text) };
  const list = { kind: "file", file, mapping: new Map<string, string>() } as const;
  const actor = administrator(intermediary);
  const input = { actor, intermediary: intermediary as OrganisationId, list };
  await submitMembers({ context, input: { ...input, reference: null, force: false } });
}

/** The terminal's own word about each intermediary that asked. */
async function consent(informed: Readonly<Record<string, boolean>>): Promise<void> {
  const actor = administrator("terminal");
  const filters = { organisation: null, ended: false, id: null };
  for (const { id, intermediary } of await listRelations({
    context,
    input: { actor, ...filters },
  })) {
    const said = { actor, id, organisation: "terminal" as OrganisationId, reference: null };
    await consentRelation({
      context,
      input: { ...said, informed: informed[intermediary] === true },
    });
  }
}

/** Mail about findings; what the register told both sides goes out beside it. */
const mails = () => house.server.kept.filter(({ messageId }) => !messageId?.startsWith("<notice."));
const mailsTo = () =>
  mails()
    .map(({ to }) => to)
    .toSorted();

test("golden scenario 6: an address in the network of one party, claimed by a member of a second, on the list of a third: one is asked, two are informed, each with its explanation", async () => {
  await house.loadWorld({
    organisations: {
      terminal: { claims: ["192.0.2.0/28"], sector: "port", path: "circle" as OrganisationId },
      circle: { roles: ["intermediary"] },
      harbour: { roles: ["intermediary"], serves: ["sector:port"] },
      hoster: {
        roles: ["network-operator"],
        claims: [{ of: "192.0.0.0/16", use: "operate", basis: "registry", informed: true }],
      },
    },
    mandates: [
      { of: "circle", about: "members", instrument: "Agreement 1" },
      { of: "harbour", about: "sector:port", instrument: "Port decree" },
      { of: "hoster", about: "own", instrument: "Telecom act" },
    ],
    mandateRequired: [{}],
  });
  const csv = (at: string) => `ip,type,timestamp\n192.0.2.7,open-rdp,${at}\n`;

  await submit("circle", "nee");
  await submit("harbour", "ja");
  // What was asked for by lists alone counts for nothing.
  await house.submit({ csv: csv("2026-07-01T08:00:00Z") });
  await house.run();
  expect(mailsTo()).not.toContain("findings@circle.example");
  expect(mailsTo()).not.toContain("findings@harbour.example");
  await house.empty();

  await consent({ harbour: true });
  house.later(120);
  await house.submit({ csv: csv("2026-07-01T10:00:00Z") });
  await house.run();
  expect(mailsTo()).toEqual([
    "findings@circle.example",
    "findings@harbour.example",
    "findings@hoster.example",
  ]);
  const { rows } = await sql.query<{ line: string }>(
    "select organisation || ' ' || role as line from notifications order by organisation",
  );
  expect(rows.map(({ line }) => line)).toEqual([
    "circle primary",
    "harbour informed",
    "hoster informed",
  ]);

  const { rows: findings } = await sql.query<{ decision: DecisionId }>(
    "select decision_id as decision from findings",
  );
  const decision = findings[0]?.decision as DecisionId;
  const read = await readDecision({ context, input: { actor: operator, decision } });
  const said = JSON.stringify(read);
  for (const instrument of ["Agreement 1", "Port decree", "Telecom act"]) {
    expect(said).toContain(instrument);
  }
  // Who is informed sees that there is something, and not what: tier 0.
  const showing = mails().filter(({ bytes }) => /\brdp\b/i.test(bytes.toString("utf8")));
  expect(showing.map(({ to }) => to)).toEqual(["findings@circle.example"]);

  // The owner sees who holds it, and nobody else of the three is asked to.
  const filters = { organisation: null, state: null, limit: 10 };
  const held = await listCustodies({
    context,
    input: { actor: administrator("terminal"), ...filters },
  });
  expect(held.map(({ organisation, state }) => `${organisation} ${state}`)).toEqual([
    "circle asked",
  ]);
});
