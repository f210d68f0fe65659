import type { Actor } from "../../domain/access/actor.ts";
import type { ClaimFooting, ClaimMethod } from "../../domain/claim/claim-footing.ts";
import { listGuardians } from "../../domain/claim/claim-holders.ts";
import {
  type ClaimRecord,
  findAsset,
  fitsMethod,
  trustOf,
} from "../../domain/claim/claim-record.ts";
import { tokenMs } from "../../domain/claim/claim-schedule.ts";
import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Notice } from "../../domain/notice/notice.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import {
  formatProofRecord,
  proofTokenBytes,
  toBoundText,
  toProofToken,
} from "../../domain/proof/proof-token.ts";
import { viewRegistry } from "../../domain/registry/registry-view.ts";
import { findBreadthFault } from "../../domain/world/claim-breadth.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { Asset, ClaimUse, Organisation } from "../../domain/world/world.ts";
import { toSqlState, transaction } from "../../platform/database.ts";
import { sha256 } from "../../platform/digest.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import { insertClaim, insertClaimChange, listClaimsOf } from "../../store/claims.ts";
import { queueNotices } from "../../store/notices.ts";
import type { ClaimContext } from "./claim-context.ts";

export type AskClaimInput = {
  readonly actor: Actor;
  readonly organisation: OrganisationId;
  /** `192.0.2.0/24`, `AS64500`, `uni-x.example`. */
  readonly object: string;
  readonly use: ClaimUse;
  /** How it will be proved; vouching and deciding are acts of their own. */
  readonly method: Exclude<ClaimMethod, "vouched" | "decision">;
};

/** What to do next; the same whether anybody else claims the object or not. */
export type AskedClaim = {
  readonly id: string;
  readonly object: string;
  readonly method: ClaimMethod;
  /** What to publish, shown this once; null where a code was mailed instead. */
  readonly record: string | null;
  /** The token has to be seen, or the code typed, before this instant. */
  readonly until: Date;
};

/** More claims than this wait for proof of nobody who means it. */
const mostPending = 200;

/**
 * Keeps a claim that somebody who may asks for: answers the token to publish, or has a code mailed to the contact that
 * the registry names. The claim holds nothing until it is proved.
 *
 * All contacts of the organisation are told, and the registry's contact (T1); whoever has proved this object or what
 * lies around it hears that somebody asked, not who (T3). Throws `input-refused` for what cannot be claimed.
 */
export async function placeClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: AskClaimInput;
}): Promise<AskedClaim> {
  const { actor, organisation: id, use, method } = input;
  const asset = readAsset(context, input);
  const basis = await context.readBasis();
  const organisation = basis.world.organisations.find((known) => known.id === id);
  if (organisation === undefined)
    throw new AppError("not-found", `There is no organisation ${id}.`);
  await checkCount(context, id);
  const at = context.clock();
  const secret = makeSecret(context, id, asset, method, basis);
  const claim = {
    id: newUuid(at.getTime()),
    organisation: id,
    asset,
    use,
    by: null,
    footing: toAsked(method, at),
    activeSinceMs: null,
    tokenHash: secret.tokenHash,
    codeHash: secret.codeHash,
    codeSentTo: secret.codeSentTo,
    askedAt: at,
    askedBy: actor.name,
  };
  const notices = [
    ...toAskedNotices(context, basis, { organisation, claim, asker: organisation.name }),
    ...secret.notices(claim.id),
  ];
  await transaction(context.sql, async (sql) => {
    await insertClaim(sql, claim).catch((error: unknown) => {
      if (toSqlState(error) !== "23505") throw error;
      throw new AppError("conflict", `${id} claims ${formatAsset(asset)} (${use}) already.`, {
        remedy: "Withdraw that claim first, or prove it: `meldpunt claim list`.",
      });
    });
    const { state, reason } = claim.footing;
    await insertClaimChange(sql, {
      claim: claim.id,
      at,
      actor: actor.name,
      state,
      reason,
      detail: null,
    });
    await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
    const detail = { asset: formatAsset(asset), use, method };
    await appendAudit(sql, { at, actor, act: "claim.ask", about: id, subject: claim.id, detail });
  });
  const until = new Date(at.getTime() + tokenMs);
  return { id: claim.id, object: formatAsset(asset), method, record: secret.record, until };
}

function readAsset(context: ClaimContext, { object, method }: AskClaimInput): Asset {
  const asset = findAsset(object);
  const refuse = (why: string, remedy: string): AppError =>
    new AppError("input-refused", `${JSON.stringify(object.slice(0, 300))}: ${why}.`, { remedy });
  if (asset === null) {
    throw refuse("not a prefix, AS number or name", "Give 192.0.2.0/24, AS64500 or example.nl.");
  }
  if (!fitsMethod(asset, method)) {
    throw refuse(
      `cannot be proved by ${method}`,
      "Names: dns or well-known. Prefixes: dns, registry-object or registry-mail. AS numbers: registry-object or registry-mail.",
    );
  }
  const fault = findBreadthFault(asset, trustOf(method), context.findSuffix);
  if (fault !== null) throw refuse(fault.message, fault.remedy);
  return asset;
}

async function checkCount(context: ClaimContext, organisation: OrganisationId): Promise<void> {
  const claims = await listClaimsOf(context.sql, organisation);
  const pending = claims.filter(({ footing }) => footing.state === "pending").length;
  if (pending < mostPending) return;
  throw new AppError("conflict", `${pending} claims of ${organisation} wait for proof already.`, {
    remedy: "Prove or withdraw some first.",
  });
}

function toAsked(method: ClaimMethod, at: Date): ClaimFooting {
  const atMs = at.getTime();
  return {
    state: "pending",
    method,
    reason: "asked",
    seenSinceMs: null,
    blindSinceMs: null,
    graceUntilMs: null,
    reminders: 0,
    nextCheckMs: method === "registry-mail" ? atMs + tokenMs : atMs,
    tokenUntilMs: atMs + tokenMs,
  };
}

type Secret = {
  readonly record: string | null;
  readonly tokenHash: Buffer | null;
  readonly codeHash: Buffer | null;
  readonly codeSentTo: string | null;
  readonly notices: (claim: string) => readonly Notice[];
};

function makeSecret(
  context: ClaimContext,
  organisation: OrganisationId,
  asset: Asset,
  method: ClaimMethod,
  basis: DecisionBasis,
): Secret {
  const token = toProofToken(context.random(proofTokenBytes));
  const subject = formatAsset(asset);
  const hash = sha256(toBoundText(organisation, subject, token));
  if (method !== "registry-mail") {
    const record = formatProofRecord(token);
    return { record, tokenHash: hash, codeHash: null, codeSentTo: null, notices: () => [] };
  }
  const contact = findRegistryContact(basis, asset);
  if (contact === null) {
    throw new AppError("input-refused", `The registry names no contact for ${subject}.`, {
      remedy: "Prove it by a token in the registry object, or in the reverse zone.",
    });
  }
  const language = context.instance.languages[0];
  const data = { asset: subject, code: token };
  const notices = (claim: string): Notice[] => [
    {
      kind: "claim-code",
      once: `claim-code ${claim}`,
      organisation: null,
      address: contact,
      language,
      data,
    },
  ];
  return { record: null, tokenHash: null, codeHash: hash, codeSentTo: contact, notices };
}

/** Whom the registry names for the whole object; null for names, which it does not know. */
function findRegistryContact({ registry }: DecisionBasis, asset: Asset): EmailAddress | null {
  const view = viewRegistry(registry);
  if (asset.kind === "prefix") return view.wholeOf(asset.prefix).contact;
  return asset.kind === "asn" ? (view.findSystem(asset.asn)?.contact ?? null) : null;
}

/**
 * Who is told that a claim was asked for: its organisation (T1), with who asked (T10); the registry's contact; whoever
 * has proved the object or what lies around it, without (T3).
 */
export function toAskedNotices(
  { instance }: Pick<ClaimContext, "instance">,
  basis: DecisionBasis,
  asked: {
    readonly organisation: Organisation;
    readonly claim: Pick<ClaimRecord, "id" | "asset"> & { readonly askedAt: Date };
    /** Name of the organisation that asks: its own, or that of the intermediary that vouches. */
    readonly asker: string;
  },
): Notice[] {
  const { organisation, claim, asker } = asked;
  const language = instance.languages[0];
  const data = { asset: formatAsset(claim.asset), organisation: asker };
  const own = noticesTo(
    organisation,
    { kind: "claim-asked", once: `claim-asked ${claim.id}`, data },
    language,
  );
  const contact = findRegistryContact(basis, claim.asset);
  const registered = contact === null ? [] : [toRegistryNotice(contact, claim, data, language)];
  const guardians = listGuardians(basis.compiled, claim.asset, claim.askedAt.getTime());
  const others = basis.world.organisations
    .filter(({ id }) => id !== organisation.id && guardians.includes(id))
    .flatMap((guardian) =>
      noticesTo(
        guardian,
        {
          kind: "claim-rival",
          once: `claim-rival ${claim.id}`,
          data: { asset: data.asset, reason: "asked", until: "" },
        },
        language,
      ),
    );
  return [...own, ...registered, ...others];
}

function toRegistryNotice(
  address: EmailAddress,
  claim: Pick<ClaimRecord, "id">,
  data: Notice["data"],
  language: Notice["language"],
): Notice {
  const once = `claim-asked ${claim.id} ${address}`;
  return { kind: "claim-asked", once, organisation: null, address, language, data };
}
