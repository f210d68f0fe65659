import { isUtf8 } from "node:buffer";
import type { ContactFile } from "../../domain/world/import/contact-reader.ts";
import type { Remark } from "../../domain/world/import/remark.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * The text of a file that a spreadsheet or a database wrote: UTF-8, UTF-16 with its mark, else Windows-1252, which is told
 * because it may be wrong.
 */
export function decodeText(file: ContactFile, remarks: Remark[]): string {
  const { name, bytes } = file;
  const utf16 = findUtf16(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  if (bytes.includes(0)) {
    throw new AppError("input-refused", `${name}: holds zero bytes, so it is no text.`, {
      remedy: "Save it as CSV (UTF-8), JSON or XLSX.",
    });
  }
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  remarks.push({
    file: name,
    line: null,
    row: null,
    field: "",
    effect: "changed",
    value: "",
    problem: "not UTF-8: read as Windows-1252 (latin-1)",
    remedy: "Look at a name with an accent; if it is wrong, save the file as UTF-8.",
  });
  return new TextDecoder("windows-1252").decode(bytes);
}

function findUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}
