import type { ProtectMail } from "../channels/mail/protect/protect-mail.ts";
import type { ActionContext, TextsContext, TextsSummary } from "../cli/installation.ts";
import type { Config } from "../platform/config.ts";
import { shipped } from "./shipped.ts";

/**
 * The texts of mails and what fills them in; no way for mail to go.
 *
 * @param protect signs and encrypts; without it mails are as they are looked at
 */
export async function openTexts(
  config: Config,
  context: ActionContext,
  protect?: ProtectMail,
): Promise<TextsContext> {
  const [composing, templates, { readAdvice }, notices, { readNoticeTemplates }, replies, keys] =
    await Promise.all([
      import("../channels/mail/compose-mail.ts"),
      import("../channels/mail/mail-templates.ts"),
      import("../registry/advice.ts"),
      import("../channels/mail/compose-notice.ts"),
      import("../channels/mail/notice-templates.ts"),
      import("../channels/mail/reply-address.ts"),
      import("../platform/master-key.ts"),
    ]);
  const { toReplyAddress } = replies;
  const { deriveKey } = keys;
  const { instance, masterKey } = context;
  const key = deriveKey(masterKey, "return path");
  const advice = readAdvice(shipped("advice"));
  return {
    ...context,
    advice,
    composer: composing.makeMailComposer(
      {
        templates: templates.readMailTemplates(shipped("templates/mail")),
        advice,
        instance,
        publicUrl: config.publicUrl,
        // Nobody is asked to write where nobody listens.
        ...(config.mailListenUrl === null && config.imapUrl === null
          ? {}
          : { replyTo: (id) => toReplyAddress(key, id, instance.sender.returnPathDomain) }),
      },
      protect,
    ),
    composeNotice: notices.makeNoticeComposer(
      {
        templates: readNoticeTemplates(shipped("templates/notices")),
        instance,
        publicUrl: config.publicUrl,
      },
      protect,
    ),
  };
}

/** Reads everything that people are told; throws `input-refused` with all that is wrong with the first that is. */
export async function checkTexts(): Promise<TextsSummary> {
  const [{ readMailTemplates }, { readNoticeTemplates }, { readAdvice }, catalogue, advice, texts] =
    await Promise.all([
      import("../channels/mail/mail-templates.ts"),
      import("../channels/mail/notice-templates.ts"),
      import("../registry/advice.ts"),
      import("../registry/finding-types.ts"),
      import("../registry/check-advice.ts"),
      import("../channels/mail/mail-texts.ts"),
    ]);
  const { noticeVariables } = await import("../domain/notice/notice.ts");
  const { version } = readMailTemplates(shipped("templates/mail"));
  readNoticeTemplates(shipped("templates/notices"));
  const read = readAdvice(shipped("advice"));
  advice.checkAdvice(
    read,
    catalogue.readCatalogue(shipped("finding-types")),
    shipped("finding-types"),
  );
  return {
    version,
    messages: Object.keys(texts.mailMessages).length,
    notices: Object.keys(noticeVariables).length,
    advice: read.size,
  };
}
