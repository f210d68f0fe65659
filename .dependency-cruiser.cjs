/** The import rule of docs/architecture.md: who may know whom. */

/** Everything of ours that the folders of `from` may not import. */
function only(name, from, allowed, comment) {
  const list = [from, ...allowed].map((folder) => `^src/${folder}`);
  return {
    name,
    severity: "error",
    comment,
    from: { path: `^src/${from}`, pathNot: TESTS },
    to: { path: "^src/", pathNot: list },
  };
}

const TESTS = "[.]test[.]ts$|^src/.*/(samples|makers)/";

module.exports = {
  forbidden: [
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "The domain says what is true: no packages, no Node.js, nothing of ours but itself.",
      from: { path: "^src/domain/", pathNot: TESTS },
      to: { pathNot: "^src/domain/" },
    },
    only("platform-knows-nothing-of-ours", "platform/", [], "It could serve any other program."),
    ...["store", "sources", "channels", "registry", "lookups", "feeds"].map((folder) =>
      only(`${folder}-knows-domain-and-platform`, `${folder}/`, ["domain/", "platform/"], ""),
    ),
    only("pipeline-knows-the-store", "pipeline/", ["domain/", "platform/", "store/"], ""),
    only(
      "actions-run-the-pipeline",
      "actions/",
      [
        "domain/",
        "platform/",
        "store/",
        "pipeline/run[a-z-]*[.]ts$",
        "pipeline/material/handover[.]ts$",
      ],
      "Single stages are strung together by run.ts and the other run-*.ts.",
    ),
    ...["web", "cli"].map((folder) =>
      only(
        `${folder}-acts-through-actions`,
        `${folder}/`,
        ["domain/", "platform/", "actions/", "store/views/"],
        "Pages and commands read views and call actions; they never write.",
      ),
    ),
    {
      name: "stages-do-not-know-each-other",
      severity: "error",
      comment:
        "A stage works on what lies in material/; run.ts and the other run-*.ts string the stages together.",
      from: {
        path: "^src/pipeline/([^/]+)",
        pathNot: `^src/pipeline/run[a-z-]*[.]ts$|${TESTS}`,
      },
      to: { path: "^src/pipeline/", pathNot: "^src/pipeline/(material/|$1)" },
    },
    {
      name: "one-source-does-not-know-another",
      severity: "error",
      from: { path: "^src/sources/([^/]+)/", pathNot: TESTS },
      to: { path: "^src/sources/[^/]+/", pathNot: "^src/sources/$1/" },
    },
    {
      name: "one-channel-does-not-know-another",
      severity: "error",
      from: { path: "^src/channels/([^/]+)/", pathNot: TESTS },
      to: { path: "^src/channels/[^/]+/", pathNot: "^src/channels/$1/" },
    },
    {
      name: "one-lookup-does-not-know-another",
      severity: "error",
      comment: "Every one of them asks through the guard.",
      from: { path: "^src/lookups/([^/]+)/", pathNot: TESTS },
      to: { path: "^src/lookups/[^/]+/", pathNot: "^src/lookups/($1|guard)/" },
    },
    {
      name: "one-feed-does-not-know-another",
      severity: "error",
      from: { path: "^src/feeds/([^/]+)/", pathNot: TESTS },
      to: { path: "^src/feeds/[^/]+/", pathNot: "^src/feeds/$1/" },
    },
    {
      name: "one-action-does-not-know-another",
      severity: "error",
      comment: "What two actions share is a rule (domain) or a query (store).",
      from: { path: "^src/actions/([^/]+)", pathNot: TESTS },
      to: { path: "^src/actions/[^/]+", pathNot: "^src/actions/($1|[^/]+/)" },
    },
    {
      name: "only-main-knows-everything",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/main([.]ts$|/)|${TESTS}` },
      to: { path: "^src/main([.]ts$|/)" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "Nobody imports it and it imports nothing: it is dead, or not reached yet.",
      from: { orphan: true, path: "^src/", pathNot: `${TESTS}|[.]d[.]ts$` },
      to: {},
    },
    {
      name: "program-does-not-import-tests",
      severity: "error",
      from: { path: "^src/", pathNot: TESTS },
      to: { path: "^test/|[.]test[.]ts$" },
    },
    {
      name: "declared-packages-only",
      severity: "error",
      comment: "Whatever is imported has a line in package.json and in docs/dependencies.md.",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "undetermined"] },
    },
    {
      name: "no-development-packages-in-the-program",
      severity: "error",
      from: { path: "^src/", pathNot: TESTS },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "everything-resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no interface for programs yet, so swc parses.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
