import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { toOutcomeText } from "../src/domain/finder/report-outcome.ts";
import { dispositions } from "../src/domain/finding/disposition.ts";
import { severities } from "../src/domain/finding/severity.ts";
import type { ReportId } from "../src/domain/ids.ts";
import { programFolder } from "../src/platform/config.ts";
import { en } from "../src/web/portal/texts/en.ts";
import { nl } from "../src/web/portal/texts/nl.ts";

type Language = "nl" | "en";
type Text = { readonly where: string; readonly text: string };

const pages = { nl, en } as const;
const keys = Object.keys(nl) as (keyof typeof nl)[];

/** Labels that name one thing each; sentences are not among them. */
const labels = keys.filter(
  (key) =>
    /^(?:severity|grade|state|disposition|kind|lane|rung|role|delivery|outcome|wait)\.[\w-]+$/.test(
      key,
    ) ||
    /^(?:claim|custody|members|finder)\.state\./.test(key) ||
    /^(?:answers\.kind|mails\.(?:suggestion|class|state)|(?:register|organisation|keys|own-keys)\.state)-/.test(
      key,
    ),
);

function read(path: string): string {
  return readFileSync(join(programFolder, path), "utf8");
}

function mailMessages(language: Language): Record<string, string> {
  return JSON.parse(read(`data/templates/mail/${language}/messages.json`));
}

/** Everything that people read in a language: pages, mails, notices, advice, agreements. */
function listTexts(language: Language): Text[] {
  const files = globSync(
    [`data/templates/*/${language}/*`, `data/{advice,agreements}/*.${language}.txt`],
    {
      cwd: programFolder,
    },
  );
  return [
    ...keys.map((key) => ({ where: key, text: pages[language][key] })),
    ...files.map((where) => ({ where, text: read(where) })),
  ];
}

/** Words of which a label of one language has several in the other, with those. */
function findSplitWords(from: Language, to: Language): string[] {
  const meanings = Map.groupBy(labels, (key) => pages[from][key].toLowerCase());
  return [...meanings].flatMap(([word, same]) => {
    const others = new Set(same.map((key) => pages[to][key].toLowerCase()));
    return others.size === 1 ? [] : [`${word}: ${[...others].join(", ")} (${same.join(", ")})`];
  });
}

test("a label has one word in either language, and a word is the label of one thing", () => {
  expect(labels.length).toBeGreaterThan(100);
  expect(findSplitWords("nl", "en")).toEqual([]);
  expect(findSplitWords("en", "nl")).toEqual([]);
});

test.each(["nl", "en"] as const)("mails and pages call severities the same (%s)", (language) => {
  const mail = mailMessages(language);
  for (const severity of severities)
    expect(mail[`severity.${severity}`]).toBe(pages[language][`severity.${severity}`]);
});

test.each(["nl", "en"] as const)(
  "finders read the dispositions that pages show (%s)",
  (language) => {
    for (const disposition of dispositions) {
      const outcome = {
        report: "r" as ReportId,
        refusedBecause: null,
        dispositions: { [disposition]: 2 },
      };
      expect(toOutcomeText([outcome], language)).toContain(
        `2 ${pages[language][`disposition.${disposition}`]}`,
      );
    }
  },
);

/** Words that are not ours, with the one that is (docs/glossary.md). */
const strangers: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  nl: [
    [/\b(?:je|jij|jou|jouw|jullie)\b/i, "u"],
    [/\bu heeft\b/i, "u hebt"],
    [/zeer hoog|hoogste ernst/i, "kritiek"],
    [/verholpen|verhelp/i, "opgelost"],
    [/onder (?:zich|u nemen|ons nemen)/i, "overnemen"],
    [/toegangswoord/i, "toegangscode"],
    [/verwittig/i, "gewaarschuwd"],
    [/(?:een|iemand) van onze mensen/i, "een medewerker"],
    [/beantwoord (?:dan |meteen |dan meteen )?dit bericht/i, "antwoord op dit bericht"],
    [/\b(?:geen|alle|onze|de|welke) post\b/i, "mail"],
    [/\bop een mens\b|\béén mens\b/i, "medewerker"],
    [/abuseadres|abuse-adres/i, "abuse-contact"],
    [/e-mail(?!adres)/i, "mail"],
  ],
  en: [
    [/\bunmitigated|remediat/i, "fix"],
    [/\bgenuine\b/i, "real"],
    [/one of our people/i, "a member of staff"],
    [/\banswer this message\b/i, "reply to this message"],
    [/(?<!\{)\be-?mail(?! address)/i, "mail"],
    [/\borganization\b/i, "British spelling"],
  ],
};

test.each(["nl", "en"] as const)("texts keep to our words (%s)", (language) => {
  const found = listTexts(language).flatMap(({ where, text }) =>
    strangers[language].flatMap(([word, ours]) => {
      const [hit] = text.match(word) ?? [];
      return hit === undefined ? [] : [`${where}: ${hit}, for which we say ${ours}`];
    }),
  );
  expect(found).toEqual([]);
});

/** What every mail says once, wherever it goes and whatever it says else. */
const onceInMails: Readonly<Record<Language, readonly string[]>> = {
  nl: [
    "IS DIT BERICHT ECHT?",
    "Wij vragen u nooit om",
    "WAAROM KRIJGT U DIT?",
    "Uw adres ",
    "WAT IS ER GEVONDEN?",
    "ANTWOORDEN\n\n",
    "STOPPEN",
    "PRIVACY",
  ],
  en: [
    "IS THIS MESSAGE REAL?",
    "We never ask you for",
    "WHY DO YOU GET THIS?",
    "Your address ",
    "WHAT WAS FOUND?",
    "ANSWERING\n\n",
    "STOPPING",
    "PRIVACY",
  ],
};

const heads: Readonly<Record<Language, RegExp>> = {
  nl: /^Wat: .*^Waar: .*^Ernst: .*^Kenmerk: .*^IS DIT BERICHT ECHT\?$/ms,
  en: /^What: .*^Where: .*^Severity: .*^Reference: .*^IS THIS MESSAGE REAL\?$/ms,
};

/** The text of a golden mail, without what its recipient may send on. */
async function readOwnText(path: string): Promise<string> {
  const { text = "" } = await PostalMime.parse(read(path));
  return text.replaceAll("\r\n", "\n").replace(/^-{10} begin .*^-{10} (?:einde|end) .*?$/ms, "");
}

test.each(["nl", "en"] as const)(
  "a mail says once why, whether it is real, how to answer and stop (%s)",
  async (language) => {
    const mails = globSync(`test/golden/mail/*.${language}.eml`, {
      cwd: programFolder,
    }).filter((path) => !path.includes("correction-"));
    expect(mails.length).toBeGreaterThan(10);
    for (const path of mails) {
      const text = await readOwnText(path);
      const counts = onceInMails[language].map((one) => [path, one, text.split(one).length - 1]);
      expect(counts).toEqual(onceInMails[language].map((one) => [path, one, 1]));
      // What, where, how bad and whether it is real: on the first screen.
      expect(text.split("\n").slice(0, 24).join("\n")).toMatch(heads[language]);
    }
  },
);

test.each(["nl", "en"] as const)("what we never ask is said in the same words (%s)", (language) => {
  const never = pages[language]["verify.never"];
  const saying = ["mail", "notices"].flatMap((folder) =>
    globSync(`data/templates/${folder}/${language}/{body.txt,body.html,correction.txt,frame.txt}`, {
      cwd: programFolder,
    }),
  );
  expect(saying).toHaveLength(4);
  for (const path of saying) expect(read(path)).toContain(never);
});
