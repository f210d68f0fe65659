import { type AddCommand, addExamples, jsonOption } from "./command.ts";

export const addMigrate: AddCommand = (program, { installation, terminal }) => {
  const command = program
    .command("migrate")
    .description("bring the database to what this version expects")
    .addHelpText(
      "after",
      "\nForward only; several processes may try at once. The embedded database migrates by itself.",
    )
    .addOption(jsonOption())
    .action(async ({ json }: { readonly json?: true }) => {
      const { migrate } = await import("../platform/migrate.ts");
      const applied = await migrate(await installation.openDatabase());
      if (json) return void (await terminal.write(`${JSON.stringify({ applied })}\n`));
      await terminal.write(
        applied.length === 0
          ? "Nothing to do: the database is up to date.\n"
          : applied.map((name) => `applied  ${name}\n`).join(""),
      );
    });
  addExamples(command, ["DATABASE_URL=postgresql://meldpunt@db.example/meldpunt meldpunt migrate"]);
};
