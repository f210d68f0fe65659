// Goes on as another program: replaces this process where Node.js can (from 26 without a warning),
// else runs it as a child and passes signals and exit status through.
import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { programFolder } from "./install.mjs";

/** Signals that people and supervisors send; the terminal sends the first to the child by itself. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"];

/** Does not return. `node` comes first in PATH, so that whatever the program starts uses it too. */
export function goOn(node, args) {
  const env = {
    // Kept compiled, programs start in a third of the time.
    NODE_COMPILE_CACHE: join(programFolder, "node_modules", ".cache", "node"),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
  };
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= 26 && typeof process.execve === "function")
    process.execve(node, [node, ...args], env);

  const child = spawn(node, args, { stdio: "inherit", env });
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (status, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exit(status ?? 1);
  });
}
