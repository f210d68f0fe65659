import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const folder = join(import.meta.dirname, "../../data/xarf");

/** Checks a report against the XARF v4 schemas that ship; answers what is wrong with it, null for nothing. */
export function makeXarfCheck(): (report: unknown) => string | null {
  // The schemas use `x-recommended`, and conditions on properties that they do not declare.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const read = (file: string): object => JSON.parse(readFileSync(join(folder, file), "utf8"));
  ajv.addSchema(read("xarf-core.json"));
  for (const file of readdirSync(join(folder, "types"))) ajv.addSchema(read(`types/${file}`));
  const validate = ajv.compile(read("xarf-v4-master.json"));
  return (report) => (validate(report) ? null : ajv.errorsText(validate.errors));
}
