import type { HouseRole, MemberRole } from "./role.ts";

/** What a token may be limited to. */
export const scopes = [
  "reports:read",
  "reports:write",
  "findings:read",
  "findings:answer",
  "deliveries:read",
  "decisions:read",
  "who:read",
  "coverage:read",
  "register:read",
  "register:write",
  "finders:read",
  "finders:write",
  "operate",
  "metrics:read",
  "audit:read",
  "tokens:write",
] as const;

export type Scope = (typeof scopes)[number];

/** Who may do an act: people of the house about everybody, others about what is their own only. */
export type ActRule = {
  readonly scope: Scope;
  readonly house: readonly HouseRole[];
  /** The least role in the organisation that the act is about; null: nobody of an organisation. */
  readonly member: MemberRole | null;
  /** Whether a finder may, about what it handed over itself. */
  readonly finder: boolean;
};

const everyHouseRole = ["operator", "vetter", "privacy-officer", "auditor"] as const;

/** Everything that people and programs can do, and who may: the one table. */
export const acts = {
  "report.submit": rule("reports:write", ["operator", "vetter"], null, true),
  "report.preview": rule("reports:write", ["operator", "vetter"], null, true),
  "report.read": rule("reports:read", everyHouseRole, null, true),
  "report.release": rule("operate", ["operator", "vetter"]),
  "report.hold": rule("operate", ["operator"]),
  "report.recall": rule("operate", ["operator"]),
  "report.correct": rule("operate", ["operator"]),
  "report.export": rule("reports:read", ["operator", "auditor"], null, true),
  "recheck.submit": rule("reports:write", ["operator", "vetter"], null, true),
  "recheck.allow": rule("register:write", ["operator"], "administrator", true),
  "finding.read": rule("findings:read", everyHouseRole, "reader"),
  "finding.answer": rule("findings:answer", ["operator"], "handler"),
  "finding.judge": rule("operate", ["operator", "vetter"]),
  "custody.answer": rule("findings:answer", ["operator"], "handler"),
  "silence.read": rule("deliveries:read", everyHouseRole),
  "delivery.read": rule("deliveries:read", everyHouseRole, "reader"),
  "delivery.settle": rule("operate", ["operator"]),
  "text.preview": rule("deliveries:read", ["operator"]),
  "mail.read": rule("deliveries:read", everyHouseRole),
  "mail.answer": rule("operate", ["operator"]),
  "decision.read": rule("decisions:read", everyHouseRole, "reader"),
  "who.ask": rule("who:read", everyHouseRole, "reader", true),
  "coverage.read": rule("coverage:read", everyHouseRole, "reader", true),
  "key.read": rule("operate", everyHouseRole),
  "key.keep": rule("operate", ["operator"]),
  "notify.run": rule("operate", ["operator"]),
  "suppression.read": rule("operate", everyHouseRole),
  "suppression.record": rule("operate", ["operator"]),
  "volume.approve": rule("operate", ["operator"]),
  "shadow.run": rule("operate", ["operator"]),
  "world.import": rule("register:write", ["operator"]),
  "world.load": rule("register:write", ["operator"]),
  "registry.load": rule("register:write", ["operator"]),
  "register.read": rule("register:read", everyHouseRole, "reader"),
  "register.ask": rule("register:write", ["operator"], "administrator"),
  "register.decide": rule("register:write", ["operator", "vetter"]),
  "claim.ask": rule("register:write", ["operator"], "administrator"),
  "claim.check": rule("register:write", ["operator", "vetter"], "administrator"),
  "claim.decide": rule("register:write", ["operator", "vetter"]),
  "relation.consent": rule("register:write", ["operator"], "administrator"),
  "members.submit": rule("register:write", ["operator"], "administrator"),
  "law.record": rule("register:write", ["operator"]),
  "endpoint.read": rule("register:read", everyHouseRole, "reader"),
  "endpoint.change": rule("register:write", ["operator"], "administrator"),
  "endpoint.resend": rule("findings:answer", ["operator"], "handler"),
  // Nobody fetches in the place of an organisation: what was fetched and acknowledged counts as told.
  "notification.fetch": rule("findings:read", [], "reader"),
  "notification.acknowledge": rule("findings:answer", [], "handler"),
  "feed.poll": rule("operate", ["operator"]),
  "proof.check": rule("operate", ["operator", "vetter"]),
  "contacts.read": rule("register:read", everyHouseRole),
  "contacts.refresh": rule("operate", ["operator"]),
  "finder.hold": rule("operate", ["operator"]),
  "finder.read": rule("finders:read", everyHouseRole, null, true),
  "finder.ask": rule("finders:write", ["operator", "vetter"], null, true),
  "finder.vet": rule("finders:write", ["vetter"]),
  "token.issue": rule("tokens:write", ["operator"], "administrator", true),
  "token.revoke": rule("tokens:write", ["operator", "privacy-officer"], "administrator", true),
  "token.list": rule("tokens:write", everyHouseRole, "administrator", true),
  // Whoever may do an act may ask for its approval; who approves has to be able to do it, too.
  "approval.ask": rule("operate", everyHouseRole, "reader", true),
  "approval.give": rule("operate", everyHouseRole),
  "audit.read": rule("audit:read", ["auditor", "privacy-officer"]),
  "metrics.read": rule("metrics:read", everyHouseRole),
} as const satisfies Record<string, ActRule>;

export type Act = keyof typeof acts;

function rule(
  scope: Scope,
  house: readonly HouseRole[],
  member: MemberRole | null = null,
  finder = false,
): ActRule {
  return { scope, house, member, finder };
}
