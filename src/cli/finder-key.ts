import type { Command } from "commander";
import type { FinderId } from "../domain/ids.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readSlug } from "./read-option.ts";
import { toTime } from "./table.ts";

type Json = { readonly json?: true };

/** Adds what is done with the keys that finders sign with. */
export function addFinderKeys(finder: Command, { installation, terminal }: CommandLine): void {
  const key = finder.command("key").description("OpenPGP keys that a finder signs with");
  const added = key
    .command("add")
    .description("give a finder a public key, after its fingerprint was compared by another way")
    .argument("<id>", "its id, in the register or the world file", readSlug)
    .argument("<file>", "the public key in ASCII armor")
    .addOption(jsonOption())
    .action(async (id: string, file: string, { json }: Json) => {
      const { addFinderKey } = await import("../actions/add-finder-key.ts");
      const { readKeyFile } = await import("./report-file.ts");
      const armored = await readKeyFile(file);
      const context = await installation.open();
      const input = { actor: installation.actor, finder: id as FinderId, armored };
      const { fingerprint, expiresAt } = await addFinderKey({ context, input });
      if (json) {
        return void (await terminal.write(
          `${JSON.stringify({ finder: id, fingerprint, expiresAt })}\n`,
        ));
      }
      const until = expiresAt === null ? "it does not expire" : `until ${toTime(expiresAt)}`;
      await terminal.write(`${id} may sign with ${fingerprint}, ${until}.\n`);
    });
  addExamples(added, ["meldpunt finder key add divd divd.asc"]);
  const revoked = key
    .command("revoke")
    .description("end a key for good")
    .argument("<id>", "its id", readSlug)
    .argument("<fingerprint>", "as `finder show` prints it")
    .action(async (id: string, fingerprint: string) => {
      const { revokeFinderKey } = await import("../actions/revoke-finder-key.ts");
      const context = await installation.open();
      const input = { actor: installation.actor, finder: id as FinderId, fingerprint };
      await revokeFinderKey({ context, input });
      await terminal.write("Revoked: a report signed with it waits for a person.\n");
    });
  addExamples(revoked, [
    "meldpunt finder key revoke divd b39edda19676e5f47bdacea0c02768144b42e0a3",
  ]);
}
