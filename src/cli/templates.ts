import { InvalidArgumentError, Option } from "commander";
import type { PreviewName, PreviewSubject } from "../actions/preview-text.ts";
import { type Rung, rungs } from "../domain/decision/rung.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { FindingId, NotificationId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { isUuid, readCount } from "./read-option.ts";

type PreviewOptions = {
  readonly language: Language;
  readonly notification?: string;
  readonly finding?: number;
  readonly rung?: Rung;
  readonly html?: true;
};

export const addTemplates: AddCommand = (program, line) => {
  const templates = program.command("templates").description("the texts of mails, and advice");
  const check = templates
    .command("check")
    .description(
      "whether both languages say the same, all that is there is said, and gets what it uses",
    )
    .addOption(jsonOption("print one JSON object"))
    .action(async (options: { readonly json?: true }) => {
      const summary = await line.installation.checkTexts();
      await line.terminal.write(
        options.json
          ? `${JSON.stringify(summary)}\n`
          : `${summary.messages} sentences of mails, ${summary.notices} notices, ${summary.advice} advice texts: nothing is wrong.\nMails are of version ${summary.version}.\n`,
      );
    });
  const preview = templates
    .command("preview")
    .description("the mail that a text makes, on standard output; nothing is sent")
    .argument("<name>", "primary, informed, digest, or a kind of notice such as claim-stale")
    .addOption(new Option("--language <code>").choices(["nl", "en"]).default("nl"))
    .addOption(
      new Option("--notification <id>", "filled with what somebody was told")
        .argParser(readNotificationId)
        .conflicts("finding"),
    )
    .option("--finding <number>", "filled with a finding as it stands", readCount)
    .addOption(new Option("--rung <name>", "as if it went by this rung").choices(rungs))
    .option("--html", "as for a recipient who chose HTML")
    .action((name: string, options: PreviewOptions) => show(line, name, options));
  addExamples(check, ["meldpunt templates check"]);
  addExamples(preview, [
    "meldpunt templates preview primary --language en --rung abuse-contact",
    "meldpunt templates preview primary --notification 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 > mail.eml",
    "meldpunt templates preview claim-stale",
  ]);
};

async function show(
  { installation, terminal }: CommandLine,
  name: string,
  { language, notification, finding, rung, html }: PreviewOptions,
): Promise<void> {
  const { listPreviewNames, previewText } = await import("../actions/preview-text.ts");
  const { AppError } = await import("../platform/errors.ts");
  const known = listPreviewNames();
  if (!known.some((candidate) => candidate === name)) {
    throw new AppError("wrong-usage", `There is no text ${JSON.stringify(name)}.`, {
      remedy: `Choose one of ${known.join(", ")}.`,
    });
  }
  const context = await installation.openTexts();
  const bytes = await previewText({
    context,
    input: {
      actor: installation.actor,
      name: name as PreviewName,
      language,
      subject: toSubject(notification, finding),
      rung: rung ?? null,
      format: html ? "html" : "text",
    },
  });
  await terminal.write(Buffer.from(bytes).toString("utf8"));
}

function toSubject(notification: string | undefined, finding: number | undefined): PreviewSubject {
  if (notification !== undefined) {
    return { kind: "notification", id: notification as NotificationId };
  }
  if (finding !== undefined) return { kind: "finding", id: finding as FindingId };
  return { kind: "example" };
}

function readNotificationId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    "The id of a notification is a UUID; the address of its page in the portal ends with it.",
  );
}
