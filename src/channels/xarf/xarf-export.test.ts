import { expect, it } from "vitest";
import { makeRow } from "../../../test/makers/notification.ts";
import { makeXarfCheck } from "../../../test/makers/xarf-check.ts";
import type { FinderId, FindingId, ReportId } from "../../domain/ids.ts";
import { makeXarfExport } from "./xarf-export.ts";

it("writes a valid report a line, with all columns as evidence and an id of its own", () => {
  const house = {
    name: "Nederlands Security Meldpunt",
    contact: { email: "contact@meldpunt.example" },
  };
  const writer = makeXarfExport(house).open(
    {
      report: "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90" as ReportId,
      finder: "divd" as FinderId,
      format: "csv",
      reportType: null,
      caseName: "DIVD-2026-00901",
      tlp: "GREEN",
      grade: "verified",
      receivedAt: new Date("2026-11-20T05:00:00Z"),
    },
    [],
  );
  const evidence = new Map([["banner", "é\n"]]);
  const lines = [1, 2].map((id) =>
    writer.toLine({ ...makeRow({ evidence }), finding: id as FindingId }),
  );
  const reports = lines.map((line) => JSON.parse(line));
  const problemsOf = makeXarfCheck();
  expect(reports.map(problemsOf)).toEqual([null, null]);
  expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  expect(new Set(reports.map(({ report_id }) => report_id)).size).toBe(2);
  expect(reports[0].tags).toContain("tlp:green");
  expect(JSON.parse(Buffer.from(reports[0].evidence[0].payload, "base64").toString())).toEqual({
    banner: "é",
  });
  expect(reports[0].meldpunt).toMatchObject({ row: 1, case: "DIVD-2026-00901" });
});
