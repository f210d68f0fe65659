import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addApprovals } from "./approvals.ts";
import { addAudit } from "./audit.ts";
import { addBrakes } from "./brakes.ts";
import { addClaim } from "./claim.ts";
import type { CommandLine } from "./command.ts";
import { addContacts } from "./contacts.ts";
import { addCorrection } from "./correction.ts";
import { addCoverage } from "./coverage.ts";
import { addCustody } from "./custody.ts";
import { addDelivery } from "./delivery.ts";
import { addDemo } from "./demo.ts";
import { addEndpoint } from "./endpoint.ts";
import { addFeeds } from "./feeds.ts";
import { addFinder } from "./finder.ts";
import { addFinding } from "./finding-false-positive.ts";
import { addFindings } from "./findings.ts";
import { addHold } from "./hold.ts";
import { addKeys } from "./keys.ts";
import { addLetters } from "./letters.ts";
import { addMail } from "./mail.ts";
import { addMembers } from "./members.ts";
import { addMigrate } from "./migrate.ts";
import { addNotices } from "./notices.ts";
import { addNotify } from "./notify.ts";
import { addOrganisation } from "./organisation.ts";
import { addProofCheck } from "./proof-check.ts";
import { addRecheck } from "./recheck.ts";
import { addRegister } from "./register.ts";
import { addRegistration } from "./registration.ts";
import { addRegistryDiff } from "./registry-diff.ts";
import { addRegistryLoad } from "./registry-load.ts";
import { addRelation } from "./relation.ts";
import { addReportExport } from "./report-export.ts";
import { addReportFates } from "./report-fates.ts";
import { addReportHold } from "./report-hold.ts";
import { addReportList } from "./report-list.ts";
import { addReportPreview } from "./report-preview.ts";
import { addReportRecall } from "./report-recall.ts";
import { addReportRecipients } from "./report-recipients.ts";
import { addReportRefuse } from "./report-refuse.ts";
import { addReportRelease } from "./report-release.ts";
import { addReportShow } from "./report-show.ts";
import { addReportSubmit } from "./report-submit.ts";
import { addResponse } from "./response.ts";
import { addServe } from "./serve.ts";
import { addShadow } from "./shadow.ts";
import { addSilence } from "./silence.ts";
import { addSuppression } from "./suppression.ts";
import { addTemplates } from "./templates.ts";
import { addToken } from "./token.ts";
import { addVerify } from "./verify.ts";
import { addWho } from "./who.ts";
import { addWork } from "./work.ts";
import { addWorld } from "./world.ts";

const settings = `
Settings (environment):
  MELDPUNT_DATA      folder of the embedded database, kept reports, keys   (data in the clone)
  MELDPUNT_INSTANCE  what belongs to this installation                     (instance.yaml in MELDPUNT_DATA,
                                                                            else that of the demonstration)
  MELDPUNT_FEEDS     where reports come from by themselves                 (feeds.yaml in MELDPUNT_DATA, else none)
  DATABASE_URL       PostgreSQL 15 or newer, instead of the embedded one
  MELDPUNT_URL       public address of the portal                          (http://localhost:8080)
  MELDPUNT_TOKEN     what API and portal ask for                           (keys/api-token in MELDPUNT_DATA)
  MELDPUNT_ACT_AS    a token: commands act as its holder                   (the user of the operating system)
  SMTP_URL           where mail goes                                       (the local sink)
  MAIL_LISTEN_URL    where serve and work take mail: lmtp:// or smtp://    (nowhere)
  IMAP_URL           mailbox that mail is fetched from                     (none)
  MELDPUNT_LOOKUPS   on: ask registries (RDAP) and sites (security.txt)    (off)
  MELDPUNT_RESOLVERS what proofs are looked at through                     (9.9.9.9,1.1.1.1)
  MELDPUNT_LOG       debug, info, warn, error, silent                      (info)

Exit status: 0 done, 1 failed, 2 wrong usage, 3 input refused as a whole.`;

/** All commands, each with its options and help; none has done anything yet. */
export function makeProgram(line: CommandLine): Command {
  const program = new Command("meldpunt")
    .description(
      "Takes reports of security findings in, finds who answers for each, and tells them once.",
    )
    .version(readVersion(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void line.terminal.write(text),
      writeErr: (text) => line.terminal.note(text.trimEnd()),
    })
    .showSuggestionAfterError()
    .showHelpAfterError("See --help.")
    .addHelpText("after", settings);
  addServe(program, line);
  addWork(program, line);
  addMigrate(program, line);
  const registry = program.command("registry").description("who holds which address space");
  addRegistryLoad(registry, line);
  addRegistryDiff(registry, line);
  addWorld(program, line);
  addWho(program, line);
  addContacts(program, line);
  addCoverage(program, line);
  const proof = program.command("proof").description("proofs that something is somebody's");
  addProofCheck(proof, line);
  const report = program.command("report").description("what finders hand over");
  addReportSubmit(report, line);
  addReportShow(report, line);
  addReportList(report, line);
  addReportRelease(report, line);
  addReportPreview(report, line);
  addReportRefuse(report, line);
  addReportHold(report, line);
  addReportRecall(report, line);
  addReportFates(report, line);
  addReportRecipients(report, line);
  addReportExport(report, line);
  addFeeds(program, line);
  addShadow(program, line);
  addFinder(program, line);
  addFindings(program, line);
  addFinding(program, line);
  addRecheck(program, line);
  addSilence(program, line);
  addLetters(program, line);
  addNotify(program, line);
  addBrakes(program, line);
  addHold(program, line);
  addCorrection(program, line);
  addDelivery(program, line);
  addMail(program, line);
  addEndpoint(program, line);
  addRegister(program, line);
  addRegistration(program, line);
  addOrganisation(program, line);
  addClaim(program, line);
  addRelation(program, line);
  addSuppression(program, line);
  addMembers(program, line);
  addCustody(program, line);
  addResponse(program, line);
  addVerify(program, line);
  addNotices(program, line);
  addKeys(program, line);
  addTemplates(program, line);
  addToken(program, line);
  addApprovals(program, line);
  addAudit(program, line);
  addDemo(program, line);
  return program;
}

function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
