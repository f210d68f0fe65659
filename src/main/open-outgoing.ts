import { randomBytes } from "node:crypto";
import type { ActionContext, OutgoingContext } from "../cli/installation.ts";
import type { Config } from "../platform/config.ts";
import { openMachines } from "./open-machines.ts";
import { openTexts } from "./open-texts.ts";
import { isDemonstration, toBorrowedName } from "./read-settings-files.ts";

/** What notifying needs besides: texts, keys to sign with, a way for mail to go, chance. */
export async function openOutgoing(
  config: Config,
  context: ActionContext,
): Promise<OutgoingContext> {
  const [{ openLog }, mail, { deriveKey }, { openProtection }] = await Promise.all([
    import("../platform/log.ts"),
    import("../channels/mail/open-mail-channel.ts"),
    import("../platform/master-key.ts"),
    import("./open-protection.ts"),
  ]);
  const { instance, masterKey } = context;
  if (config.smtpUrl !== null && isDemonstration(config)) throw toBorrowedName();
  return {
    ...(await openTexts(config, context, openProtection(context))),
    log: openLog(config.logLevel),
    transport: await mail.openMailChannel({
      smtpUrl: config.smtpUrl,
      smtpLogPath: config.smtpLogPath,
      dataFolder: config.dataFolder,
      returnPathDomain: instance.sender.returnPathDomain,
      returnPathKey: deriveKey(masterKey, "return path"),
    }),
    ...(await openMachines(config)),
    publicUrl: config.publicUrl,
    random: randomBytes,
  };
}
