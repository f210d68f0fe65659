/**
 * Runs the demonstration in a folder of its own, twice, and checks what it has to show. Prints a line for each check and
 * at the end `N passed, N failed`; the exit status is 1 when one failed.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { listSinkMessages, readSinkMessage } from "../src/channels/mail/sink.ts";
import { rungs } from "../src/domain/decision/rung.ts";
import { findAddress, formatAddress } from "../src/domain/network/ip-address.ts";
import { programFolder } from "../src/platform/config.ts";
import type { Database } from "../src/platform/database.ts";
import { openDatabase } from "../src/platform/open-database.ts";
import { listReports } from "../src/store/views/report-list.ts";
import { findReportSummary } from "../src/store/views/report-summary.ts";
import { makeDataFolder } from "../test/embedded-server.ts";
import { readSignedMail } from "../test/makers/read-signed-mail.ts";

const counts = { passed: 0, failed: 0 };

function check(name: string, faults: readonly string[]): void {
  if (faults.length === 0) counts.passed++;
  else counts.failed++;
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"}  ${name}`);
  for (const fault of faults.slice(0, 10)) console.log(`          ${fault}`);
  if (faults.length > 10) console.log(`          and ${faults.length - 10} more`);
}

/** Runs `meldpunt …` on the folder; answers its standard output. */
function run(dataFolder: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(programFolder, "src/main.ts"), ...args], {
    cwd: programFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, MELDPUNT_DATA: dataFolder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(stdout) : reject(new Error(`meldpunt ${args.join(" ")}: ${status}`)),
    );
  });
}

/** Where findings ended, by rung or by why they are held. */
async function checkRungs(sql: Database): Promise<void> {
  const { rows } = await sql.query<{ outcome: string }>(
    `select distinct coalesce(d.rung, d.held_reason) as outcome
       from findings f join decisions d on d.id = f.decision_id`,
  );
  const met = new Set(rows.map(({ outcome }) => outcome));
  const wanted = [...rungs, "nobody", "declined", "stopped", "tlp"];
  check(
    "every rung occurs, and the ways to say no",
    wanted.filter((outcome) => !met.has(outcome)).map((outcome) => `nothing ends at ${outcome}`),
  );
}

async function checkSums(sql: Database): Promise<void> {
  const reports = await listReports(sql, 1000);
  const faults: string[] = [];
  for (const { report } of reports) {
    const summary = await findReportSummary(sql, report);
    if (summary === null) continue;
    const { accepted, seenAgain, reopened, dispositions, state, fileName } = summary;
    const sum = Object.values(dispositions).reduce((total, count) => total + count, 0);
    const rows = summary.new + seenAgain + reopened;
    if (state !== "completed") faults.push(`${fileName} is ${state}`);
    if (sum !== accepted || rows !== accepted) {
      faults.push(`${fileName}: ${accepted} accepted, ${rows} counted, ${sum} by disposition`);
    }
  }
  check(`the dispositions of ${reports.length} reports add up`, faults);
  check("all reports came in", reports.length === 22 ? [] : [`${reports.length} of 22 are there`]);
}

type Told = {
  readonly messageId: string;
  readonly address: string;
  readonly state: string;
  /** Everything that the mail may name. */
  readonly objects: readonly string[];
  /** Whether each row's decision names this address. */
  readonly entitled: boolean;
};

/** Every mail, with the network objects of its rows and whether the decisions behind them name its recipient. */
async function listTold(sql: Database): Promise<Told[]> {
  const { rows } = await sql.query<Told>(
    `select n.message_id as "messageId", n.address, v.state,
            array_agg(distinct x.object) filter (where x.object is not null) as objects,
            bool_and(case nf.role
                       when 'informed' then d.informed @> jsonb_build_array(jsonb_build_object('address', n.address))
                       else d.address = n.address end) as entitled
       from notifications n
       join deliveries v on v.notification_id = n.id
       join notification_findings nf on nf.notification_id = n.id
       join decisions d on d.id = nf.decision_id
       join findings f on f.id = nf.finding_id
      cross join lateral (values (host(f.address)), (f.name)) x (object)
      group by n.id, v.state`,
  );
  return rows;
}

/** Message-IDs of mail about the register. */
async function listNoticed(sql: Database): Promise<Set<string>> {
  const { rows } = await sql.query<{ id: string }>("select message_id as id from notices");
  return new Set(rows.map(({ id }) => id));
}

async function checkMail(sql: Database, dataFolder: string): Promise<number> {
  const told = new Map((await listTold(sql)).map((mail) => [mail.messageId, mail]));
  const folder = join(dataFolder, "sink");
  const sunk = await listSinkMessages(folder, 1_000_000);
  const ids = sunk.map(({ messageId }) => messageId);
  const noticed = await listNoticed(sql);
  const missing = [...told.values()].filter(
    ({ messageId, state }) => state === "accepted" && !ids.includes(messageId),
  );
  check(
    "every mail that was accepted is in the sink",
    missing.map(({ messageId }) => messageId),
  );
  check(
    "no mail is there twice, none that nobody asked for",
    [...new Set(ids)].length === ids.length && ids.every((id) => told.has(id) || noticed.has(id))
      ? []
      : [
          `${ids.length} mails, ${new Set(ids).size} Message-IDs, ${told.size} notifications, ${noticed.size} notices`,
        ],
  );
  check(
    "decisions name whoever was told",
    [...told.values()].filter(({ entitled }) => !entitled).map(({ address }) => address),
  );
  const leaks: string[] = [];
  for (const { id, messageId, to } of sunk) {
    const mail = told.get(messageId);
    if (mail !== undefined && to.join() !== mail.address) {
      leaks.push(`${messageId} went to ${to.join()}`);
    }
    const text = await readText(await readSinkMessage(folder, id));
    // Notices are about the register: no finding stands in one.
    for (const object of findObjects(text)) {
      if (!(mail?.objects ?? []).includes(object)) leaks.push(`${to.join()} was shown ${object}`);
    }
  }
  check(`no recipient of ${sunk.length} mails got a row that is not theirs`, leaks);
  return sunk.length;
}

/** Every mail is signed by the key that the demonstration made; some of the signatures are checked. */
async function checkSignatures(dataFolder: string): Promise<void> {
  const listed = (await run(dataFolder, "keys", "list", "--json")).trim().split("\n");
  const keys = listed.map((line) => JSON.parse(line) as { kind: string; publicPart: string });
  const key = keys.find(({ kind }) => kind === "pgp");
  const openpgp = await import("openpgp");
  const verificationKeys = await openpgp.readKey({ armoredKey: key?.publicPart ?? "" });
  const folder = join(dataFolder, "sink");
  const faults: string[] = [];
  const sunk = await listSinkMessages(folder, 1_000_000);
  for (const [i, { id, messageId }] of sunk.entries()) {
    const bytes = await readSinkMessage(folder, id);
    if (!bytes.toString("latin1", 0, 500).startsWith("DKIM-Signature: v=1;")) {
      faults.push(`${messageId} has no DKIM-Signature`);
    }
    if (i % 100 > 0) continue;
    const { signed, signature } = readSignedMail(bytes);
    const { signatures } = await openpgp.verify({
      message: await openpgp.createMessage({ binary: new Uint8Array(signed) }),
      signature: await openpgp.readSignature({ armoredSignature: signature }),
      verificationKeys,
    });
    const isGood = await signatures[0]?.verified.catch(() => false);
    if (isGood !== true) faults.push(`${messageId} is not signed by the demonstration's key`);
  }
  check(`${sunk.length} mails are signed`, sunk.length > 0 ? faults : ["there are none"]);
}

/** Body and attachments. */
async function readText(bytes: Uint8Array): Promise<string> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: "utf8" });
  return [mail.text ?? "", ...mail.attachments.map(({ content }) => String(content))].join("\n");
}

/** Addresses that the text names; names are told apart from those of the house by the findings' own list. */
function findObjects(text: string): Set<string> {
  const objects = new Set<string>();
  for (const [word] of text.matchAll(/[0-9a-f.:]*[0-9a-f]/gi)) {
    const address = word.length >= 7 ? findAddress(word) : null;
    if (address !== null) objects.add(formatAddress(address));
  }
  return objects;
}

/** One primary notice for each finding, episode and round (invariant 2). */
async function checkOnce(sql: Database): Promise<void> {
  const { rows } = await sql.query<{ finding_id: number }>(
    `select nf.finding_id from notification_findings nf
      where nf.role = 'primary' and nf.superseded_at is null
      group by nf.finding_id, nf.episode, nf.round having count(*) > 1`,
  );
  check(
    "nobody hears of a finding twice",
    rows.map(({ finding_id }) => `finding ${finding_id}`),
  );
}

/** What data/demo/README.md says of the golden scenarios. */
async function checkScenarios(sql: Database): Promise<void> {
  const list = async (condition: string): Promise<string[]> => {
    const { rows } = await sql.query<{ text: string }>(
      `select concat_ws(' ', t.name, f.state, f.disposition, d.organisation) as text
         from findings f join finding_types t on t.id = f.type_id
         join reports r on r.number = f.opened_by
         left join decisions d on d.id = f.decision_id
        where ${condition} order by 1`,
    );
    return rows.map(({ text }) => text);
  };
  const brakes = await sql.query<{ organisation: string }>(
    "select organisation from volume_brakes where approved_at is null order by organisation",
  );
  check(
    "scenario 2: one recipient is held by its volume brake",
    brakes.rows.map(({ organisation }) => organisation).join() === "zakelijk-glas"
      ? []
      : [brakes.rows.map(({ organisation }) => organisation).join()],
  );
  const stopped = await list("host(f.address) in ('145.197.16.66', '145.193.77.3')");
  check(
    "scenario 8: who opted out is not told, unless the type is actively exploited",
    stopped.join("; ") === "cve-2021-26855 1 1 uni-noorderhaven; cve-2023-21529 0 4"
      ? []
      : [stopped.join("; ")],
  );
  const waiting = await list("r.finder = 'onbekende-vinder' and f.disposition <> 9");
  check("scenario 11: an unknown finder's list waits for a person", waiting);
  const two = await list("host(f.address) = '85.148.16.77' and t.name like 'cve-2021-%'");
  check(
    "scenario 18: of two weaknesses of a host one is fixed",
    two.some((text) => text.startsWith("cve-2021-26855 4")) &&
      two.some((text) => /^cve-2021-27065 [0-3]/.test(text))
      ? []
      : [two.join("; ")],
  );
}

/** For at most so much of what networks announce nobody is there. */
const mostNobody = 0.005;

type Counted = {
  readonly addresses: number | string;
  readonly byRung: { nobody: number | string };
};
type CountedGroup = { readonly key: string | null; readonly v4: Counted; readonly v6: Counted };

/** Of the announced addresses of the country hardly one is without anybody. */
async function checkCoverage(dataFolder: string): Promise<void> {
  const text = await run(dataFolder, "coverage", "--by", "as", "--limit", "1000000", "--json");
  const { breakdowns } = JSON.parse(text) as {
    readonly breakdowns: readonly { readonly groups: readonly CountedGroup[] }[];
  };
  const announced = (breakdowns[0]?.groups ?? []).filter(({ key }) => key !== null);
  const faults: string[] = [];
  for (const family of ["v4", "v6"] as const) {
    const sum = (read: (counts: Counted) => number | string): number =>
      announced.reduce((total, group) => total + Number(read(group[family])), 0);
    const addresses = sum((counts) => counts.addresses);
    const nobody = sum(({ byRung }) => byRung.nobody);
    if (addresses === 0 || nobody > mostNobody * addresses) {
      faults.push(`${family}: nobody is there for ${nobody} of ${addresses} announced addresses`);
    }
  }
  check("somebody is there for 99.5 % of the announced addresses", faults);
}

const { dataFolder, remove } = makeDataFolder();
try {
  console.log(await run(dataFolder, "demo", "--once"));
  const sql = await openDatabase({ databaseUrl: null, dataFolder, postgresFolder: null });
  try {
    await checkRungs(sql);
    await checkSums(sql);
    await checkOnce(sql);
    await checkScenarios(sql);
    await checkCoverage(dataFolder);
    const mails = await checkMail(sql, dataFolder);
    await checkSignatures(dataFolder);
    const again = await run(dataFolder, "demo", "--once");
    const after = await listSinkMessages(join(dataFolder, "sink"), 1_000_000);
    const here = again.match(/was here/g)?.length ?? 0;
    check(
      "a second start finds everything again",
      here === 22 ? [] : [`${here} reports were there`],
    );
    check(
      "and tells nobody again",
      after.length === mails ? [] : [`${after.length - mails} mails more`],
    );
  } finally {
    await sql.close();
  }
} catch (error) {
  check("the demonstration runs to its end", [
    error instanceof Error ? (error.stack ?? "") : String(error),
  ]);
} finally {
  await remove();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
