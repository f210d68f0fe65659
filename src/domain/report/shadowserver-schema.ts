/** Where a value of a report goes in an IntelMQ event. */
export type ShadowserverField = {
  /** Name of the column. */
  readonly column: string;
  /** Key of the event (`source.ip`); `extra.` keeps the column's name under `extra`; null: not in the event. */
  readonly key: string | null;
  /** Name of the conversion that the feed's owner prescribes; null takes the value as it is. */
  readonly conversion: string | null;
};

/** One type of report, as the feed's owner publishes it. */
export type ShadowserverReport = {
  /** As it stands in file names (`event4_sinkhole`); the key of the schema. */
  readonly fileName: string;
  /** As it stands in IntelMQ's `feed.name`. */
  readonly feedName: string;
  /** Values that every event has, by key. */
  readonly constants: Readonly<Record<string, string>>;
  readonly required: readonly ShadowserverField[];
  readonly optional: readonly ShadowserverField[];
};

/** All types of report, by file name. */
export type ShadowserverSchema = {
  /** Date of the newest part, RFC 3339; null when it does not say. */
  readonly dated: string | null;
  readonly reports: ReadonlyMap<string, ShadowserverReport>;
  /** How most reports map a column, by its name. */
  readonly defaults: ReadonlyMap<string, ShadowserverField>;
};

/** A report type that the schema does not have, from the names of its columns: each is mapped as most reports map it. */
export function toReportOfColumns(
  fileName: string,
  columns: readonly string[],
  defaults: ShadowserverSchema["defaults"],
): ShadowserverReport {
  const fields = columns.map(
    (column) => defaults.get(column) ?? { column, key: "extra.", conversion: "validate_to_none" },
  );
  const address = fields.find((field) => field.column === "ip" || field.column === "src_ip");
  const isRequired = (field: ShadowserverField): boolean =>
    field.column === "timestamp" || field === address;
  return {
    fileName,
    feedName: fileName,
    constants: {},
    required: fields.filter(isRequired),
    optional: fields.filter((field) => !isRequired(field)),
  };
}
