import { randomBytes } from "node:crypto";
import type { ActionContext, OutgoingContext } from "../cli/installation.ts";
import type { Config } from "../platform/config.ts";
import { isDemonstration, toBorrowedName } from "./read-settings-files.ts";
import { shipped } from "./shipped.ts";

/** What notifying needs besides: texts, a way for mail to go, chance. */
export async function openOutgoing(
  config: Config,
  context: ActionContext,
): Promise<OutgoingContext> {
  const [
    { openLog },
    mail,
    composing,
    templates,
    { readAdvice },
    { deriveKey },
    { makeNoticeComposer },
    { readNoticeTemplates },
    { openProtection },
  ] = await Promise.all([
    import("../platform/log.ts"),
    import("../channels/mail/open-mail-channel.ts"),
    import("../channels/mail/compose-mail.ts"),
    import("../channels/mail/mail-templates.ts"),
    import("../registry/advice.ts"),
    import("../platform/master-key.ts"),
    import("../channels/mail/compose-notice.ts"),
    import("../channels/mail/notice-templates.ts"),
    import("./open-protection.ts"),
  ]);
  const { instance, masterKey } = context;
  if (config.smtpUrl !== null && isDemonstration(config)) throw toBorrowedName();
  const protect = openProtection(context);
  return {
    ...context,
    log: openLog(config.logLevel),
    composer: composing.makeMailComposer(
      {
        templates: templates.readMailTemplates(shipped("templates/mail")),
        advice: readAdvice(shipped("advice")),
        instance,
      },
      protect,
    ),
    composeNotice: makeNoticeComposer(
      {
        templates: readNoticeTemplates(shipped("templates/notices")),
        instance,
        publicUrl: config.publicUrl,
      },
      protect,
    ),
    transport: await mail.openMailChannel({
      smtpUrl: config.smtpUrl,
      smtpLogPath: config.smtpLogPath,
      dataFolder: config.dataFolder,
      returnPathDomain: instance.sender.returnPathDomain,
      returnPathKey: deriveKey(masterKey, "return path"),
    }),
    random: randomBytes,
  };
}
