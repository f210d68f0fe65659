import { enclosesRange } from "../network/address-range.ts";
import type { AsNumber } from "../network/as-number.ts";
import { type AddressRange, type Prefix, prefixRange, toNumber } from "../network/prefix.ts";
import type { ClaimUse } from "../world/world.ts";
import type { JudgeWords } from "./judge-words.ts";
import { type ProofOutcome, type RefusalReason, refuse, type Seen } from "./proof-outcome.ts";
import { listProofWords } from "./proof-token.ts";

/** What a registry says about address space or an AS, with what its holder remarks. */
export type RegistryObject = {
  /** For people: `inetnum 192.0.2.0 - 192.0.2.255`. */
  readonly title: string;
  /** The database it is from, upper case (`RIPE`); null when the answer comes from the registry itself (RDAP). */
  readonly source: string | null;
  readonly remarks: readonly string[];
} & (
  | { readonly kind: "network"; readonly range: AddressRange }
  | { readonly kind: "system"; readonly asn: AsNumber }
  | { readonly kind: "route"; readonly range: AddressRange }
);

/** What can be proved by a registry object. */
export type RegisteredSubject =
  | { readonly kind: "prefix"; readonly prefix: Prefix }
  | { readonly kind: "asn"; readonly asn: AsNumber };

/** Databases in which only who holds a resource writes about it. */
const guardedSources: ReadonlySet<string> = new Set(["RIPE", "AFRINIC", "APNIC", "ARIN", "LACNIC"]);

/**
 * Decides whether the token stands in the object that holds what is claimed: of all networks given that enclose the
 * prefix the smallest, or the AS itself. So the objects have to include the most specific one, as a registry's own
 * look-up answers it.
 *
 * A route of exactly the prefix shows who runs the network (`operate`): whoever announces may write it.
 */
export function judgeRegistryObjects(
  subject: RegisteredSubject,
  objects: readonly RegistryObject[],
  judge: JudgeWords,
): ProofOutcome {
  const withToken = objects.filter((object) => isRight(object, judge));
  const guarded = objects.filter(({ source }) => source === null || guardedSources.has(source));
  const holders = findHolders(subject, guarded);
  if (holders.some((object) => withToken.includes(object))) return proved(holders, "own");
  const routes = guarded.filter((object) => isRouteOf(object, subject));
  if (routes.some((object) => withToken.includes(object))) return proved(routes, "operate");
  return refused(toReason(subject, objects, { withToken, guarded, holders }, judge), objects);
}

type Sorted = {
  readonly withToken: readonly RegistryObject[];
  readonly guarded: readonly RegistryObject[];
  readonly holders: readonly RegistryObject[];
};

function toReason(
  subject: RegisteredSubject,
  objects: readonly RegistryObject[],
  { withToken, guarded, holders }: Sorted,
  judge: JudgeWords,
): RefusalReason {
  if (withToken.some((object) => !guarded.includes(object))) return "wrong-registry";
  if (withToken.some((object) => enclosesSubject(object, subject))) return "not-most-specific";
  if (withToken.length > 0) return "not-covering";
  if (objects.length === 0) return "not-found";
  if (holders.length === 0) return "not-covering";
  const verdict = judge(holders.flatMap(toWords));
  return verdict === "right" ? "not-covering" : verdict;
}

function findHolders(
  subject: RegisteredSubject,
  objects: readonly RegistryObject[],
): RegistryObject[] {
  const enclosing = objects.filter((object) => enclosesSubject(object, subject));
  return enclosing.filter((object) => !enclosing.some((other) => toSize(other) < toSize(object)));
}

function enclosesSubject(object: RegistryObject, subject: RegisteredSubject): boolean {
  if (subject.kind === "asn") return object.kind === "system" && object.asn === subject.asn;
  return object.kind === "network" && enclosesRange(object.range, prefixRange(subject.prefix));
}

function isRouteOf(object: RegistryObject, subject: RegisteredSubject): boolean {
  if (subject.kind === "asn" || object.kind !== "route") return false;
  const range = prefixRange(subject.prefix);
  return enclosesRange(object.range, range) && enclosesRange(range, object.range);
}

function toSize(object: RegistryObject): bigint {
  if (object.kind === "system") return 1n;
  const { family, first, last } = object.range;
  return toNumber(family, last) - toNumber(family, first);
}

function isRight(object: RegistryObject, judge: JudgeWords): boolean {
  return judge(toWords(object)) === "right";
}

function toWords({ remarks }: RegistryObject): string[] {
  return remarks.flatMap(listProofWords);
}

function proved(objects: readonly RegistryObject[], use: ClaimUse): ProofOutcome {
  const reach = "registered-object";
  const seen = objects.map(toSeen);
  return { kind: "proved", method: "registry-object", reach, use, dnssec: null, seen };
}

function refused(reason: RefusalReason, objects: readonly RegistryObject[]): ProofOutcome {
  const seen = objects.map(toSeen);
  if (reason !== "not-found") return refuse("registry-object", reason, { seen });
  return refuse("registry-object", reason, { detail: "The registry has no object that holds it." });
}

function toSeen({ title, source }: RegistryObject): Seen {
  return { server: source ?? "registry", role: "registry", says: title };
}
