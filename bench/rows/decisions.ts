import { join } from "node:path";
import { decide } from "../../src/domain/decision/decide.ts";
import { type DecisionMemo, makeDecisionMemo } from "../../src/domain/decision/decision-memo.ts";
import type { FindingType } from "../../src/domain/finding/finding-type.ts";
import { noPolicy } from "../../src/domain/finding/policy-number.ts";
import { severityRank } from "../../src/domain/finding/severity.ts";
import { encodeStanding } from "../../src/domain/finding/standing.ts";
import {
  classOfAddress4,
  classOfAddress6,
  classOfName,
  compileWorld,
} from "../../src/domain/world/compile-world.ts";
import type { CompiledWorld } from "../../src/domain/world/compiled-world.ts";
import { must } from "../../src/platform/errors.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { makeSubjects, type Subjects } from "../make-subjects.ts";
import { type Outcome, repeat } from "../measure.ts";
import { decidedAt, openBasis } from "../open-basis.ts";
import { dataFolder } from "../open-context.ts";
import type { Bench } from "../row.ts";

const usualFindings = 1_000_000;
/** What is found at addresses, and at names. */
const labels = ["open-dvr-dhcpdiscover", "cve-2024-21762"] as const;

/** Compiles the world, and decides about findings with and without sharing equal decisions. */
export async function decisions(bench: Bench): Promise<Outcome> {
  const count = bench.size ?? usualFindings;
  const { basis } = await openBasis(bench);
  const { world, registry } = basis;
  const compile = (): CompiledWorld => compileWorld(world, registry, new Set(), "NL");
  const compileMs = repeat(bench.repeats, compile, (seconds) => seconds * 1000);
  const compiled = compile();
  const subjects = makeSubjects(count, bench.organisations, 4);
  const types = readTypes();
  let memo = makeDecisionMemo(compiled, decidedAt);
  const toRate = (seconds: number): number => count / seconds;
  const shared = repeat(
    bench.repeats,
    () => {
      memo = makeDecisionMemo(compiled, decidedAt);
      decideShared(compiled, memo, subjects, types);
    },
    toRate,
  );
  const again = repeat(bench.repeats, () => decideShared(compiled, memo, subjects, types), toRate);
  const single = repeat(bench.repeats, () => decideSingly(compiled, subjects, types), toRate);
  return {
    measures: [
      { name: "compiling the world", unit: "ms", values: compileMs, goal: { atMost: 2000 } },
      {
        name: "decisions as intake makes them: class looked up, equal ones shared, none known before",
        unit: "/s",
        values: shared,
        goal: { atLeast: 1_000_000 },
      },
      { name: "the same when all of them are known", unit: "/s", values: again, goal: null },
      { name: "decisions without sharing, each made anew", unit: "/s", values: single, goal: null },
    ],
    about: [
      `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry: ${compiled.addressClasses.length} classes of addresses, ${compiled.nameClasses.length} of names`,
      `${count} random findings, seven of ten at IPv4 addresses, one at an IPv6 address, two at names, one thread: ${memo.size()} different decisions`,
    ],
    profile: null,
  };
}

type Types = { readonly ofAddresses: FindingType; readonly ofNames: FindingType };

function readTypes(): Types {
  const catalogue = readCatalogue(join(dataFolder, "finding-types"));
  const [ofAddresses, ofNames] = labels;
  const find = (label: string): FindingType =>
    must(catalogue.findType(label), `${label} is a finding type`);
  return { ofAddresses: find(ofAddresses), ofNames: find(ofNames) };
}

function decideShared(
  world: CompiledWorld,
  memo: DecisionMemo,
  subjects: Subjects,
  types: Types,
): void {
  const standing = encodeStanding({
    released: true,
    tlp: "AMBER",
    gradeSuffices: true,
    policy: noPolicy,
  });
  for (let i = 0; i < subjects.count; i++) {
    const type = subjects.family[i] === 0 ? types.ofNames : types.ofAddresses;
    const address = addressClassOf(world, subjects, i);
    const name = nameClassOf(world, subjects, i);
    memo.decide(address, name, type, severityRank(type.severity), standing, decidedAt);
  }
}

function decideSingly(world: CompiledWorld, subjects: Subjects, types: Types): void {
  for (let i = 0; i < subjects.count; i++) {
    const type = subjects.family[i] === 0 ? types.ofNames : types.ofAddresses;
    decide(
      {
        addressClass: addressClassOf(world, subjects, i),
        nameClass: nameClassOf(world, subjects, i),
        type,
        severity: type.severity,
        tlp: "AMBER",
        gradeSuffices: true,
        policy: noPolicy,
        observedAt: decidedAt,
        decidedAt,
        tried: [],
      },
      world,
    );
  }
}

function addressClassOf(world: CompiledWorld, { family, words }: Subjects, i: number): number {
  if (family[i] === 0) return -1;
  return family[i] === 4
    ? classOfAddress4(world, words[i * 4] as number)
    : classOfAddress6(world, words, i * 4);
}

function nameClassOf(world: CompiledWorld, { names }: Subjects, i: number): number {
  const name = names[i] ?? null;
  return name === null ? -1 : classOfName(world, name);
}
