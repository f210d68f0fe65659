import { expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import {
  decodeStanding,
  encodeStanding,
  freedomOf as freedomInCode,
  isReleased as isReleasedInCode,
} from "../domain/finding/standing.ts";
import { tlpLabels } from "../domain/finding/tlp.ts";
import { freedomOf, isReleased, policyOf } from "./standing-order.ts";

const sql = useDatabase();

test("the database orders standings, and knows the released, as the code does", async () => {
  const codes = [0, 4, 5, 300, 511].flatMap((policy) =>
    [true, false].flatMap((released) =>
      [true, false].flatMap((gradeSuffices) =>
        tlpLabels.map((tlp) => encodeStanding({ released, tlp, gradeSuffices, policy })),
      ),
    ),
  );
  const { rows } = await sql.query<{
    code: number;
    freedom: number;
    released: boolean;
    policy: number;
  }>(
    `select code, ${freedomOf("code")} as freedom, ${isReleased("code")} as released,
            ${policyOf("code")} as policy
       from unnest($1::smallint[]) with ordinality as u (code, place) order by place`,
    [codes],
  );
  expect(rows).toEqual(
    codes.map((code) => ({
      code,
      freedom: freedomInCode(code),
      released: isReleasedInCode(code),
      policy: decodeStanding(code).policy,
    })),
  );
});
