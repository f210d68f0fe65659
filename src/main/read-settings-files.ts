import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FeedSettings } from "../domain/feed/feed.ts";
import type { Instance } from "../domain/instance.ts";
import { formatProblem, type Problem } from "../domain/world/problem.ts";
import type { Config } from "../platform/config.ts";
import { AppError } from "../platform/errors.ts";
import { shipped } from "./shipped.ts";

/** What belongs to this installation when nobody wrote it down: the demonstration's. */
const demonstrationInstance = shipped("demo/instance.yaml");

/** The feeds file that a setting names, else that of the data folder; without either there are no feeds. */
export async function readFeeds(config: Config): Promise<readonly FeedSettings[]> {
  const own = join(config.dataFolder, "feeds.yaml");
  const path = config.feedsFile ?? (existsSync(own) ? own : null);
  if (path === null) return [];
  const { parseFeedsFile } = await import("../registry/feeds-file/parse-feeds-file.ts");
  const text = await readSettingsFile(path, "MELDPUNT_FEEDS", "docs/formats/feeds.md");
  const parsed = parseFeedsFile(text, dirname(path));
  if ("feeds" in parsed) return parsed.feeds;
  throw toBadFile(path, parsed.problems, "docs/formats/feeds.md");
}

export function isDemonstration(config: Config): boolean {
  return instancePathOf(config) === demonstrationInstance;
}

export function toBorrowedName(): AppError {
  return new AppError(
    "settings-invalid",
    "SMTP_URL would send real mail in the name of the demonstration's invented installation.",
    {
      remedy:
        "Write an instance file (docs/formats/instance.md) and name it with MELDPUNT_INSTANCE, or leave SMTP_URL out.",
    },
  );
}

export async function readInstance(config: Config): Promise<Instance> {
  const { parseInstanceFile } = await import("../registry/instance-file/parse-instance-file.ts");
  const path = instancePathOf(config);
  const text = await readSettingsFile(path, "MELDPUNT_INSTANCE", "docs/formats/instance.md");
  const parsed = parseInstanceFile(text);
  if ("instance" in parsed) return parsed.instance;
  throw toBadFile(path, parsed.problems, "docs/formats/instance.md");
}

/** The instance file that a setting names, else that of the data folder, else that of the demonstration. */
function instancePathOf(config: Config): string {
  const own = join(config.dataFolder, "instance.yaml");
  return config.instanceFile ?? (existsSync(own) ? own : demonstrationInstance);
}

function readSettingsFile(path: string, setting: string, described: string): Promise<string> {
  return readFile(path, "utf8").catch((error: unknown) => {
    throw new AppError("settings-invalid", `${path} cannot be read: ${(error as Error).message}.`, {
      remedy: `Set ${setting} to the file of this installation (${described}).`,
    });
  });
}

function toBadFile(path: string, problems: readonly Problem[], described: string): AppError {
  const lines = problems.map((problem) => formatProblem(path, problem));
  return new AppError("settings-invalid", lines.join("\n"), { remedy: `See ${described}.` });
}
