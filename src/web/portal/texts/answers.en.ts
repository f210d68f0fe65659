/** What the answer page, the verification page and the list of answers say, in English. */
export const answersEn = {
  "nav.responses": "Answers",

  "answers.title": "Answer notification {number}",
  "answers.lead":
    "{name} reported this to you. Say here what you are doing about it; you need no account. Your answer only counts once you confirm it on the next page.",
  "answers.lead-supplier":
    "Somebody asked you to fix this and gave you this page for it. Say here whether you are working on it and whether it is fixed.",
  "answers.trouble-no-such-answer": "Choose one of the answers.",
  "answers.trouble-no-such-rows":
    "There are no such rows. Write numbers as in 3 or 7-12, with commas between them.",
  "answers.trouble-nothing-open": "You are not asked anything about these rows any more.",
  "answers.trouble-form": "That form was too old. Choose again.",
  "answers.sent": "Composed on",
  "answers.rows": "Rows",
  "answers.rows-live":
    "{rows, plural, one {# row} other {# rows}}, of which {live, plural, one {# open finding} other {# open findings}}",
  "answers.until": "Link valid until",
  "answers.rows-title": "What was found?",
  "answers.rows-hint":
    "Tick rows to answer about those. If you tick none, your answer is about all rows.",
  "answers.numbers": "Or type the numbers of rows",
  "answers.numbers-hint":
    "As in the message or its attachment, from 1 to {rows}: for example 3, 7-12.",
  "answers.more": "Next rows",
  "answers.taken-back": "Taken back",
  "answers.taken-back-rows":
    "{withdrawn, plural, one {One row} other {# rows}} of this message on {at}: what it said was wrong. We mailed you about it.",
  "answers.taken-back-all":
    "What this message said was wrong, and we took all of it back. You need not do anything.",
  "answers.files": "All rows, as files",
  "answers.files-lead":
    "These files were too large for the message. Compute the SHA-256 of what you fetched, and compare it with the one in the message.",
  "answers.files-until": "You can fetch them until {until}.",
  "answers.files-over":
    "They could be fetched until {until}. Reply to the message if you still need them.",
  "answers.files-taken-back":
    "They hold rows that were taken back, so we do not give them any more. Reply to the message if you need the other rows.",
  "answers.files-none": "There is no such file",
  "answers.files-none-text": "The message names no file with this number.",
  "answers.files-gone": "This file is not there any more",
  "answers.files-gone-text": "Its time is over. Reply to the message if you still need it.",
  "answers.files-busy": "Too many files at once",
  "answers.files-busy-text":
    "{minutes, plural, one {Fetch it again in a minute.} other {Fetch it again in # minutes.}}",
  "answers.file": "File",
  "answers.file-bytes": "Bytes",
  "answers.file-sha256": "SHA-256",
  "answers.row": "Row",
  "answers.row-number": "Row {position}",
  "answers.object": "Where",
  "answers.what": "What",
  "answers.severity": "Severity",
  "answers.seen": "Seen",
  "answers.state": "State",
  "answers.port": "port {port}",
  "answers.said": "You said: {kind} ({at}).",
  "answers.jump": "Straight to the answers",
  "answers.times": "Times on this page: {zone}. In the message they are in UTC.",
  "answers.not-said": "No answer yet",
  "answers.over": "You are not asked anything about this any more.",
  "answers.hidden-vulnerability": "A system with a known vulnerability",
  "answers.hidden-misconfiguration": "A system that is misconfigured",
  "answers.hidden-compromise": "A system that may be abused",
  "answers.hidden-leaked-credential": "Leaked login details",
  "answers.nothing-open": "Everything here is settled: you do not have to do anything.",
  "answers.say": "What are you doing about it?",
  "answers.say-hint": "After your choice you first see which rows your answer is about.",
  "answers.more-answers": "Another answer, or hand it on to your supplier",
  "answers.kind-fixed": "Fixed",
  "answers.kind-working": "We are working on it",
  "answers.kind-not-ours": "Not ours",
  "answers.kind-forwarded": "Passed on to our customer",
  "answers.kind-false-positive": "There is nothing wrong",
  "answers.kind-accepted": "We accept the risk",
  "answers.kind-other-contact": "Another address or language",
  "answers.kind-stop": "Stop these messages",
  "answers.kind-contact-us": "Contact us",
  "answers.about-fixed":
    "You say that it has been fixed. We send no reminder; the next check shows whether it has.",
  "answers.about-working": "You get no reminder until the day that you name.",
  "answers.about-not-ours":
    "We then ask another party. You do not see which one, and this page no longer shows these rows.",
  "answers.about-forwarded":
    "You only provide the hosting or the connection, and your customer knows about it.",
  "answers.about-false-positive":
    "What was seen is not right. A member of staff looks at it and decides.",
  "answers.about-accepted":
    "You know about it and leave it as it is, until a day that you name. That is only possible if it is proved that the system is yours.",
  "answers.about-other-contact": "You want to get this at another address or in another language.",
  "answers.about-stop":
    "You want no more messages at this address. That does not fix what was found.",
  "answers.about-contact-us": "You want a member of staff to contact you.",
  "answers.hand-off": "Hand on to a supplier",
  "answers.about-hand-off":
    "You make a link that is valid for a shorter time, for whoever fixes it for you. They only see the chosen rows, and can only say that they are working on it or that it is fixed.",
  "answers.register": "Register these systems",
  "answers.about-register":
    "You register your organisation, with these addresses and names filled in. Once they are proved to be yours, you decide what you get.",
  "answers.confirm-lead": "Your answer to notification {number}, about",
  "answers.for-all":
    "{count, plural, one {the one open finding} other {all # open findings}} of this message.",
  "answers.for-rows": "{count, plural, one {row} other {# rows}}: {rows}.",
  "answers.incomplete": "This is missing or not right: {field}.",
  "answers.confirm": "Confirm: {kind}",
  "answers.back": "Back to the notification",
  "answers.field-until": "Up to and including which day?",
  "answers.field-to": "To whom did you pass it on?",
  "answers.field-reason": "Explanation",
  "answers.field-because": "Why is there nothing wrong?",
  "answers.field-message": "Your message",
  "answers.field-address": "Mail address",
  "answers.field-language": "Language",
  "answers.until-hint": "May be left empty.",
  "answers.to-hint": "May be left empty. Do not name personal data that is not needed.",
  "answers.reason-optional": "May be left empty.",
  "answers.reason-needed": "How can we tell? This also goes to whoever found it.",
  "answers.accepted-hint": "Why, and what is being done against abuse until then.",
  "answers.address-hint": "Where you want to get this from now on. A member of staff checks it.",
  "answers.language-same": "As it is",
  "answers.because-nothing-there": "There is nothing at that address",
  "answers.because-not-vulnerable": "It is another product or version",
  "answers.because-already-patched": "It had already been fixed when it was seen",
  "answers.because-intended": "It is intended, and protected",
  "answers.because-test-or-decoy": "It is a test or a decoy",
  "answers.because-other": "Something else",
  "answers.done-title": "Your answer was received",
  "answers.outcome-taken":
    "{kind}: recorded {count, plural, one {for # finding} other {for # findings}}.",
  "answers.outcome-unchanged":
    "You had already said this of {count, plural, one {# finding} other {# findings}}.",
  "answers.outcome-late":
    "{count, plural, one {# finding has been closed, or is} other {# findings have been closed, or are}} no longer asked of you.",
  "answers.outcome-unknown":
    "{count, plural, one {# finding does} other {# findings do}} not belong to this message.",
  "answers.outcome-not-proved":
    "This is not possible for {count, plural, one {# finding} other {# findings}}: you can only accept the risk if it is proved that the system is yours.",
  "answers.outcome-not-for-suppliers": "This link cannot do that.",
  "answers.outcome-wrong-until": "That day is in the past or too far away. Choose another.",
  "answers.outcome-incomplete": "The answer was not complete.",
  "answers.outcome-refused": "That answer could not be recorded.",
  "answers.outcome-none": "There was nothing to answer about.",
  "answers.then-fixed":
    "Thank you. The next check shows whether it is gone. If it is still there, we will tell you again.",
  "answers.then-working": "Thank you. Tell us here when it is fixed.",
  "answers.then-not-ours": "Thank you. We are asking another party.",
  "answers.then-forwarded": "Thank you. Tell us here when it is fixed.",
  "answers.then-false-positive":
    "A member of staff looks at it. Until then you hear no more about it.",
  "answers.then-accepted": "Recorded. After that day we ask again.",
  "answers.then-other-contact": "A member of staff looks at it and contacts you if needed.",
  "answers.then-stop":
    "If you are not registered with us, you get no more messages at this address. If you are, a member of staff sees to it.",
  "answers.then-contact-us": "A member of staff will contact you.",
  "answers.hand-off-lead": "The link for your supplier shows what is open and may be shared of",
  "answers.hand-off-nothing": "None of these rows is open and may be shared with a supplier (TLP).",
  "answers.hand-off-too-long": "Choose a number of days from 1 to {days}.",
  "answers.hand-off-not-yours": "This link cannot do that.",
  "answers.days": "How long is the link valid?",
  "answers.days-count": "{days, plural, one {# day} other {# days}}",
  "answers.make-link": "Make the link",
  "answers.handed-off-title": "Link for your supplier",
  "answers.handed-off":
    "This link shows {count, plural, one {# row} other {# rows}} and is valid until {until}. We only show it now.",
  "answers.handed-off-hint":
    "Only send it to whoever fixes it. You can end it again on the page of the notification.",
  "answers.hand-offs": "Links that you gave to suppliers",
  "answers.made": "Made",
  "answers.end": "End",
  "answers.end-label": "End the link for rows {rows}",
  "answers.privacy":
    "Whoever has the address of this page can answer for the recipient. Do not share it more than needed.",
  "answers.dead-title": "This link leads nowhere",
  "answers.dead":
    "The link was not typed completely, is too old, was withdrawn or was replaced. Reply to the message itself, or use the link in the latest message.",
  "answers.wait":
    "Too many attempts. Try again in {minutes, plural, one {# minute} other {# minutes}}.",

  "verify.title": "Is this message real?",
  "verify.lead":
    "Did you get a message from {name}? Type the reference and the code that are in it. You do not have to click on anything for that. If there is no code in it, ask us.",
  "verify.number": "Reference",
  "verify.number-hint": "For example NSM-7K3F-92QD. Lower case and spaces are fine.",
  "verify.code": "Code",
  "verify.code-hint": "Six characters, for example 7K3-F92.",
  "verify.ask": "Check",
  "verify.yes-title": "Yes, this message is ours",
  "verify.recalled-title": "This message was ours, and has been recalled",
  "verify.yes":
    "We sent message {number} on {at} to a contact of {to}, about {findings, plural, one {# finding} other {# findings}}.",
  "verify.recalled":
    "On {at} we took back {withdrawn} of the {findings, plural, one {# finding} other {# findings}}: {withdrawn, plural, one {it is} other {they are}} not right, and you do not have to do anything about {withdrawn, plural, one {it} other {them}}.",
  "verify.unknown":
    "We know of no message with this reference and this code. Check both once more. Is it still not right? Then do not trust the message, and ask us.",
  "verify.mistyped":
    "This cannot be a reference of ours: a character was mistyped, or the message is not ours.",
  "verify.wait":
    "Too many attempts. Do not trust the message until you know. Try again in {minutes, plural, one {# minute} other {# minutes}}, or ask us.",
  "verify.ask-us":
    "Ask us: mail {email}{telephone, select, none {} other { or call {telephone}}}. More about us: {page}.",
  "verify.never-title": "What we never ask",
  "verify.never":
    "We never ask you for money, for a password, for access to your systems or to install a program of ours.",

  "responses.title": "Answers",
  "responses.waiting": "Waits for a person",
  "responses.waiting-none": "No answer waits for a person.",
  "responses.all": "All answers",
  "responses.none": "Nobody has answered yet.",
  "responses.at": "When",
  "responses.kind": "Answer",
  "responses.by": "By",
  "responses.by-link": "with the link of the message",
  "responses.by-supplier": "by a supplier",
  "responses.by-other": "with a token, or through an operator",
  "responses.number": "Message",
  "responses.findings": "Findings",
  "responses.detail": "What it says",
  "responses.done": "Done",
  "responses.note": "What was done about it, or why not?",
  "responses.settle": "Settle",
  "responses.refuse": "Refuse, and say why",
  "responses.carry-out-stop": "No more messages to this address",
  "responses.carry-out-other-contact": "Replace the contact",
  "responses.checked": "Other mail domain: how did you find out that the organisation means it?",
  "responses.as-done": "Done, whoever asked was told",
  "responses.as-refused": "Refused, whoever asked was told",
  "responses.trouble-note-missing": "Write what was done about it, or why not.",
  "responses.trouble-conflict":
    "This answer waits for nobody any more, it cannot be done by one act, or it is not said how it was checked.",
  "responses.conversion": "What messages led to, in the last 90 days",
  "responses.sent": "Sent with a link",
  "responses.answered": "Answered with it",
  "responses.begun": "Registration begun",
  "responses.confirmed": "Address confirmed",
  "responses.accepted": "Accepted",
  "responses.of-all": "All recipients",
  "responses.of-unsolicited": "Of those unsolicited",
  "responses.recipients": "Recipients",
} as const;
