import { type Command, Option } from "commander";
import type { TypedResponse } from "../domain/response/read-response.ts";
import { falsePositiveReasons } from "../domain/response/response.ts";
import { readInstant } from "./read-option.ts";

/** What belongs to an answer besides its kind, as it is typed. */
export type ResponseOptions = Pick<
  TypedResponse,
  "to" | "because" | "reason" | "message" | "address" | "language"
> & { readonly until?: Date };

/** Adds the options that belong to some kind of answer. */
export function addResponseOptions(command: Command): Command {
  return command
    .option("--until <time>", "of working (optional) and accepted", readInstant)
    .option("--to <whom>", "of forwarded: to whom")
    .addOption(new Option("--because <why>", "of false-positive").choices(falsePositiveReasons))
    .option("--reason <text>", "needed with false-positive and accepted")
    .option("--message <text>", "of contact-us")
    .option("--address <mail>", "of other-contact: where it wants to hear of it")
    .addOption(
      new Option("--language <code>", "of other-contact: in which language").choices(["nl", "en"]),
    );
}
