import PostalMime from "postal-mime";
import type { SignedFile } from "../../../domain/incoming/signed-file.ts";
import { toSafeFileName } from "../../../platform/safe-file-name.ts";
import { cutMail, mostAttachedLines } from "./cut-mail.ts";

const limits = { maxNestingDepth: 50, maxHeadersSize: 262_144 };

/**
 * Files that came with a mail and a signature of theirs. Only what was sent in base64 keeps its bytes on every way; the
 * signature of anything else will not fit. None of a mail that reading all of would cost too much (`cutMail`): half a list
 * is none.
 */
export async function readSignedFiles(bytes: Uint8Array): Promise<SignedFile[]> {
  if (cutMail(bytes, mostAttachedLines).length < bytes.length) return [];
  const email = await PostalMime.parse(bytes, { ...limits, forceRfc822Attachments: true }).catch(
    () => null,
  );
  const files = (email?.attachments ?? []).flatMap(({ filename, content }) =>
    filename === null || typeof content === "string"
      ? []
      : [{ name: filename, content: new Uint8Array(content) }],
  );
  return files.flatMap(({ name, content }) => {
    const signature = files.find(
      (file) => file.name === `${name}.asc` || file.name === `${name}.sig`,
    );
    return signature === undefined
      ? []
      : [{ fileName: toSafeFileName(name), content, signature: signature.content }];
  });
}
