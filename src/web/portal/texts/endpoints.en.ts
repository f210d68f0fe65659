import type { endpointsNl } from "./endpoints.nl.ts";

/** Where programs of organisations get what these are told. */
export const endpointsEn: Readonly<Record<keyof typeof endpointsNl, string>> = {
  "nav.endpoints": "Endpoints",
  "endpoints.title": "Endpoints",
  "endpoints.intro":
    "Where programs of organisations get their notifications. One of an organisation counts; where that fails, we mail.",
  "endpoints.intro-own":
    "Where your programs get notifications. One of them counts; where that fails, we mail you.",
  "endpoints.link": "Endpoints for programs",
  "endpoints.none": "There is no endpoint: all notifications go by mail.",
  "endpoints.list": "In use, or to be tested",
  "endpoints.disabled": "Disabled",
  "endpoints.organisation": "Organisation",
  "endpoints.way": "Endpoint",
  "endpoints.state": "State",
  "endpoints.last": "Last taken",
  "endpoints.last-none": "nothing in 30 days",
  "endpoints.trouble": "Last failure",
  "endpoints.trouble-none": "none",
  "endpoints.failing": "Since {since}",
  "endpoints.waiting": "Waits",
  "endpoints.webhook": "webhook",
  "endpoints.pull": "fetches itself",
  "endpoints.folder-json": "folder with JSON",
  "endpoints.folder-csv": "folder with CSV",
  "endpoints.state-untested": "not tested yet",
  "endpoints.state-active": "counts",
  "endpoints.state-failing": "counts, but fails",
  "endpoints.state-disabled": "disabled",
  "endpoints.because-asked": "on request",
  "endpoints.because-gone": "the webhook said that it is gone",
  "endpoints.because-failing": "everything failed for days",
  "endpoints.because-replaced": "another took its place",

  "endpoints.new": "Make an endpoint",
  "endpoints.new-text": "It counts once it was tested.",
  "endpoints.new-organisation-hint": "The short name, as in the register.",
  "endpoints.new-way": "How does the program get its notifications?",
  "endpoints.new-webhook": "We send them to a webhook",
  "endpoints.new-pull": "It fetches them itself",
  "endpoints.new-folder-json": "We put them as JSON into a folder on our machine",
  "endpoints.new-folder-csv": "We put them as CSV into a folder on our machine",
  "endpoints.new-url": "Address of the webhook",
  "endpoints.new-url-hint": "For a webhook only; begins with https:// and has a certificate.",
  "endpoints.new-button": "Make the endpoint",
  "endpoints.no-way": "Choose how the program gets its notifications.",
  "endpoints.no-url":
    "This cannot be a webhook: it takes https:// with a name of the Internet, without password or #.",
  "endpoints.no-organisation": "We know no such organisation.",
  "endpoints.too-many": "There are ten endpoints already. Disable first what is not used.",

  "endpoint.title": "Endpoint of {organisation}",
  "endpoint.about": "How it stands",
  "endpoint.back": "Back to the endpoints",
  "endpoint.to": "To the endpoint",
  "endpoint.url": "Address",
  "endpoint.made": "Made",
  "endpoint.tested": "Tested",
  "endpoint.disabled": "Disabled",
  "endpoint.keys": "Public keys",
  "endpoint.id": "Number",
  "endpoint.role-only": "An administrator of the organisation can change an endpoint.",

  "endpoint.test": "Test",
  "endpoint.test-webhook":
    "Your webhook gets two messages of type test: one with a wrong signature, which it has to refuse (401), and one with a right one, which it has to take.",
  "endpoint.test-pull":
    "Fetch the notifications (GET /api/v1/notifications): one of type test waits there, with the cursor 0. Acknowledge it, and the endpoint counts.",
  "endpoint.test-folder": "A file test is put into the folder.",
  "endpoint.test-button": "Test the endpoint",
  "endpoint.test-replaces":
    "If the test passes, this endpoint counts from now on, and the present one is disabled for good. What waits there is mailed.",
  "endpoint.test-confirm": "Yes, test it",
  "endpoint.passed": "The test passed",
  "endpoint.passed-text": "This endpoint counts: notifications go here first.",
  "endpoint.waits": "Waits for the program",
  "endpoint.failed": "The test failed",
  "endpoint.failed-text": "Nothing was changed. This came of it:",

  "endpoint.nothing-done": "Nothing was done",
  "endpoint.too-often": "There were too many tests. Try again in an hour.",
  "endpoint.ended": "This endpoint does not count, or not any more. Look how it stands.",

  "endpoint.secret-title": "The secret of this webhook",
  "endpoint.secret-once": "Keep it now: it stands here once, and nobody can ask for it again.",
  "endpoint.secret": "Secret (v1)",
  "endpoint.public-key": "Public key (v1a)",
  "endpoint.old-until": "The old one holds until",
  "endpoint.made-title": "The endpoint is made",
  "endpoint.made-text": "It does not count yet. Set the program up, then do the test.",

  "endpoint.rotate": "Another secret",
  "endpoint.rotate-text":
    "Messages carry both signatures while the old secret holds, so that the receiver changes over without a gap.",
  "endpoint.overlap": "The old secret",
  "endpoint.overlap-24": "holds for another day",
  "endpoint.overlap-168": "holds for another week",
  "endpoint.overlap-0": "ends now: it leaked",
  "endpoint.rotate-button": "Give another secret",
  "endpoint.rotate-confirm":
    "The webhook gets another secret, which you see once. The old one {overlap}.",
  "endpoint.rotate-yes": "Yes, give another secret",

  "endpoint.resend": "Send again",
  "endpoint.resend-text":
    "Everything that the organisation got in these days goes to this endpoint once more, with the same ids.",
  "endpoint.resend-pull": "Who fetches asks with from and until for what came in a time.",
  "endpoint.resend-untested": "This can be done once the endpoint counts.",
  "endpoint.resend-from": "From",
  "endpoint.resend-until": "Up to and including",
  "endpoint.resend-hint": "30 days at most.",
  "endpoint.resend-button": "Send this again",
  "endpoint.resend-wrong": "Give two days, the first not after the last, 30 days at most.",
  "endpoint.resent":
    "{count, plural, =0 {There is nothing to send again.} one {# notification goes again.} other {# notifications go again.}}",

  "endpoint.disable": "Disable",
  "endpoint.disable-text":
    "Disabled is for good. What waits for it, and everything to come, goes by mail.",
  "endpoint.disable-button": "Disable the endpoint",
  "endpoint.disable-waiting":
    "{count, plural, =0 {Nothing waits for this endpoint now.} one {# notification waits, which is mailed.} other {# notifications wait, which are mailed.}}",
  "endpoint.disable-confirm": "Yes, disable it for good",
  "endpoint.disabled-now":
    "{count, plural, =0 {The endpoint is disabled.} one {The endpoint is disabled; # notification is mailed.} other {The endpoint is disabled; # notifications are mailed.}}",
  "endpoint.disabled-before": "The endpoint was disabled before.",
};
