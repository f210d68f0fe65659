import type { Actor } from "../domain/access/actor.ts";
import { findAsset } from "../domain/claim/claim-record.ts";
import { isSlug, type OrganisationId } from "../domain/ids.ts";
import type { Notice } from "../domain/notice/notice.ts";
import type { Registration } from "../domain/registration/registration.ts";
import { emptyRecord, type OrganisationRecord } from "../domain/world/plain-entry.ts";
import type { OrganisationRole } from "../domain/world/world.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { insertAccessToken } from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { putConfirmations } from "../store/contact-confirmations.ts";
import { queueNotices } from "../store/notices.ts";
import { changeRegister, lockRegister } from "../store/register.ts";
import { insertAgreement, stepRegistration } from "../store/registrations.ts";
import { readWorld } from "../store/worlds.ts";
import { hashWord } from "./access/hash-word.ts";
import { permit } from "./access/permit.ts";
import { type IssuedToken, newTokenSecret } from "./access/token-secret.ts";
import { type AskedClaim, placeClaim } from "./claims/place-claim.ts";
import { askForCodes } from "./organisations/ask-for-codes.ts";
import { getOpenRegistration } from "./registrations/get-registration.ts";
import type { RegistrationContext } from "./registrations/registration-context.ts";

export type AcceptRegistrationInput = {
  readonly actor: Actor;
  readonly id: string;
  /** The slug that it gets. */
  readonly organisation: OrganisationId;
  readonly roles: readonly OrganisationRole[];
  /** For the record; null: nothing to say. */
  readonly reason: string | null;
};

/** What came of it; nothing of it is shown again. */
export type AcceptedRegistration = {
  readonly organisation: OrganisationId;
  /** Of its first administrator. */
  readonly token: IssuedToken;
  /** What its assets became, in order: a claim that waits for proof, or why there is none. */
  readonly claims: readonly (AskedClaim | { readonly object: string; readonly problem: string })[];
};

const tokenMs = 90 * 24 * 60 * 60_000;

/**
 * Lets an organisation join: its entry in the register, what it agreed to, a token for its first administrator, a code
 * to each contact that is not confirmed, and a claim for each asset that it named, still to be proved. Nothing is its
 * own before that.
 *
 * Throws `conflict` where the slug is taken or the registration is not open, `wrong-usage` for what is no slug.
 */
export async function acceptRegistration({
  context,
  input,
}: {
  readonly context: RegistrationContext;
  readonly input: AcceptRegistrationInput;
}): Promise<AcceptedRegistration> {
  const { actor, organisation } = input;
  permit(actor, "register.decide", "everybody");
  // `direct` stands for the owner itself where a path is chosen.
  if (!isSlug(organisation) || organisation === "direct") {
    throw new AppError("wrong-usage", `Not the id of an organisation: ${organisation}.`);
  }
  const { token, assets } = await transaction(context.sql, (sql) => acceptIn(sql, context, input));
  const claims: AcceptedRegistration["claims"][number][] = [];
  for (const object of assets) claims.push(await claim(context, input, object));
  return { organisation, token, claims };
}

async function acceptIn(
  sql: Sql,
  context: RegistrationContext,
  input: AcceptRegistrationInput,
): Promise<{ readonly token: IssuedToken; readonly assets: readonly string[] }> {
  const { actor, id, organisation, reason } = input;
  const at = context.clock();
  await lockRegister(sql);
  const registration = await getOpenRegistration(sql, id);
  const world = await readWorld(sql);
  if (world.organisations.some((known) => known.id === organisation)) {
    throw new AppError("conflict", `There is an organisation ${organisation} already.`, {
      remedy: "Choose another id, or decline and say why.",
    });
  }
  const record = toRecord(registration, input);
  await changeRegister(
    sql,
    { at, actor, act: "register.decide", about: organisation, reason },
    {
      put: [{ id: newUuid(at.getTime()), entry: { section: "organisation", value: record } }],
      end: [],
    },
  );
  const by = `registration ${id}`;
  await insertAgreement(sql, {
    ...registration.agreed,
    organisation,
    at: registration.askedAt,
    by,
  });
  await stepRegistration(sql, id, {
    state: "accepted",
    organisation,
    by: actor.name,
    at,
    reason,
  });
  const token = await giveToken(sql, input, at);
  // Whoever typed the code of the registration reads at that address.
  const confirmed = record.contacts.filter(({ email }) => email === registration.asker);
  await putConfirmations(
    sql,
    organisation,
    confirmed.slice(0, 1).map(({ email }) => ({ address: email, code: null })),
    at,
  );
  const others = record.contacts.filter((contact) => !confirmed.includes(contact));
  await askForCodes(sql, context, record, others);
  await queueNotices(sql, [toNotice(registration, organisation)], {
    at,
    domain: context.instance.sender.returnPathDomain,
  });
  const detail = { accepted: true, organisation, token: token.id, roles: input.roles };
  await appendAudit(sql, {
    at,
    actor,
    act: "register.decide",
    about: organisation,
    subject: id,
    detail,
  });
  return { token, assets: registration.asked.assets };
}

function toRecord(
  { asked }: Registration,
  { organisation, roles }: AcceptRegistrationInput,
): OrganisationRecord {
  return {
    ...emptyRecord(organisation),
    name: asked.name,
    kvk: asked.register?.register === "kvk" ? asked.register.number : null,
    sector: asked.sector,
    roles,
    contacts: asked.contacts.map(({ role, email, language }) => ({
      role,
      email,
      language,
      pgp: null,
      reader: null,
      hours: null,
      format: null,
      digests: null,
    })),
  };
}

async function giveToken(
  sql: Sql,
  { actor, organisation }: AcceptRegistrationInput,
  at: Date,
): Promise<IssuedToken> {
  const secret = newTokenSecret();
  const id = newUuid(at.getTime());
  const expiresAt = new Date(at.getTime() + tokenMs);
  const entry = {
    id,
    name: "first administrator",
    kind: "member",
    party: organisation,
    roles: ["administrator"],
    body: null,
    scopes: null,
    madeAt: at,
    madeBy: actor.name,
    expiresAt,
    replaces: null,
  } as const;
  await insertAccessToken(sql, entry, hashWord(secret));
  return { id, token: secret, expiresAt };
}

function toNotice({ asker, language, asked }: Registration, organisation: OrganisationId): Notice {
  const data = { name: asked.name, organisation };
  const kind = "registration-accepted";
  return { kind, once: null, organisation, address: asker, language, data };
}

/** A name is proved in the DNS, numbers in the registry: what the organisation most likely can do. */
async function claim(
  context: RegistrationContext,
  { actor, organisation }: AcceptRegistrationInput,
  object: string,
): Promise<AcceptedRegistration["claims"][number]> {
  const method = findAsset(object)?.kind === "domain" ? "dns" : "registry-object";
  try {
    const input = { actor, organisation, object, use: "own", method } as const;
    return await placeClaim({ context, input });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { object, problem: error.message };
  }
}
