import type { RecheckOutcome } from "./judge-rechecks.ts";
import { isProduct, type SeenVersion, softwareIn } from "./seen-version.ts";

/** Who repairs without changing the version that a server names. */
const distribution =
  /\b(?:debian|ubuntu|raspbian|centos|red ?hat|rhel|rocky|almalinux|fedora|suse|freebsd)\b/i;
/** The revision of a package, which does change: `Ubuntu-4ubuntu0.5`, `Debian-10+deb9u7`. */
const revision = /(?:ubuntu|deb)[\w.+~-]*\d/i;

/**
 * What a server says of itself means for a version that was seen there: still open where it is the same, gone where it is a
 * later one, else unclear.
 *
 * The same version of a distribution's package tells nothing unless its revision is the same as well: they repair without
 * another version. Nor does an earlier one, or another product: that may be another machine behind the same address.
 */
export function judgeHeard(
  seen: SeenVersion,
  heard: string,
): { readonly outcome: RecheckOutcome; readonly detail: string } {
  const now = softwareIn(heard).find(({ product }) => isProduct(seen.product, product));
  if (now === undefined) {
    return { outcome: "unclear", detail: "names no version of the product that was seen" };
  }
  const said = `version ${now.version}, seen was ${seen.version}`;
  const order = compareVersions(seen.version, now.version);
  if (order === "later") return { outcome: "gone", detail: said };
  if (order !== "same") return { outcome: "unclear", detail: said };
  if (!distribution.test(heard)) return { outcome: "still-open", detail: said };
  const isSamePackage =
    seen.banner !== null && revision.test(seen.banner) && heard.includes(seen.banner);
  return isSamePackage
    ? { outcome: "still-open", detail: said }
    : { outcome: "unclear", detail: `${said}: a distribution's package, which may be repaired` };
}

/** How the second stands to the first; unclear: earlier, or one of them is less exact. */
function compareVersions(seen: string, now: string): "same" | "later" | "unclear" {
  if (seen === now) return "same";
  const [a, b] = [toParts(seen), toParts(now)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (b[i] as number) - (a[i] as number);
    if (difference !== 0) return difference > 0 ? "later" : "unclear";
  }
  return "unclear";
}

/** Numbers, and a letter at the end as one: `1.0.2k`, `8.2p1`. */
function toParts(version: string): number[] {
  return (version.match(/\d+|[a-z]$/g) ?? []).map((part) =>
    /\d/.test(part) ? Number(part) : part.charCodeAt(0),
  );
}
