import type { DomainName } from "../network/domain-name.ts";
import type { RegisteredSubject } from "./judge-registry-objects.ts";
import type { JudgeWords } from "./judge-words.ts";
import type { ProofOutcome } from "./proof-outcome.ts";

/** Looks for a token at other people's servers; answers in half a minute at most, never throws for what they do. */
export type ProofChecks = {
  /** In the DNS, at `_meldpunt.` of the name; for a prefix give its reverse zone (`findReverseZone`). */
  readonly checkName: (name: DomainName, judge: JudgeWords) => Promise<ProofOutcome>;
  /** In the file that a web server serves for this very host. */
  readonly checkHost: (host: DomainName, judge: JudgeWords) => Promise<ProofOutcome>;
  /** In the remarks of the registry object that holds the prefix, or of the AS. */
  readonly checkRegistered: (
    subject: RegisteredSubject,
    judge: JudgeWords,
  ) => Promise<ProofOutcome>;
};
