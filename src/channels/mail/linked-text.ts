import type { LinkedFile } from "../../domain/notification/linked-file.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { toAnswerPage } from "./answer-page.ts";
import { toDayText } from "./day-text.ts";
import type { TextMaterial } from "./text-material.ts";

/** What a mail says of the files that are fetched instead of being attached. */
export type LinkedText = {
  /** Where they are, until when, and how a program fetches them. */
  readonly where: string;
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  /** How to find out whether what was fetched is what was meant. */
  readonly check: string;
};

/** Each file with its number, size and SHA-256; false where nothing is linked. */
export function toLinkedText(
  { answerToken, recipient: { language, key }, rows }: Notification,
  files: readonly LinkedFile[],
  { templates, publicUrl }: TextMaterial,
): LinkedText | false {
  const [first] = files;
  if (first === undefined || answerToken === null) return false;
  const say = (name: string, values?: Record<string, string | number>): string =>
    templates.message(language, `linked.${name}`, values);
  const page = toAnswerPage(publicUrl, language, answerToken);
  const until = toDayText(first.until, language);
  const where = [say("where", { page, until, count: files.length })];
  if (key !== null && rows.some(({ tier }) => tier >= 2)) where.push(say("encrypted"));
  return {
    where: where.join("\n\n"),
    files: files.map(({ name, bytes, sha256 }, i) => ({
      file: say("file", { position: i + 1, name, bytes: bytes.length }),
      digest: Buffer.from(sha256).toString("hex"),
    })),
    check: say("check"),
  };
}
