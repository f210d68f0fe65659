import { InvalidArgumentError } from "commander";
import { permit } from "../actions/access/permit.ts";
import type { DeliveryId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { isUuid, readCount } from "./read-option.ts";
import { toCount, toTable, toTime } from "./table.ts";

type SettleOptions = { readonly arrived?: true; readonly lost?: true };

export const addDelivery: AddCommand = (program, line) => {
  const delivery = program
    .command("delivery")
    .description("what became of mail: in doubt, dead, waiting for a slow host");
  const doubtful = delivery
    .command("doubtful")
    .description("which they are, with the Message-ID to look for in the log of the mail server")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: { readonly json?: true }) => list(line, options.json === true));
  addExamples(doubtful, ["meldpunt delivery doubtful"]);
  const dead = delivery
    .command("dead")
    .description("what did not arrive in the last days, why, and whether somebody else was told")
    .option("--days <count>", "so many days back", readCount, 7)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: { readonly days: number; readonly json?: true }) =>
      listDead(line, options.days, options.json === true),
    );
  addExamples(dead, ["meldpunt delivery dead", "meldpunt delivery dead --days 30 --json"]);
  const slowed = delivery
    .command("slowed")
    .description("mail hosts that asked for less, and how much waits for them")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: { readonly json?: true }) => listSlowed(line, options.json === true));
  addExamples(slowed, ["meldpunt delivery slowed"]);
  const settle = delivery
    .command("settle")
    .description(
      "say what became of one: it has arrived, or it is sent again with the same Message-ID",
    )
    .argument("<id>", "as `delivery doubtful` shows it", readDeliveryId)
    .option("--arrived", "the server took it")
    .option("--lost", "the server never had it")
    .action(async (id: DeliveryId, options: SettleOptions) => {
      if ((options.arrived === true) === (options.lost === true)) {
        settle.error("error: say either --arrived or --lost");
      }
      await settleOne(line, id, options.arrived === true);
    });
  addExamples(settle, ["meldpunt delivery settle 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --arrived"]);
};

function readDeliveryId(text: string): DeliveryId {
  if (isUuid(text)) return text.toLowerCase() as DeliveryId;
  throw new InvalidArgumentError("The id of a delivery is a UUID.");
}

async function list({ installation, terminal }: CommandLine, isJson: boolean): Promise<void> {
  const { listDoubtfulDeliveries } = await import("../store/views/doubtful-deliveries.ts");
  const { sql } = await installation.open();
  permit(installation.actor, "delivery.read", "everybody");
  const deliveries = await listDoubtfulDeliveries(sql);
  if (isJson) {
    await terminal.write(deliveries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    return;
  }
  if (deliveries.length === 0) return void (await terminal.write("No mail is in doubt.\n"));
  await terminal.write(
    toTable(
      [{ title: "delivery" }, { title: "tried" }, { title: "address" }, { title: "Message-ID" }],
      deliveries.map(({ delivery, startedAt, address, messageId }) => [
        delivery,
        startedAt === null ? "" : toTime(startedAt),
        address,
        messageId,
      ]),
    ),
  );
}

const dayMs = 24 * 3_600_000;
const mostDead = 1000;

async function listDead(
  { installation, terminal }: CommandLine,
  days: number,
  isJson: boolean,
): Promise<void> {
  const { listDeadLetters } = await import("../store/views/dead-letters.ts");
  const { sql, clock } = await installation.open();
  permit(installation.actor, "delivery.read", "everybody");
  const since = new Date(clock().getTime() - days * dayMs);
  const letters = await listDeadLetters(sql, since, mostDead);
  if (isJson) {
    await terminal.write(letters.map((letter) => `${JSON.stringify(letter)}\n`).join(""));
    return;
  }
  if (letters.length === 0)
    return void (await terminal.write("Everything has arrived, or is still tried.\n"));
  await terminal.write(
    toTable(
      [
        { title: "failed" },
        { title: "number" },
        { title: "to" },
        { title: "by" },
        { title: "tries", align: "right" },
        { title: "rows", align: "right" },
        { title: "told elsewhere", align: "right" },
        { title: "why" },
      ],
      letters.map((letter) => [
        toTime(letter.failedAt),
        letter.number,
        letter.address,
        letter.channel,
        toCount(letter.attempts),
        toCount(letter.rows),
        toCount(letter.toldElsewhere),
        letter.reply ?? letter.outcome ?? "",
      ]),
    ),
  );
}

async function listSlowed({ installation, terminal }: CommandLine, isJson: boolean): Promise<void> {
  const { listSlowedHosts } = await import("../store/views/slowed-hosts.ts");
  const { sql } = await installation.open();
  permit(installation.actor, "delivery.read", "everybody");
  const hosts = await listSlowedHosts(sql);
  if (isJson) {
    await terminal.write(hosts.map((host) => `${JSON.stringify(host)}\n`).join(""));
    return;
  }
  if (hosts.length === 0) return void (await terminal.write("No mail host asks for less.\n"));
  await terminal.write(
    toTable(
      [
        { title: "host" },
        { title: "since" },
        { title: "mails that wait", align: "right" },
        { title: "it says" },
      ],
      hosts.map(({ host, slowedAt, waiting, reason }) => [
        host,
        toTime(slowedAt),
        toCount(waiting),
        reason,
      ]),
    ),
  );
}

async function settleOne(
  { installation, terminal }: CommandLine,
  id: DeliveryId,
  arrived: boolean,
): Promise<void> {
  const { settleDelivery } = await import("../actions/settle-delivery.ts");
  const context = await installation.open();
  await settleDelivery({ context, input: { delivery: id, arrived, actor: installation.actor } });
  await terminal.write(
    arrived
      ? "Recorded: it has arrived.\n"
      : "Recorded: it goes out again with the next `meldpunt notify`.\n",
  );
}
