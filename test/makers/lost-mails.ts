import { listOf, loadHolders } from "./held-things.ts";
import type { OutgoingHouse } from "./outgoing-house.ts";

/** One mail of which nobody knows whether it arrived, one that did not, and a host that asks for less. */
export async function loseMails(house: OutgoingHouse): Promise<void> {
  await loadHolders(house);
  house.server.behave("findings@beta.example", { kind: "drop", at: "dot", kept: false });
  house.server.behave("findings@alfa.example", {
    kind: "reply",
    at: "rcpt",
    code: 550,
    text: "5.1.1 No <b>such</b> user",
  });
  await house.submit({ csv: listOf("open-rdp", "203.0.113", 1) });
  await house.submit({ csv: listOf("open-rdp", "192.0.2", 2) });
  await house.run();
  const { sql, clock } = house.context;
  await sql.query(
    "insert into slowed_hosts (host, slowed_at, reason) values ('slow.example', $1, '421 4.7.0 Too many')",
    [clock()],
  );
}
