import pg from "pg";

const { builtins } = pg.types;
const arrayOfBigint = 1016;
const arrayOfDate = 1182;

/**
 * How values of PostgreSQL become values of ours, where the driver's own way would lose something:
 * bigint as number as long as that is exact, dates as text, since a date has no zone.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const parse = format === "binary" ? undefined : own.get(oid);
    return parse ?? pg.types.getTypeParser(oid, format);
  },
};

const own = new Map<number, (text: string) => unknown>([
  [builtins.INT8, toInteger],
  [builtins.DATE, (text) => text],
  [arrayOfBigint, (text) => toArray(text, toInteger)],
  [arrayOfDate, (text) => toArray(text, (element) => element)],
]);

function toInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** One dimension without quotes, which is all that numbers and dates need. */
function toArray(text: string, parse: (element: string) => unknown): unknown[] {
  if (text === "{}") return [];
  return text
    .slice(1, -1)
    .split(",")
    .map((element) => (element === "NULL" ? null : parse(element)));
}
