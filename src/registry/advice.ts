import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Advice, AdviceTexts } from "../domain/finding/advice.ts";
import { AppError } from "../platform/errors.ts";

const fileName = /^([a-z0-9-]+)\.(nl|en)\.txt$/;

/** Reads the advice texts of a folder, `<name>.nl.txt` and `<name>.en.txt`; every text must be there in both languages. */
export function readAdvice(folder: string): AdviceTexts {
  const texts = new Map<string, { nl: string; en: string }>();
  for (const file of readdirSync(folder).sort()) {
    const [, name = "", language] = fileName.exec(file) ?? [];
    if (language !== "nl" && language !== "en")
      throw refusal(folder, `${file} is not an advice text`);
    const text = texts.get(name) ?? { nl: "", en: "" };
    text[language] = readFileSync(join(folder, file), "utf8").trim();
    texts.set(name, text);
  }
  for (const [name, text] of texts) {
    if (text.nl === "") throw refusal(folder, `${name}.nl.txt is missing or empty`);
    if (text.en === "") throw refusal(folder, `${name}.en.txt is missing or empty`);
  }
  return new Map([...texts].map(([name, text]) => [name, withVersion(name, text)]));
}

function withVersion(name: string, text: Omit<Advice, "version">): Advice {
  const hash = createHash("sha256").update(JSON.stringify([name, text.nl, text.en]));
  return { ...text, version: hash.digest("hex").slice(0, 8) };
}

function refusal(folder: string, problem: string): AppError {
  return new AppError("input-refused", `Advice texts in ${folder} cannot be used: ${problem}.`, {
    remedy: "Name files <name>.nl.txt and <name>.en.txt; each text is needed in both languages.",
  });
}
