import type { ImportWorldContext } from "../actions/import-world.ts";
import { systemClock } from "../platform/clock.ts";
import { shipped } from "./shipped.ts";

/** What contacts of other systems are imported with. */
export async function openImport(): Promise<ImportWorldContext> {
  const [{ contactReaders }, { freeMail }, { findPublicSuffix }, parsing, writing, types] =
    await Promise.all([
      import("../registry/contact-import/contact-readers.ts"),
      import("../registry/contact-import/free-mail.ts"),
      import("../registry/public-suffix.ts"),
      import("../registry/world-file/parse-world-file.ts"),
      import("../registry/world-file/write-world-file.ts"),
      import("../registry/finding-types.ts"),
    ]);
  return {
    readers: contactReaders,
    freeMail,
    findSuffix: findPublicSuffix,
    parseWorld: parsing.parseWorldFile,
    writeWorld: writing.writeWorldFile,
    catalogue: types.readCatalogue(shipped("finding-types")),
    clock: systemClock,
  };
}
