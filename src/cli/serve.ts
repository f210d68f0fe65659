import { type AddCommand, addExamples } from "./command.ts";
import { readPort } from "./read-option.ts";
import { untilStopped } from "./until-stopped.ts";

type Options = { readonly host: string; readonly port: number; readonly nextPort?: true };

export const addServe: AddCommand = (program, { installation, terminal }) => {
  const command = program
    .command("serve")
    .description("portal, API and pipeline in one process")
    .option(
      "--host <address>",
      "address to listen on; the loopback address unless told otherwise",
      "127.0.0.1",
    )
    .option("--port <number>", "TCP port", readPort, 8080)
    .option("--next-port", "where the port is taken, take the next free one")
    .action(async ({ host, port, nextPort }: Options) => {
      const stopped = untilStopped();
      // First: where the port is taken, nothing else has begun.
      const listening = await installation.listen();
      const served = await installation.serve({ host, port, nextPort: nextPort === true });
      terminal.note(`Meldpunt answers at ${served.url}; Ctrl-C stops it.`);
      if (served.tokenFile !== null) terminal.note(`It asks for the token in ${served.tokenFile}.`);
      const { startWork } = await import("./work-loop.ts");
      const working = startWork(await installation.openWork());
      if (listening !== null) terminal.note(`It takes mail at ${listening.url}.`);
      await stopped;
      await listening?.close();
      await served.close();
      await working.stop();
    });
  addExamples(command, ["meldpunt serve", "meldpunt serve --port 8443 --host 192.0.2.10"]);
};
