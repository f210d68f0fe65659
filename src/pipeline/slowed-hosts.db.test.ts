import { expect, it } from "vitest";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { toEmail } from "../../test/properties/arbitrary-objects.ts";
import { plainContact } from "../domain/world/world.ts";
import { listSlowedHosts } from "../store/views/slowed-hosts.ts";

const house = useOutgoingHouse();

/** Many owners whose mail one provider hosts, and one elsewhere. */
const customers = Array.from({ length: 40 }, (_, i) => `customer-${i}`);
const world = {
  organisations: Object.fromEntries([
    ...customers.map((id, i) => [
      id,
      {
        claims: [`192.0.2.${i}/32`],
        contacts: [{ ...plainContact, role: "findings", email: toEmail(`${id}@mail.example`) }],
      },
    ]),
    ["elsewhere", { claims: ["198.51.100.0/24"] }],
  ]),
};
const list = [
  "ip,port,timestamp,type",
  ...customers.map((_, i) => `192.0.2.${i},443,2026-07-01T08:00:00Z,ssl-freak`),
  "198.51.100.7,443,2026-07-01T08:00:00Z,ssl-freak",
].join("\n");

const recipients = (): string[] => house.server.kept.map(({ to }) => to);

it("a host that asks for less gets less, the others their mail at once", async () => {
  await house.loadWorld(world);
  await house.submit({ csv: list });
  for (const id of customers) {
    house.server.behave(`${id}@mail.example`, {
      kind: "reply",
      at: "rcpt",
      code: 421,
      text: "4.7.0 Too much mail from you",
    });
  }
  const first = await house.run();
  expect(recipients()).toEqual(["findings@elsewhere.example"]);
  // Only what was on its way already was tried; the rest was parked without asking.
  const { retry, parked } = first.delivered;
  expect(retry).toBeLessThanOrEqual(house.context.transport.concurrency);
  expect(retry + parked).toBe(40);
  expect(await listSlowedHosts(house.context.sql)).toMatchObject([
    { host: "mail.example", waiting: 40, reason: expect.stringContaining("Too much mail") },
  ]);

  // It takes mail again: each mail that it takes lets two more go, in the same run.
  house.server.forget();
  house.later(7);
  await house.run();
  expect(new Set(recipients()).size).toBe(41);
  expect(recipients()).toHaveLength(41);
  expect(await listSlowedHosts(house.context.sql)).toEqual([]);
  expect(await house.dispositions()).toEqual({ delivered: 41 });
});

it("a mailbox that is deferred for its own sake delays nobody", async () => {
  await house.loadWorld(world);
  await house.submit({ csv: list });
  house.server.behave("customer-0@mail.example", {
    kind: "reply",
    at: "rcpt",
    code: 452,
    text: "4.2.2 Mailbox full",
  });
  const { delivered } = await house.run();
  expect(delivered).toMatchObject({ accepted: 40, retry: 1, parked: 0 });
  expect(await listSlowedHosts(house.context.sql)).toEqual([]);
});

it("mail composed while its host is slow waits with the rest, ten minutes at most", async () => {
  await house.loadWorld(world);
  house.server.behave("customer-0@mail.example", {
    kind: "reply",
    at: "rcpt",
    code: 450,
    text: "4.7.1 Rate limited",
  });
  await house.submit({ csv: `${list.split("\n").slice(0, 2).join("\n")}\n` });
  await house.run();
  await house.submit({ csv: list });
  expect((await house.run()).delivered).toMatchObject({ accepted: 1 });
  house.later(10);
  await house.run();
  expect(new Set(recipients()).size).toBe(40);
});
