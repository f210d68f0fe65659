// A mail server that takes every mail and forgets it; sends its port, and ends when its parent does.
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  authOptional: true,
  disableReverseLookup: true,
  logger: false,
  onData(stream, _, callback) {
    stream.on("end", () => callback(null, "2.0.0 taken"));
    stream.resume();
  },
});
server.on("error", () => undefined);
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.server.address() as AddressInfo).port);
});
process.once("disconnect", () => process.exit());
