import { expect, test } from "vitest";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

test("nobody is asked where no setting says so, and what is known can be looked at all the same", async () => {
  const refused = await meldpunt.run("contacts", "fetch", "192.0.2.7");
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("MELDPUNT_LOOKUPS=on");
  expect(await meldpunt.done("contacts", "show", "192.0.2.7")).toMatch(
    /^object +192\.0\.2\.7\nregistry +abuse@access\.example\n$/,
  );
  expect(await meldpunt.json("contacts", "show", "AS64501", "--json")).toEqual({
    object: "AS64501",
    stated: [],
    found: [],
  });
  expect((await meldpunt.run("contacts", "show", "no object")).status).toBe(3);
  expect((await meldpunt.run("contacts", "fetch", "--limit", "many")).status).toBe(2);
});
