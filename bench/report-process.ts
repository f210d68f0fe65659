// Writes the report of a shape (its argument, as JSON) to standard output: a process of its own, so that making it takes
// no memory of the one that is measured.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { makeReport, type ReportShape } from "./make-report.ts";

const shape = JSON.parse(process.argv[2] ?? "null") as ReportShape;
await pipeline(Readable.from(makeReport(shape), { objectMode: true }), process.stdout);
