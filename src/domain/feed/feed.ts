import type { Brand } from "../brand.ts";
import type { Grade } from "../finding/grade.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { FinderId, ReportId } from "../ids.ts";
import type { Format } from "../report/source.ts";

/** Slug of a feed in the feeds file (`shadowserver-nl`). */
export type FeedId = Brand<string, "FeedId">;

/** What holds for a feed of any kind (docs/formats/feeds.md). */
type FeedTerms = {
  readonly id: FeedId;
  readonly finder: FinderId;
  /** As for `report submit`: null where the report itself says it. */
  readonly format: Format | null;
  readonly typeLabel: string | null;
  readonly caseName: string | null;
  readonly tlp: Tlp | null;
  readonly grade: Grade | null;
  readonly complete: boolean;
  /** Rest between two looks. */
  readonly everyMs: number;
  /** A feed that brought nothing for this long is silent; null: silence means nothing. */
  readonly expectedWithinMs: number | null;
};

export type FolderTerms = FeedTerms & {
  readonly kind: "folder";
  /** Absolute path. */
  readonly folder: string;
  /** A file that did not change for this long is complete. */
  readonly quietMs: number;
  /** How long what was taken in or refused still lies beside it. */
  readonly keepMs: number;
};

/** Where a secret is kept: never in the feeds file itself. */
export type SecretPlace =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "environment"; readonly name: string };

export type ShadowserverTerms = FeedTerms & {
  readonly kind: "shadowserver-api";
  /** Both end in a slash. */
  readonly api: string;
  readonly downloads: string;
  /** The servers stand in a network of ours, at addresses that nobody else may lead us to. */
  readonly internal: boolean;
  readonly apiKey: SecretPlace;
  readonly secret: SecretPlace;
  /** Lists to ask for; empty: all that the account is subscribed to. */
  readonly lists: readonly string[];
  /** Report types to take; empty: all. */
  readonly types: readonly string[];
  /** First day to ask for, `YYYY-MM-DD`; null: a week before the first look. */
  readonly since: string | null;
  /** Days that are listed again, since files may come late. */
  readonly overlapDays: number;
};

/** Events that the finder posts to us. */
export type EventsTerms = FeedTerms & {
  readonly kind: "events";
  /** They become a report when the oldest has waited for this long, or so many wait. */
  readonly gatherMs: number;
  readonly mostEvents: number;
};

/** A feed as the feeds file describes it. */
export type FeedSettings = FolderTerms | ShadowserverTerms | EventsTerms;

/** Something that a feed offers to be taken in. */
export type FeedFile = {
  /** Unique in its feed, for ever. */
  readonly key: string;
  /** Base name, safe to show and to use. */
  readonly name: string;
};

/** What a look at a feed found. */
export type Look = {
  /** What to hand over at the next look. */
  readonly position: string | null;
  /** May name files that were found before. */
  readonly files: readonly FeedFile[];
};

/** How a file ended. */
export type FeedFileOutcome =
  | {
      readonly state: "taken";
      readonly report: ReportId;
      /** These bytes were a report before they came from here. */
      readonly repeated: boolean;
      readonly accepted: number;
      readonly quarantined: number;
    }
  | { readonly state: "refused"; readonly report: ReportId | null; readonly reason: string };

/** A file of a feed while it is read. */
export type OpenFeedFile = {
  readonly bytes: number | null;
  /** Each is valid until the next is asked for. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Ends the reading, and where none has begun too: an iteration that never starts has no end of its own. */
  close(): Promise<void>;
};

/** Something that reports come from by themselves. */
export type Feed = {
  readonly settings: FeedSettings;
  /**
   * Looks what there is. Throws `feed-failed` when the feed does not answer; `details.retryAfterMs` says when it may be
   * asked again, where it said so.
   */
  look(position: string | null, now: Date): Promise<Look>;
  /**
   * Opens a file to be read once. Throws `input-refused` when it can never be taken in, `feed-failed` when another
   * attempt may succeed; so does the reading.
   */
  open(file: FeedFile): Promise<OpenFeedFile>;
  /** Called once the outcome is recorded, and again when it may have been interrupted. */
  settle(file: FeedFile, outcome: FeedFileOutcome): Promise<void>;
};
