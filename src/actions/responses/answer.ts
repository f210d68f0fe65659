import type { FindingId, NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { ResponseFault } from "../../domain/response/judge-response.ts";
import type { Response } from "../../domain/response/response.ts";

/** For whom an answer counts. */
export type Respondent =
  /** Its owner or who is asked to act, by a token or through an operator. */
  | { readonly kind: "organisation"; readonly organisation: OrganisationId }
  /** Whoever was told by a notification: with the link of its mail, by a reply, by telephone. */
  | {
      readonly kind: "recipient";
      readonly notification: NotificationId;
      /** Null: through an operator. */
      readonly link: string | null;
    }
  /** Whom the recipient handed some rows on to. */
  | {
      readonly kind: "supplier";
      readonly notification: NotificationId;
      readonly link: string;
      readonly positions: readonly number[];
    };

/** An answer about findings, or about all that its notification told of. */
export type Answer = {
  readonly about: readonly number[] | "all";
  readonly response: Response;
};

/** What became of an answer about one finding. */
export type RespondedFinding = {
  readonly finding: FindingId;
  /**
   * - `taken`: it counts from now on
   * - `unchanged`: it said the same before
   * - `late`: the finding is closed, or somebody else's by now
   * - `refused`: this party cannot say so, or not like this
   * - `unknown`: there is no such finding for this party
   */
  readonly outcome: "taken" | "unchanged" | "late" | "refused" | "unknown";
  /** Of what is refused; else null. */
  readonly because: ResponseFault | null;
};
