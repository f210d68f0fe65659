import type { ActionContext } from "../cli/installation.ts";
import type { Instance } from "../domain/instance.ts";

/** Formats that reports come in, and those in which their observations leave. */
export async function loadFormats(
  schemaFolder: string,
  instance: Instance,
): Promise<Pick<ActionContext, "sources" | "exportFormats" | "mailedSources">> {
  const [
    shadowserver,
    schemas,
    delimited,
    jsonl,
    nuclei,
    intelmq,
    events,
    csv,
    lines,
    xarf,
    ...mailed
  ] = await Promise.all([
    import("../sources/shadowserver/shadowserver-source.ts"),
    import("../sources/shadowserver/read-schema.ts"),
    import("../sources/delimited/delimited-source.ts"),
    import("../sources/jsonl/jsonl-source.ts"),
    import("../sources/nuclei/nuclei-source.ts"),
    import("../sources/intelmq/intelmq-source.ts"),
    import("../channels/intelmq/intelmq-export.ts"),
    import("../channels/csv/csv-export.ts"),
    import("../channels/jsonl/jsonl-export.ts"),
    import("../channels/xarf/xarf-export.ts"),
    import("../sources/intelmq/intelmq-mailed.ts"),
    import("../sources/delimited/delimited-mailed.ts"),
  ]);
  const [mailedEvents, mailedLists] = mailed;
  const schema = await schemas.readShadowserverSchema(schemaFolder);
  return {
    sources: [
      shadowserver.makeShadowserverSource(schema),
      nuclei.nucleiSource,
      intelmq.intelmqSource,
      jsonl.jsonlSource,
      delimited.delimitedSource,
    ],
    mailedSources: [mailedEvents.intelmqMailed, mailedLists.delimitedMailed],
    exportFormats: [
      events.makeIntelmqExport(schema),
      events.makeIntelmqExport(schema, "3.5"),
      csv.csvExport,
      lines.jsonlExport,
      xarf.makeXarfExport(instance),
    ],
  };
}

export async function loadRegistrySources(): Promise<ActionContext["registrySources"]> {
  const [ranges, statistics, dump, rpsl] = await Promise.all([
    import("../registry/csv-ranges.ts"),
    import("../registry/delegated-statistics.ts"),
    import("../registry/ris-dump.ts"),
    import("../registry/rpsl.ts"),
  ]);
  return [ranges.csvRanges, statistics.delegatedStatistics, dump.risDump, rpsl.rpsl];
}
