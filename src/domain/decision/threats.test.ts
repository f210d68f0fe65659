/** Threats to the register (T1 to T15), where the decision is what stops them. */
import { describe, expect, test } from "vitest";
import { toEmail } from "../../../test/properties/arbitrary-objects.ts";
import {
  aboutName,
  announced,
  at,
  bot,
  decideCase,
  dutch,
  exploited,
  type Given,
  leak,
} from "../../../test/properties/decision-case.ts";
import { fastDecider } from "../../../test/properties/fast-decide.ts";
import { makeQuestion, makeRegistry, makeWorld } from "../../../test/properties/make-world.ts";
import type { OrganisationId } from "../ids.ts";
import type { TraceStep } from "./decision.ts";

const address = "192.0.2.7";
const decide = (given: Given) => decideCase(given, fastDecider);
const attested = (of: string) => ({ of, basis: "attested" as const });

describe("T1: an attacker registers the assets of a victim", () => {
  const attacker = { claims: [attested("192.0.2.7/32"), attested("192.0.2.0/24")] };

  test("that proved them itself: the attacker's claims wait, and the victim stays the owner", () => {
    const victim = { claims: ["192.0.2.0/24"] };
    expect(decide({ address, world: { organisations: { attacker, victim } } })).toBe(
      "victim owner victim 1",
    );
  });

  test("that is nobody here: no evidence, no credentials, no history", () => {
    const world = { organisations: { attacker: { claims: [attested("192.0.2.0/24")] } } };
    expect(decide({ address, type: exploited, world })).toBe("attacker owner attacker 1");
    const names = { organisations: { attacker: { claims: [attested("victim.example")] } } };
    expect(decide({ name: "victim.example", type: leak, world: names })).toBe(
      "attacker held nobody",
    );
    const since = at("2026-07-02");
    const late = { organisations: { attacker: { claims: [{ ...attested(address), since }] } } };
    const instants = { observedAt: at("2026-07-01"), decidedAt: at("2026-07-03") };
    expect(decide({ address, world: late, ...instants })).toBe("- held nobody");
  });
});

describe("T3: a more specific attested claim inside a proved one takes nothing", () => {
  const victim = { claims: ["192.0.2.0/24", "victim.example"] };

  test.each([
    ["an address", { address }, attested("192.0.2.7/32")],
    ["a name", { name: "www.victim.example", type: aboutName }, attested("www.victim.example")],
    ["a vouched one", { address }, { of: "192.0.2.7/32", basis: "vouched" as const }],
  ])("%s", (_, question, claim) => {
    const world = { organisations: { thief: { claims: [claim] }, victim } };
    expect(decide({ ...question, world })).toBe("victim owner victim 1");
    const agreed = { organisations: { tenant: { claims: [{ ...claim, agreed: true }] }, victim } };
    expect(decide({ ...question, world: agreed })).toMatch(/^tenant owner tenant/);
  });

  test("nor does one to operate the network", () => {
    const operate = { ...attested("192.0.2.7/32"), use: "operate" as const, informed: true };
    const world = { organisations: { thief: { claims: [operate] }, victim } };
    expect(decide({ address, world, tried: ["owner"] })).toBe("victim held nobody");
    expect(decide({ address, world })).toBe("victim owner victim 1");
  });
});

describe("T7: addresses change hands", () => {
  const organisations = {
    before: { claims: [{ of: "192.0.2.7/32", until: at("2026-07-02") }] },
    after: { claims: [{ of: "192.0.2.7/32", since: at("2026-07-02") }] },
    isp: { claims: [{ of: "192.0.2.0/24", use: "operate" as const, basis: "registry" as const }] },
  };
  const ask = (observed: string, decided: string) =>
    decide({
      address,
      type: bot,
      observedAt: at(observed),
      decidedAt: at(decided),
      world: { organisations },
    });

  test("what was seen at the former tenant goes to neither tenant but to the network", () => {
    expect(ask("2026-07-01", "2026-07-03")).toBe("- network-operator isp 2");
  });

  test("each hears of its own time", () => {
    expect(ask("2026-06-30", "2026-07-01")).toBe("before owner before 3");
    expect(ask("2026-07-02", "2026-07-03")).toBe("after owner after 3");
  });
});

describe("T8: a file on one host proves nothing for another name or address", () => {
  const tenant = {
    claims: [{ of: "tenant.shared.example", basis: "vouched" as const, exact: true }],
  };
  const hoster = { claims: ["192.0.2.0/24"] };
  const world = { organisations: { tenant, hoster } };
  const ask = (name: string) => decide({ address, name, type: aboutName, world });

  test("it counts for the very host, and not for more than a word does", () => {
    expect(ask("tenant.shared.example")).toBe("tenant owner tenant 1");
    expect(decide({ name: "tenant.shared.example", type: leak, world })).toBe("tenant held nobody");
  });

  test.each(["below.tenant.shared.example", "neighbour.shared.example", "shared.example"])(
    "%s on the same address stays with the network",
    (name) => expect(ask(name)).toBe("hoster owner hoster 1"),
  );

  test("and the trace says that it is for exactly this name", () => {
    const setting = {
      world: makeWorld(world),
      registry: makeRegistry({}),
      deadAddresses: new Set<never>(),
    };
    const trace: TraceStep[] = [];
    fastDecider(setting)(makeQuestion({ name: "tenant.shared.example", type: aboutName }), trace);
    expect(trace).toContainEqual({
      step: "claim",
      candidate: "tenant exactly tenant.shared.example vouched",
      outcome: "owner",
    });
  });

  test("nor for the address that the host shares", () => {
    expect(decide({ address, world })).toBe("hoster owner hoster 1");
    expect(decide({ address, type: bot, world })).toBe("hoster owner hoster 3");
  });

  test("who proves the name and who proves the host are equal claims at the host alone", () => {
    const other = { claims: [{ of: "tenant.shared.example", basis: "vouched" as const }] };
    const both = { organisations: { tenant, other } };
    expect(decide({ name: "tenant.shared.example", type: aboutName, world: both })).toBe(
      "- held conflict",
    );
    expect(decide({ name: "x.tenant.shared.example", type: aboutName, world: both })).toBe(
      "other owner other 1",
    );
  });
});

describe("T9: the address is that of a delivery network, the site somebody else's", () => {
  const cdn = { claims: ["192.0.2.0/24"] };

  test("a finding about a name goes by the name", () => {
    const world = { organisations: { cdn, shop: { claims: [attested("shop.example")] } } };
    expect(decide({ address, name: "www.shop.example", type: aboutName, world })).toBe(
      "shop owner shop 1",
    );
  });

  test("a name that only came along chooses nobody: what is about the address is the network's", () => {
    const world = { organisations: { cdn, shop: { claims: ["shop.example"] } } };
    expect(decide({ address, name: "www.shop.example", world })).toBe("cdn owner cdn 1");
  });
});

describe("T14: somebody else reads the mailbox", () => {
  const contacts = [["192.0.2.0/24", "abuse@net.example"]] as const;
  const registry = { announced, delegated: dutch, contacts };

  test("a published contact is shown what anybody could see, and no credentials at all", () => {
    expect(decide({ address, type: exploited, registry })).toBe(
      "- abuse-contact abuse@net.example 1",
    );
    const world = { securityTxt: [{ of: "shop.example" }] };
    expect(decide({ name: "shop.example", type: aboutName, world })).toBe(
      "- security-txt security@shop.example 1",
    );
    expect(decide({ name: "shop.example", type: leak, world })).toBe("- held nobody");
  });

  test("an owner whose claim is in doubt, or rests on its word, gets no more than that", () => {
    const world = { organisations: { uni: { claims: [attested("192.0.2.0/24")] } } };
    expect(decide({ address, type: exploited, world, registry })).toBe("uni owner uni 1");
    const proved = { organisations: { uni: { claims: ["192.0.2.0/24"] } } };
    expect(decide({ address, type: exploited, world: proved, registry })).not.toMatch(/ 1$/);
  });
});

describe("T15: an intermediary asks for everything", () => {
  const rogue = { serves: ["192.0.0.0/8", "AS64500", "country:NL"], maxTier: 3 as const };
  const registry = {
    announced,
    delegated: dutch,
    contacts: [["192.0.2.0/24", "abuse@net.example"]] as const,
  };

  test("with a mandate about its members it gets those of its members, whatever its criteria say", () => {
    const mandates = [{ of: "rogue", about: "members" }];
    const world = { organisations: { rogue }, mandates };
    expect(decide({ address, world, registry })).toBe("- abuse-contact abuse@net.example 1");
    const stranger = { organisations: { rogue, uni: { claims: ["192.0.2.0/24"] } }, mandates };
    expect(decide({ address, world: stranger, registry, tried: ["owner"] })).toBe(
      "uni abuse-contact abuse@net.example 1",
    );
    const uni = { claims: ["192.0.2.0/24"], memberOf: ["rogue"] };
    expect(decide({ address, world: { organisations: { rogue, uni }, mandates }, registry })).toBe(
      "uni sole-intermediary rogue 1",
    );
  });

  test("once its mandate ended, or it is suspended, it gets nothing, and nobody is lost", () => {
    const uni = { claims: ["192.0.2.0/24"], memberOf: ["rogue"], path: "rogue" as OrganisationId };
    const ended = [{ of: "rogue", about: "anyone", until: at("2026-06-01") }];
    expect(decide({ address, world: { organisations: { rogue, uni }, mandates: ended } })).toBe(
      "uni owner uni 1",
    );
    const suspended = { organisations: { rogue: { ...rogue, suspended: true }, uni } };
    expect(decide({ address, world: suspended })).toBe("uni owner uni 1");
  });

  test("its word about an owner does not end the walk, nor does its filter", () => {
    const filters = [{ kind: "vulnerability" as const, type: null }];
    const contacts = [
      {
        role: "findings" as const,
        email: toEmail("desk@rogue.example"),
        language: null,
        pgp: null,
        reader: null,
        hours: null,
        format: null,
        digests: null,
      },
    ];
    const uni = { claims: ["192.0.2.0/24"] };
    const stops = [{ of: "192.0.2.0/24", by: "rogue", until: at("2026-08-01") }];
    const world = { organisations: { rogue: { ...rogue, filters, contacts }, uni }, stops };
    expect(decide({ address, world })).toBe("uni owner uni 1");
  });
});
