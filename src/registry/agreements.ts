import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../domain/compare-text.ts";
import type { Agreement } from "../domain/registration/agreement.ts";
import { AppError } from "../platform/errors.ts";

const fileName = /^participation\.([0-9a-z-]{1,20})\.(nl|en)\.txt$/;

/**
 * Reads the agreement on taking part, `participation.<version>.<language>.txt`: the latest version by its name, which
 * must be there in both languages. Earlier ones stay in the folder, since organisations agreed to them.
 */
export function readAgreement(folder: string): Agreement {
  const versions = new Map<string, { nl: string; en: string }>();
  for (const file of readdirSync(folder)) {
    const [, version = "", language] = fileName.exec(file) ?? [];
    if (language !== "nl" && language !== "en") {
      throw refusal(folder, `${file} is no text of an agreement`);
    }
    const texts = versions.get(version) ?? { nl: "", en: "" };
    texts[language] = readFileSync(join(folder, file), "utf8").trim();
    versions.set(version, texts);
  }
  for (const [version, texts] of versions) {
    if (texts.nl === "" || texts.en === "") {
      throw refusal(folder, `version ${version} is not there in both languages`);
    }
  }
  const version = [...versions.keys()].sort(compareText).at(-1);
  const texts = version === undefined ? undefined : versions.get(version);
  if (version === undefined || texts === undefined) throw refusal(folder, "there is none");
  return { name: "participation", version, texts };
}

function refusal(folder: string, problem: string): AppError {
  return new AppError("input-refused", `Agreements in ${folder} cannot be used: ${problem}.`, {
    remedy: "Name files participation.<version>.nl.txt and participation.<version>.en.txt.",
  });
}
