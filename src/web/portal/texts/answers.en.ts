/** What the answer page, the verification page and the list of answers say, in English. */
export const answersEn = {
  "nav.responses": "Answers",

  "answers.title": "Answer notification {number}",
  "answers.lead":
    "{name} told you of this. Say here what you do about it; you need no account. Nothing happens before you confirm it once more.",
  "answers.lead-supplier":
    "Somebody asked you to fix this and gave you this page for it. Say here whether you are working on it and whether it is fixed.",
  "answers.trouble-no-such-answer": "Choose one of the answers.",
  "answers.trouble-no-such-rows":
    "There are no such rows. Write numbers as in 3 or 7-12, with commas between them.",
  "answers.trouble-nothing-open": "Nothing is asked of you about these rows any more.",
  "answers.trouble-form": "That form was too old. Choose again.",
  "answers.sent": "Composed",
  "answers.rows": "Rows",
  "answers.rows-live":
    "{rows, plural, one {# row} other {# rows}}, of which {live, plural, one {# open finding} other {# open findings}}",
  "answers.until": "Valid until",
  "answers.rows-title": "What was found?",
  "answers.rows-hint":
    "Tick rows to answer about those. If you tick none, your answer is about all rows.",
  "answers.numbers": "Or the numbers of rows",
  "answers.numbers-hint":
    "As in the message or its attachment, from 1 to {rows}: for example 3, 7-12.",
  "answers.more": "Next rows",
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
  "answers.not-said": "No answer yet",
  "answers.over": "Nothing is asked of you about this any more.",
  "answers.hidden-vulnerability": "A system with a known vulnerability",
  "answers.hidden-misconfiguration": "A system that is misconfigured",
  "answers.hidden-compromise": "A system that may be abused",
  "answers.hidden-leaked-credential": "Leaked login details",
  "answers.nothing-open": "Everything here is settled: you need not do anything.",
  "answers.say": "What do you do about it?",
  "answers.say-hint": "After your choice you first see what your answer is about.",
  "answers.more-answers": "Another answer, or hand it on to your supplier",
  "answers.kind-fixed": "Fixed",
  "answers.kind-working": "We are working on it",
  "answers.kind-not-ours": "Not ours",
  "answers.kind-forwarded": "We only host, and passed it on",
  "answers.kind-false-positive": "There is nothing wrong",
  "answers.kind-accepted": "We accept the risk",
  "answers.kind-other-contact": "Another address or language",
  "answers.kind-stop": "Stop these messages",
  "answers.kind-contact-us": "Contact us",
  "answers.about-fixed":
    "You say that it is fixed. We send no reminder; the next check shows whether it is so.",
  "answers.about-working": "You get no reminder until the day that you name.",
  "answers.about-not-ours":
    "We then ask another party. You do not see whom, and this page ends for these rows.",
  "answers.about-forwarded": "You only provide the place or the line, and your customer knows.",
  "answers.about-false-positive":
    "What was seen is not right. A member of our staff looks at it and decides.",
  "answers.about-accepted":
    "You know of it and leave it as it is, until a day. Only who has proved that the system is theirs can say so.",
  "answers.about-other-contact": "You want to get this at another address or in another language.",
  "answers.about-stop":
    "You want no more messages at this address. What was found does not go away by that.",
  "answers.about-contact-us": "You want somebody of us to answer you.",
  "answers.hand-off": "Hand on to a supplier",
  "answers.about-hand-off":
    "You make a shorter-lived link for whoever fixes it for you. It shows the chosen rows only, and can only say whether it is fixed.",
  "answers.register": "Register these systems",
  "answers.about-register":
    "You register your organisation, with these addresses and names filled in. From then on you decide what you get.",
  "answers.confirm-lead": "Your answer to notification {number}, about",
  "answers.for-all":
    "{count, plural, one {the one open finding} other {all # open findings}} of this message.",
  "answers.for-rows": "{count, plural, one {row} other {# rows}}: {rows}.",
  "answers.incomplete": "Fill this in, or otherwise: {field}.",
  "answers.confirm": "Confirm: {kind}",
  "answers.back": "Back to the notification",
  "answers.field-until": "Up to and including which day?",
  "answers.field-to": "Whom did you pass it on to?",
  "answers.field-reason": "Explanation",
  "answers.field-because": "Why is there nothing wrong?",
  "answers.field-message": "Your message",
  "answers.field-address": "Mail address",
  "answers.field-language": "Language",
  "answers.until-hint": "May be left empty.",
  "answers.to-hint": "May be left empty. Name no personal data that is not needed.",
  "answers.reason-optional": "May be left empty.",
  "answers.reason-needed": "How can we see that? This also goes to whoever found it.",
  "answers.accepted-hint": "Why, and what is done against abuse until then.",
  "answers.address-hint":
    "Where you want to get this from now on. A member of our staff checks it.",
  "answers.language-same": "As it is",
  "answers.because-nothing-there": "There is nothing at that address",
  "answers.because-not-vulnerable": "It is another product or version",
  "answers.because-already-patched": "It had been fixed when it was seen",
  "answers.because-intended": "It is meant to be so, and protected",
  "answers.because-test-or-decoy": "It is a test or a decoy",
  "answers.because-other": "Something else",
  "answers.done-title": "Your answer was received",
  "answers.outcome-taken":
    "{kind}: recorded {count, plural, one {for # finding} other {for # findings}}.",
  "answers.outcome-unchanged":
    "Of {count, plural, one {# finding} other {# findings}} you had said so before.",
  "answers.outcome-late":
    "{count, plural, one {# finding is} other {# findings are}} closed, or not asked of you any more.",
  "answers.outcome-unknown":
    "{count, plural, one {# finding does} other {# findings do}} not belong to this message.",
  "answers.outcome-not-proved":
    "For {count, plural, one {# finding} other {# findings}} this cannot be: only who has proved that the system is theirs accepts a risk.",
  "answers.outcome-not-for-suppliers": "This link cannot do that.",
  "answers.outcome-wrong-until": "That day is in the past or too far away. Choose another.",
  "answers.outcome-incomplete": "The answer was not complete.",
  "answers.outcome-refused": "That answer could not be taken.",
  "answers.outcome-none": "There was nothing to answer about.",
  "answers.then-fixed":
    "Thank you. The next check shows whether it is gone; if it is not, you hear of it again.",
  "answers.then-working": "Thank you. Say so here when it is fixed.",
  "answers.then-not-ours": "Thank you. We ask another party.",
  "answers.then-forwarded": "Thank you. Say so here when it is fixed.",
  "answers.then-false-positive":
    "A member of our staff looks at it. Until then you hear no more of it.",
  "answers.then-accepted": "Recorded. After that day we ask again.",
  "answers.then-other-contact": "A member of our staff looks at it and contacts you where needed.",
  "answers.then-stop":
    "If you are not registered with us, you get no more messages at this address. If you are, a member of our staff sees to it.",
  "answers.then-contact-us": "A member of our staff contacts you.",
  "answers.hand-off-lead": "The link for your supplier shows what is open and may be shared of",
  "answers.hand-off-nothing":
    "Nothing of these rows is open that you may share with a supplier (TLP).",
  "answers.hand-off-too-long": "Choose a number of days from 1 to {days}.",
  "answers.hand-off-not-yours": "This link cannot do that.",
  "answers.days": "How long does the link hold?",
  "answers.days-count": "{days, plural, one {# day} other {# days}}",
  "answers.make-link": "Make the link",
  "answers.handed-off-title": "Link for your supplier",
  "answers.handed-off":
    "This link shows {count, plural, one {# row} other {# rows}} and holds until {until}. We show it only now.",
  "answers.handed-off-hint":
    "Send it only to whoever fixes it. You can end it on the page of the notification.",
  "answers.hand-offs": "Links that you gave to suppliers",
  "answers.made": "Made",
  "answers.end": "End",
  "answers.end-label": "End the link for rows {rows}",
  "answers.privacy":
    "Whoever has this page can answer for the recipient. Do not share its address more than needed.",
  "answers.dead-title": "This link leads nowhere",
  "answers.dead":
    "It was copied wrongly, is too old, was revoked or replaced. Answer the message itself, or use the link of the latest message.",
  "answers.wait":
    "Too many attempts. Try again in {minutes, plural, one {# minute} other {# minutes}}.",

  "verify.title": "Is this message real?",
  "verify.lead":
    "Did you get a message from {name}? Type the reference and the code that stand in it. You need not click on anything for that.",
  "verify.number": "Reference",
  "verify.number-hint": "For example NSM-7K3F-92QD. Small letters and spaces will do.",
  "verify.code": "Code",
  "verify.code-hint": "Six signs, for example 7K3-F92.",
  "verify.ask": "Check",
  "verify.yes-title": "Yes, this message is ours",
  "verify.recalled-title": "This message was ours, and has been recalled",
  "verify.yes":
    "We sent message {number} on {at} to a contact of {to}, about {findings, plural, one {# finding} other {# findings}}.",
  "verify.recalled":
    "On {at} we took back {withdrawn} of the {findings, plural, one {# finding} other {# findings}}: {withdrawn, plural, one {it is} other {they are}} not right, and you need do nothing about {withdrawn, plural, one {it} other {them}}.",
  "verify.unknown":
    "We know no message with this reference and this code. Read both again. If it is still not right, do not trust the message, and ask us.",
  "verify.mistyped":
    "This cannot be a reference of ours: a sign was copied wrongly, or the message is not ours.",
  "verify.wait":
    "Too many attempts. Try again in {minutes, plural, one {# minute} other {# minutes}}, or ask us.",
  "verify.never-title": "What we never ask",
  "verify.never":
    "We never ask you for money, for a password, for access to your systems or to install a program of ours.",

  "responses.title": "Answers",
  "responses.waiting": "Wait for somebody",
  "responses.waiting-none": "No answer waits for anybody.",
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
  "responses.note": "What was done about it?",
  "responses.settle": "Settle",
  "responses.note-needed": "Write what was done about it.",
  "responses.conversion": "What messages brought, in the last 90 days",
  "responses.sent": "Sent with a link",
  "responses.answered": "Answered with it",
  "responses.begun": "Registration begun",
  "responses.confirmed": "Address confirmed",
  "responses.accepted": "Accepted",
  "responses.of-all": "All recipients",
  "responses.of-unsolicited": "Of those unsolicited",
  "responses.recipients": "Recipients",
} as const;
