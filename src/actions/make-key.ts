import type { Actor } from "../domain/access/actor.ts";
import type { OwnKey } from "../domain/keys/own-key.ts";
import { mailDomainOf } from "../domain/network/email-address.ts";
import { type DkimAlgorithm, makeDkimKey } from "../platform/crypto/own-dkim-key.ts";
import type { KeyMaterial } from "../platform/crypto/own-key-material.ts";
import { makePgpKey } from "../platform/crypto/own-pgp-key.ts";
import { permit } from "./access/permit.ts";
import { keepKey } from "./keys/keep-key.ts";
import type { KeyContext } from "./keys/key-context.ts";

/** What is made; a certificate for S/MIME comes from an authority, and is added. */
export type KeyWanted =
  | { readonly kind: "pgp"; readonly validDays: number | null }
  | { readonly kind: "dkim"; readonly algorithm: DkimAlgorithm; readonly selector: string };

const dayMs = 24 * 60 * 60_000;

/**
 * Makes a key of the installation for its sender's address, or its domain, and seals it under the master key.
 *
 * @returns the key without its private part, which nobody is ever shown
 */
export async function makeKey({
  context,
  input,
}: {
  readonly context: KeyContext;
  readonly input: {
    readonly actor: Actor;
    readonly wanted: KeyWanted;
    /** Null: at once. Before that it is published. */
    readonly signsFrom: Date | null;
  };
}): Promise<OwnKey> {
  const { actor, wanted, signsFrom } = input;
  permit(actor, "key.keep", "everybody");
  return keepKey(context, actor, wanted.kind, await makeMaterial(context, wanted), signsFrom);
}

async function makeMaterial(
  { clock, instance }: KeyContext,
  wanted: KeyWanted,
): Promise<KeyMaterial> {
  const { name, address } = instance.sender;
  if (wanted.kind === "dkim") {
    return makeDkimKey(wanted.algorithm, wanted.selector, mailDomainOf(address));
  }
  const validMs = wanted.validDays === null ? null : wanted.validDays * dayMs;
  return makePgpKey({ name, address, at: clock(), validMs });
}
