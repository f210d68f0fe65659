import type { RegistrySource } from "../domain/registry/registry-source.ts";
import { makeRpslScanner } from "../platform/rpsl-scanner.ts";
import { fault, makeBatchDraft } from "./batch.ts";
import { readRpslObject, rpslAttributes } from "./rpsl-object.ts";
import { readLines, sampleLines } from "./text-lines.ts";

const attributePattern = /^[A-Za-z][A-Za-z0-9_-]*:(?:[ \t]|$)/;

/**
 * A registry's database in RPSL (RFC 2622, as the RIPE NCC publishes it): one class a file, or classes mixed.
 *
 * Read are inetnum, inet6num, aut-num, organisation and role; Latin-1, of which only ASCII counts.
 */
export const rpsl: RegistrySource = {
  format: "rpsl",
  layers: ["contacts", "delegated"],
  recognises(head) {
    return attributePattern.test(sampleLines(head)[0] ?? "");
  },
  async *read(chunks, options) {
    const draft = makeBatchDraft();
    const scanner = makeRpslScanner(rpslAttributes, (object) => {
      draft.add(object.line, readRpslObject(object, options));
    });
    for await (const { number, lines } of readLines(chunks, "latin1", options.fileName)) {
      for (const [i, line] of lines.entries()) {
        const problem = scanner.line(line, number + i);
        if (problem !== null) draft.add(number + i, fault(problem, line));
      }
      yield draft.take();
    }
    scanner.end();
    yield draft.take();
  },
};
