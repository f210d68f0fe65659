import type { Decision } from "../../src/domain/decision/decision.ts";
import { toEmail } from "./arbitrary-objects.ts";
import { makeFindingType } from "./arbitrary-question.ts";
import type { Decider, Setting } from "./fast-decide.ts";
import {
  makeQuestion,
  makeRegistry,
  makeWorld,
  type PlainQuestion,
  type PlainRegistry,
  type PlainWorld,
} from "./make-world.ts";

/** A sentence of the design, what follows from it, and in which world. */
export type Case = readonly [sentence: string, expected: string, given: Given];

export type Given = PlainQuestion & {
  readonly world?: PlainWorld;
  readonly registry?: PlainRegistry;
  readonly dead?: readonly string[];
};

/** The decision of a case: `owner rung recipient tier`, or `owner held reason`; then whom it informs. */
export function decideCase(
  { world = {}, registry = {}, dead = [], ...question }: Given,
  toDecider: (setting: Setting) => Decider,
): string {
  const decide = toDecider({
    world: makeWorld(world),
    registry: makeRegistry(registry),
    deadAddresses: new Set(dead.map(toEmail)),
  });
  return summarise(decide(makeQuestion(question)));
}

function summarise({ owner, primary, held, informed }: Decision): string {
  const outcome =
    primary === null
      ? `held ${held.reason}`
      : `${primary.rung} ${primary.organisation ?? primary.address} ${primary.tier}`;
  const aside = informed
    .map(({ organisation, tier }) => ` +${organisation} ${tier}`)
    .toSorted()
    .join("");
  return `${owner ?? "-"} ${outcome}${aside}`;
}

/** Midnight in UTC. */
export function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Types, an address and its registry that many cases share. */
export const aboutName = makeFindingType("old-site", "vulnerability", "name", 1);
export const bot = makeFindingType("bot", "compromise", "address", 3);
export const leak = makeFindingType("leak", "leaked-credential", "mail-domain", 3);
export const exploited = makeFindingType("exploited", "vulnerability", "address", 2, true);
export const address = "192.0.2.7";
export const announced = { "192.0.2.0/24": "AS64500" };
export const dutch = { "192.0.2.0/24": "NL" };
export const uni = { claims: ["192.0.2.0/24"] };
export const member = { ...uni, memberOf: ["cert"] };
