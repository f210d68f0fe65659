import { expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { registrySources, useRegistryLoader } from "../../test/registry-makers.ts";
import { readRegistry } from "../store/registry.ts";
import { diffRegistry } from "./diff-registry.ts";
import { loadRegistry } from "./load-registry.ts";

const house = useOutgoingHouse();
const { write } = useRegistryLoader(house.context.sql);

const context = () => ({ ...house.context, registrySources });
const delegated = (country: string): string =>
  write(`first,last,country\n198.51.100.0,198.51.100.255,${country}\n`);
const inputOf = (country: string) => ({
  actor: operator,
  layer: "delegated" as const,
  paths: [delegated(country)],
  country: null,
});

it("tries a layer on the findings of the last days, and a load that moves them is held", async () => {
  await house.loadWorld({ organisations: { region: { serves: ["country:NL"] } } });
  await loadRegistry({ context: context(), input: { ...inputOf("NL"), force: false } });
  const rows = Array.from({ length: 60 }, (_, i) => `198.51.100.${i + 1},443,ssl-freak`);
  const csv = ["ip,port,type,timestamp", ...rows.map((row) => `${row},2026-07-01T08:00:00Z`)].join(
    "\n",
  );
  await house.submit({ csv });

  const { versions } = await readRegistry(house.context.sql);
  const same = await diffRegistry({ context: context(), input: inputOf("NL") });
  expect(same).toMatchObject({
    unchanged: true,
    decisions: { findings: 60, moved: 0 },
    braked: [],
  });

  const answer = await diffRegistry({ context: context(), input: { ...inputOf("BE"), days: 1 } });
  expect(answer).toMatchObject({
    replaced: false,
    unchanged: false,
    difference: { v4: { changed: 256 }, changedShare: 1 },
    decisions: { days: 1, findings: 60, moved: 60, newlyHeld: 60 },
    braked: ["addresses", "decisions"],
  });
  expect(answer.decisions.changes[0]).toMatchObject({
    findings: 60,
    before: { organisation: "region", rung: "catch-all" },
    after: { held: "nobody" },
  });
  expect((await readRegistry(house.context.sql)).versions).toEqual(versions);
  const kept = await house.context.sql.query("select id from registry_versions");
  expect(kept.rowCount).toBe(1);

  const loading = loadRegistry({ context: context(), input: { ...inputOf("BE"), force: false } });
  await expect(loading).rejects.toMatchObject({
    code: "brake",
    message: expect.stringContaining("60 of 60 findings of the last 7 days"),
  });
});
