import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { ActionContext } from "../cli/installation.ts";
import type { Asking } from "../lookups/asking.ts";
import { systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Sql } from "../platform/database.ts";
import { loadFormats, loadRegistrySources } from "./load-formats.ts";
import { memberReader } from "./member-reader.ts";
import { openLookAgain, openLookups, openProofChecks } from "./open-asking.ts";
import { readInstance } from "./read-settings-files.ts";
import { shipped } from "./shipped.ts";

/** Rows taken in by one transaction: small enough to hold several, large enough that a commit hardly counts. */
const chunkRows = 16_384;

/** Everything that actions work with. */
export async function makeContext(
  config: Config,
  sql: Sql,
  asking: Asking,
): Promise<ActionContext> {
  const [
    { readMasterKey },
    { readCatalogue },
    { readEvidence },
    { makeBasisReader },
    { parseWorldFile },
    { findPublicSuffix },
    { freeMail },
    { readAgreement },
  ] = await Promise.all([
    import("../platform/master-key.ts"),
    import("../registry/finding-types.ts"),
    import("../pipeline/read-evidence.ts"),
    import("../pipeline/material/basis.ts"),
    import("../registry/world-file/parse-world-file.ts"),
    import("../registry/public-suffix.ts"),
    import("../registry/contact-import/free-mail.ts"),
    import("../registry/agreements.ts"),
  ]);
  const instance = await readInstance(config);
  const [formats, registrySources, masterKey] = await Promise.all([
    loadFormats(shipped("shadowserver"), instance),
    loadRegistrySources(),
    readMasterKey(join(config.dataFolder, "keys")),
  ]);
  const pipeline = {
    sql,
    clock: systemClock,
    instance,
    catalogue: readCatalogue(shipped("finding-types")),
    sources: formats.sources,
    masterKey,
    keptFolder: join(config.dataFolder, "reports"),
    readBasis: makeBasisReader(sql, systemClock, instance.homeCountry, masterKey),
    chunkRows,
  };
  return {
    ...pipeline,
    ...formats,
    registrySources,
    freeMail,
    lookups: await openLookups(config, asking),
    lookAgain: await openLookAgain(config, asking, instance),
    readEvidence: (refs) => readEvidence(pipeline, refs),
    parseWorld: parseWorldFile,
    findSuffix: findPublicSuffix,
    checks: (await openProofChecks(config, asking)).checks,
    random: randomBytes,
    memberReader,
    readMail: async (bytes) =>
      (await import("../channels/mail/incoming/read-incoming-mail.ts")).readIncomingMail(bytes),
    readSignedFiles: async (bytes) =>
      (await import("../channels/mail/incoming/read-signed-files.ts")).readSignedFiles(bytes),
    agreement: readAgreement(shipped("agreements")),
  };
}
