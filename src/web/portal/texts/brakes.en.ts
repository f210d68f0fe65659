import type { brakesNl } from "./brakes.nl.ts";

/** What is held, and the kill switches. */
export const brakesEn: Readonly<Record<keyof typeof brakesNl, string>> = {
  "nav.brakes": "Brakes",
  "brakes.title": "What is held",
  "brakes.intro":
    "Everything that does not go out now, why, and what lifts it. Nothing is lost: what is lifted goes out when its turn comes.",
  "brakes.key-switches": "{count, plural, one {kill switch} other {kill switches}}",
  "brakes.key-stops": "{count, plural, one {lane is stopped} other {lanes are stopped}}",
  "brakes.key-reports": "{count, plural, one {brake on a report} other {brakes on reports}}",
  "brakes.key-volume":
    "{count, plural, one {recipient with unusually much} other {recipients with unusually much}}",
  "brakes.key-approvals":
    "{count, plural, one {request waits for approval} other {requests wait for approval}}",
  "brakes.notice": "Something does not go out:",
  "brakes.what": "What",
  "brakes.why": "Why",
  "brakes.since": "Since",
  "brakes.waiting": "Waits",
  "brakes.lift": "Lift",
  "brakes.case": "case {name}",
  "brakes.role-only": "Your role may look at this, not lift it.",
  "brakes.by-operator": "somebody with that role",

  "brakes.reports": "Reports under a brake",
  "brakes.reports-none": "No report is under a brake.",
  "brakes.reports-lifts": "Lifted is for good: the same brake is not put on this report again.",
  "brakes.why-novelty":
    "New: this finder reports this for the first time, and at once {figure, plural, one {# row} other {# rows}}. Up to {most} go by themselves.",
  "brakes.why-jump":
    "Jump: {figure, plural, one {# row} other {# rows}}, many more than a day of this finder has. Up to {most} go by themselves.",
  "brakes.why-disputed":
    "Disputed: of {figure, plural, one {# finding} other {# findings}} of this finder recipients said that it is wrong or not theirs. More than {most} is too many.",
  "brakes.why-bounces":
    "Bounces: {figure, plural, one {# mail} other {# mails}} of it came back. More than {most} is too many.",
  "brakes.why-complaints":
    "Complaints: {figure, plural, one {# mail} other {# mails}} of it was complained of. More than {most} is too many.",
  "brakes.why-canary":
    "Canary: it went wrong with {figure} of those who heard first, by mail that bounced, was disputed or complained of.",

  "brakes.volume": "Recipients who would get more than they are used to",
  "brakes.volume-none": "No recipient would get more than it is used to.",
  "brakes.volume-lifts": "Lifted holds for 24 hours, also for what comes in the same round.",
  "brakes.recipient": "Recipient",
  "brakes.why-volume":
    "Round {round}: {rows, plural, one {# row} other {# rows}}. Up to {limit} go by themselves.",
  "brakes.held-findings": "Findings that wait for a person",
  "brakes.more": "These are the oldest {shown} of {count}; once lifted, the others follow.",
  "brakes.lift-chosen": "Lift the chosen brakes",
  "brakes.lift-all": "Lift all {count}",
  "brakes.none-chosen": "Choose first what you want to lift.",

  "brakes.confirm-title": "Lift brakes",
  "brakes.confirm-report":
    "This goes out when its turn comes: {rows, plural, one {# finding} other {# findings}} of {count, plural, one {# report} other {# reports}}.",
  "brakes.confirm-volume":
    "This goes out when its turn comes: {rows, plural, one {# row} other {# rows}} to {count, plural, one {# recipient} other {# recipients}}.",
  "brakes.confirm": "Yes, let this go",
  "brakes.back": "Back to what is held",
  "brakes.done":
    "{count, plural, =0 {There was nothing left to lift: somebody was first.} one {The brake is lifted.} other {# brakes are lifted.}}",
  "brakes.done-next": "What waited goes out when its turn comes.",

  "brakes.needs-title": "Somebody else is needed",
  "brakes.needs-text":
    "You do not decide this alone. The request is made; nothing was done yet. Have somebody else look at it and approve it, then do the same again.",
  "brakes.needs-link": "The request",
  "brakes.needs-until": "Holds until",
  "brakes.needs-missing": "Missing",
  "brakes.needs-again": "Try again, once approved",

  "brakes.stops": "Stopped, since our mail was not trusted",
  "brakes.stops-text":
    "The mail server refused us as a sender. Nothing is lost; mend the cause first.",
  "brakes.stop-what": "Lane: {lane}",
  "brakes.resume": "Let it go on",
  "brakes.resume-confirm":
    "Everything that waits in this lane goes out again. If the cause is still there, it stops anew.",
  "brakes.resume-done": "Mail goes out again.",
  "brakes.resume-before": "It was not stopped any more.",

  "brakes.canaries": "Canaries under way",
  "brakes.canaries-text":
    "Nothing is to be done: the others follow by themselves, unless it goes wrong with the first.",
  "brakes.canary-first": "{first} of {recipients} hear first",
  "brakes.canary-until": "The others follow after",

  "brakes.approvals": "Changes and other acts that wait for approval",
  "brakes.approvals-text":
    "A world or registry that changes too much at once is refused when it is loaded, and then waits nowhere. Where several people are needed, it stands here.",
  "brakes.approvals-none": "Nothing waits for approval.",

  "brakes.elsewhere": "What waits for a person elsewhere",
  "brakes.elsewhere-reports":
    "{count, plural, =0 {No report waits to be released} one {# report waits to be released} other {# reports wait to be released}}",

  "switch.list": "Kill switches",
  "switch.none": "No kill switch is thrown.",
  "switch.new": "Throw a kill switch",
  "switch.report": "report {value}",
  "switch.finder": "finder {value}",
  "switch.case": "case {value}",
  "switch.lane": "lane: {value}",
  "switch.channel": "channel: {value}",

  "switch.form-intro":
    "Nothing of it goes out until somebody lifts the switch. What has left already does not come back: that takes a recall.",
  "switch.what": "What has to stop?",
  "switch.group-named": "By name or number",
  "switch.group-lane": "Everything in this lane",
  "switch.group-channel": "Everything by this channel",
  "switch.kind-case": "A case",
  "switch.kind-report": "One report",
  "switch.kind-finder": "Everything of a finder",
  "switch.name": "Name or number",
  "switch.name-hint":
    "The name of the case, the number of the report or the finder. Empty for a lane or channel.",
  "switch.reason": "Reason",
  "switch.reason-hint": "For the record, and for who lifts it.",
  "switch.go-on": "Go on",
  "switch.no-target": "Choose what has to stop, and give the name or number.",
  "switch.no-report": "There is no report of this number.",
  "switch.no-reason": "Say why, in 500 characters at most.",

  "switch.confirm-title": "Throw a kill switch",
  "switch.reports": "Reports now",
  "switch.would-stop": "Notifications that wait to be sent",
  "switch.effect-rows":
    "Notifications with a row of it are taken back; rows of other reports in them go out anew. What is on its way at this moment is not stopped.",
  "switch.effect-lane":
    "What waits to be sent is taken back; corrections wait. What is on its way at this moment is not stopped.",
  "switch.effect-channel":
    "What waits to be sent keeps waiting, corrections too. What is on its way at this moment is not stopped.",
  "switch.unknown":
    "We know no report of it. Check the name; else the switch holds only what is still to come.",
  "switch.confirm": "Yes, stop this",
  "switch.done": "The kill switch is thrown",
  "switch.done-what": "Nothing goes out any more of: {what}.",
  "switch.done-text":
    "{withdrawn, plural, =0 {Nothing had to be taken back.} one {# notification was taken back before it left.} other {# notifications were taken back before they left.}}",
  "switch.before": "This kill switch was thrown before.",
  "switch.recall": "Recall what has left",

  "switch.lift-title": "Lift a kill switch",
  "switch.lift-text": "What waited goes out again when its turn comes.",
  "switch.lift": "Yes, lift it",
  "switch.lifted": "The kill switch is lifted",
  "switch.not-there": "This kill switch is not thrown any more.",
  "switch.never-released":
    "Nobody has released this report yet: lifting releases it. Look first at what that does, on the page of the report.",
  "switch.closed":
    "This report was refused or recalled, for good. Nothing of it goes out any more.",

  "channel.mail": "mail",
  "channel.webhook": "webhook",
  "channel.pull": "fetching",
  "channel.folder": "folder",
};
