import { correctedAs } from "../../domain/correction/correction-notification.ts";
import { type Rung, rungs } from "../../domain/decision/rung.ts";
import { kinds } from "../../domain/finding/kind.ts";
import { severities } from "../../domain/finding/severity.ts";
import { tlpLabels } from "../../domain/finding/tlp.ts";
import type { NotificationRole } from "../../domain/notification/notification.ts";
import { reminderKinds } from "../../domain/notification/told-before.ts";

const roles = ["primary", "informed", "digest"] as const satisfies readonly NotificationRole[];
/** Rungs of which a mail says itself where the address comes from. */
const strangers = ["security-txt", "abuse-contact"] as const satisfies readonly Rung[];

/** What both forms of a mail are filled with; what stands in a list or section, too. */
export const bodyVariables = [
  "lead",
  "what",
  "where",
  "worst",
  "doNow",
  "number",
  "several",
  "part",
  "parts",
  "tlp",
  "tlpMeaning",
  "why",
  "origin",
  "verifyPage",
  "code",
  "contactEmail",
  "telephone",
  "attachments",
  "informed",
  "groups",
  "title",
  "facts",
  "rows",
  "text",
  "advice",
  "withheld",
  "omitted",
  "linked",
  "where",
  "files",
  "file",
  "digest",
  "check",
  "forward",
  "intro",
  "block",
  "answer",
  "stop",
  "privacy",
  "sender",
  "contactPage",
] as const;

/** What only the HTML form has: paragraphs one by one, rows in columns. */
export const htmlVariables = [
  ...bodyVariables,
  "subject",
  "language",
  "paragraphs",
  "paragraph",
  "place",
  "details",
  "row",
] as const;

/** What the text for a provider's customer is filled with. */
export const customerVariables = [
  "object",
  "name",
  "number",
  "tlp",
  "tlpMeaning",
  "groups",
  "title",
  "facts",
  "rows",
  "text",
  "advice",
  "verifyPage",
  "code",
  "contactEmail",
] as const;

/** What a correction is filled with. */
export const correctionVariables = [
  "lead",
  "number",
  "several",
  "part",
  "parts",
  "corrected",
  "tlp",
  "tlpMeaning",
  "wrong",
  "apology",
  "groups",
  "action",
  "title",
  "rows",
  "text",
  "omitted",
  "verifyPage",
  "code",
  "contactEmail",
  "telephone",
  "attached",
  "answer",
  "privacy",
  "sender",
  "contactPage",
] as const;

/** Every sentence that a mail may say, by its key, with the values that it is given. */
export const mailMessages: Readonly<Record<string, readonly string[]>> = {
  ...each("subject", roles, ["number", "tlp", "count", "topic"]),
  "subject.reminder": ["number", "tlp", "count", "topic"],
  "subject.part": ["subject", "part", "parts"],
  "topic.case": ["name"],
  ...each("topic", kinds, []),
  ...each("lead", roles, ["name", "count"]),
  ...each("lead.reminder", reminderKinds, ["name", "count", "told"]),
  "lead.reminder.seen": ["count", "seen"],
  "summary.what": ["title", "more"],
  "summary.where": ["objects", "more"],
  ...each("doNow", ["own", "pass-on"], ["lane"]),
  "doNow.custody": ["unit", "count"],
  "doNow.digest": [],
  ...each("tlp", tlpLabels, []),
  ...each("why", [...rungs, "informed"], []),
  ...each("origin", ["registered", ...strangers], ["address", "organisation"]),
  "group.facts": ["count", "severity"],
  "group.advice": ["name", "version"],
  ...each("group.hidden", kinds, []),
  ...each("severity", severities, []),
  "row.seen": ["at"],
  "row.port": ["port"],
  ...each("row", ["name", "cve", "product", "version", "malware", "source_port"], ["value"]),
  withheld: ["page"],
  ...each("omitted", ["attached", "linked", "not-attached", "on-page"], ["shown", "count"]),
  ...each("attachments", ["none", "list", "desk", "linked"], []),
  "linked.where": ["page", "until", "count"],
  "linked.encrypted": [],
  "linked.file": ["position", "name", "bytes"],
  "linked.check": [],
  ...each(
    "forward",
    ["one", "files", "linked", "list", "some-kept", "not-permitted"],
    ["count", "number"],
  ),
  "customer.csv": [],
  ...each("answer", roles, []),
  "answer.custody": ["unit", "count"],
  "answer.page": ["page", "until"],
  ...each("stop", ["registered", "unsolicited", "by-reply"], []),
  "privacy.text": ["privacyPage", "privacyEmail"],
  "correction.subject.recall": ["number", "tlp", "count", "withdrawn", "topic"],
  "correction.subject.put-right": ["number", "tlp", "count", "topic"],
  ...each("correction.lead", ["recall", "put-right"], ["name", "count"]),
  "correction.wrong": [],
  "correction.apology": [],
  ...each("correction.action", correctedAs, ["count"]),
  ...each("correction.title", correctedAs, []),
  "correction.row": ["number", "position", "object"],
  "correction.answer": [],
  "correction.privacy": ["privacyPage", "privacyEmail"],
};

function each(
  prefix: string,
  names: readonly string[],
  given: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(names.map((name) => [`${prefix}.${name}`, given]));
}
