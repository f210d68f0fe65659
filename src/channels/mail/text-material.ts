import type { AdviceTexts } from "../../domain/finding/advice.ts";
import type { NotificationId } from "../../domain/ids.ts";
import type { Instance } from "../../domain/instance.ts";
import type { MailTemplates } from "./mail-templates.ts";

/** Who mails, as the instance file says. */
export type MailInstance = {
  readonly name: string;
  readonly sender: {
    readonly name: string;
    readonly address: string;
    readonly returnPathDomain: string;
  };
  readonly contact: {
    readonly page: string;
    readonly email: string;
    readonly verifyPage: string;
    readonly telephone: string | null;
    readonly privacyEmail: string;
    readonly privacyPage: string;
  };
  readonly retention: Pick<Instance["retention"], "closedFinding">;
};

export type TextMaterial = {
  /** Where answers to a notification go; without it to the contact of the instance. */
  readonly replyTo?: (notification: NotificationId) => string;
  readonly templates: MailTemplates;
  readonly advice: AdviceTexts;
  readonly instance: MailInstance;
  /** Address of the portal, without a slash at the end. */
  readonly publicUrl: string;
};
