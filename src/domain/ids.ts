import type { Brand } from "./brand.ts";

/** Slug of an organisation in the world, unique and stable (`surfcert`). */
export type OrganisationId = Brand<string, "OrganisationId">;

/** Slug of a finder (`shadowserver`). */
export type FinderId = Brand<string, "FinderId">;

/** Slug of an entry of the catalogue of finding types (`open-rdp`, `cve-2021-26855`). */
export type FindingTypeId = Brand<string, "FindingTypeId">;

/** UUIDv7 of what a finder handed over once. */
export type ReportId = Brand<string, "ReportId">;

/** Number of a finding in this installation, handed out in blocks, never shown to recipients. */
export type FindingId = Brand<number, "FindingId">;

/** Number of a decision row, shared by all findings with equal inputs (ADR 0004). */
export type DecisionId = Brand<number, "DecisionId">;

/** UUIDv7 of the state of world, registry and addresses that decisions were made with. */
export type SnapshotId = Brand<string, "SnapshotId">;

/** UUIDv7 of what one recipient is told once. */
export type NotificationId = Brand<string, "NotificationId">;

/** UUIDv7 of a way by which programs of an organisation get what it is told. */
export type EndpointId = Brand<string, "EndpointId">;

/** UUIDv7 of the bringing of a notification to its recipient. */
export type DeliveryId = Brand<string, "DeliveryId">;

/** UUIDv7 of a recall, or of something put right. */
export type CorrectionId = Brand<string, "CorrectionId">;

const slugPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether the text can be the stable slug of an organisation, finder or finding type. */
export function isSlug(text: string): boolean {
  return slugPattern.test(text);
}
