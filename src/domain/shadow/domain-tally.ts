import { compareText } from "../compare-text.ts";
import { mailDomainOf } from "../network/email-address.ts";
import type { DomainCounts } from "./comparison.ts";
import type { Recipient } from "./parties.ts";
import type { MailedRole } from "./verdict.ts";

type Counts = { mailings: number; notInFeeds: number } & Record<MailedRole, number>;

/** Counts mailings by mail domain, and all of them. */
export type DomainTally = {
  readonly all: Readonly<Counts>;
  /** @param role null when the feeds do not have the object */
  add(recipient: Recipient, role: MailedRole | null): void;
  /** The domains with most mailings, and the rest as one; they add up to `all`. */
  list(most: number): DomainCounts[];
};

export function makeDomainTally(): DomainTally {
  const all = noCounts();
  const byDomain = new Map<string, Counts>();
  return {
    all,
    add({ address }, role) {
      const domain = mailDomainOf(address);
      let counts = byDomain.get(domain);
      if (counts === undefined) {
        counts = noCounts();
        byDomain.set(domain, counts);
      }
      for (const tallied of [all, counts]) {
        tallied.mailings += 1;
        tallied[role ?? "notInFeeds"] += 1;
      }
    },
    list(most) {
      const sorted = [...byDomain].sort(
        ([a, one], [b, other]) => other.mailings - one.mailings || compareText(a, b),
      );
      const shown = sorted.slice(0, most).map(([domain, counts]) => ({ domain, ...counts }));
      const rest = sorted.slice(most);
      if (rest.length === 0) return shown;
      const sum = noCounts();
      for (const [, counts] of rest) {
        for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name];
      }
      return [...shown, { domain: null, ...sum }];
    },
  };
}

function noCounts(): Counts {
  return {
    mailings: 0,
    notInFeeds: 0,
    primary: 0,
    owner: 0,
    informed: 0,
    stranger: 0,
    unjudged: 0,
  };
}
