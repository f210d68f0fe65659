import { type AddCommand, addExamples } from "./command.ts";
import { untilStopped } from "./until-stopped.ts";

export const addWork: AddCommand = (program, { installation, terminal }) => {
  const command = program
    .command("work")
    .description("pipeline only: compose, deliver, expire; run as many as you like, anywhere")
    .action(async () => {
      const stopped = untilStopped();
      const { startWork } = await import("./work-loop.ts");
      // First: where the port is taken, nothing else has begun.
      const listening = await installation.listen();
      const working = startWork(await installation.openWork());
      if (listening !== null) terminal.note(`It takes mail at ${listening.url}.`);
      terminal.note("Meldpunt works; Ctrl-C stops it.");
      await stopped;
      await listening?.close();
      await working.stop();
    });
  addExamples(command, ["DATABASE_URL=postgresql://meldpunt@db.example/meldpunt meldpunt work"]);
};
