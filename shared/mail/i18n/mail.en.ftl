### Mails. Subjects hold no words that a partner chose.

## Every mail
greeting = Hello { $name },
fallback = If the button does not work, open this address:
genuine = Genuine links in our messages begin with { $base } and never ask for a password. This message was generated automatically.
why-customer = You receive this message because { $partner } named you as the contact of { $customer }. Whatever you decide, you will get no advertising from us.
why-partner = You receive this message because you are the partner contact of claim { $number } in { $programme }.
privacy = Questions about your personal data: { $contact }
other-language = Read this page in English

label-address = Address that failed
label-by = Decided by
label-claim-name = Claim name
label-customer = Customer
label-customer-words = Reason given
label-due = By when
label-engagement = Engagement
label-file = File
label-items = Products
label-location = Partner location
label-move = Whose move
label-next = What next
label-number = Claim number
label-partner = Partner
label-person = Contact at the partner
label-problem = Problem
label-programme = Programme
label-reason = Reason
label-receipt = Receipt
label-recorded = Recorded
label-role = Role of the partner
label-tenant = Your tenant
label-vendor = Programme owner

## Customer: request
notice-subject = Association request from { $partner } ({ $number })
notice-reminder-subject = Reminder: association request from { $partner } ({ $number })
notice-heading = { $partner } says that it works with you
notice-opening = { $partner } has asked { $vendor } to record it as a partner of { $customer } in the programme { $programme }. You can agree or object.
notice-reminder-opening = We wrote to you before: { $partner } has asked { $vendor } to record it as a partner of { $customer } in the programme { $programme }. You can agree or object.
notice-silence-after-delivery = If you do nothing within { $days ->
    [one] one business day
   *[other] { $days } business days
} after this message was first delivered, that counts as no objection, and the partner can be recorded as yours.
notice-silence-until = If you do nothing until { $deadline }, that counts as no objection, and the partner can be recorded as yours.
notice-silence-closed = The time for a first answer is over and counts as no objection.
notice-button = See the request and decide
notice-pay = { $vendor } may pay the partner for this work. That costs you nothing.
notice-any-time = You can object at any time, also later, with the same link.

sees-title = What the partner will see
sees-now-title = What the partner can see now
sees-usage = how much the products above are used (counts per month)
sees-seats = how many seats you have bought
sees-not-title = What the partner will not see
sees-not-content = the content of your mails, files, chats or business data
sees-not-people = names or actions of single persons
sees-not-other = anything about other products

## Customer: request is void
voided-subject = Association request from { $partner } was withdrawn ({ $number })
voided-heading = The request was withdrawn
voided-recalled = { $partner } has taken back its request to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor }.
voided-canceled = The request of { $partner } to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor } is over.
voided-nothing-to-do = You need to do nothing. The link in our earlier messages no longer takes an answer.
replaced-subject = Association request from { $partner } was replaced ({ $number })
replaced-heading = A newer request takes its place
voided-replaced = { $partner } has changed its request to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor }.
replaced-use-newest = Please use the newest message, which may have gone to a colleague. The link in our earlier messages no longer takes an answer.

## Customer: receipt
receipt-subject = Receipt for your decision ({ $number })
receipt-heading = Your decision is recorded
receipt-accepted = You agreed that { $partner } is recorded as a partner of { $customer }.
receipt-objected = You objected to { $partner } being recorded as a partner of { $customer }.
receipt-withdrawn = You withdrew your agreement that { $partner } is recorded as a partner of { $customer }.
receipt-change-accepted = You can change your mind at any time: withdraw with the link below. { $partner } then no longer sees your usage counts.
receipt-change-objected = { $partner } is told, and this request is over. If you change your mind, ask { $partner } for a new request.
receipt-change-withdrawn = { $partner } is told and no longer sees your usage counts. If you change your mind, ask { $partner } for a new request.
receipt-button = See what is recorded
receipt-button-accepted = See what is recorded or withdraw
receipt-not-you = This was not you? Open the link to see what can be done, or write to the privacy contact below.

## Customer: official and ended
official-subject = { $partner } is now recorded as your partner ({ $number })
official-heading = { $partner } is now recorded as your partner
official-opening = { $partner } is now recorded as a partner of { $customer } for the products below, in the programme { $programme } of { $vendor }.
official-any-time = You can object at any time. The association then ends at once, and the partner sees nothing any more.
official-button = See the association or object
ended-subject = Association with { $partner } has ended ({ $number })
ended-heading = The association has ended
ended-opening = { $partner } is no longer recorded as your partner for the products below and no longer sees your usage counts.
ended-nothing-to-do = You need to do nothing.

ended-customer-declined = The customer objected.
ended-subscription-expired = The subscription has ended.
ended-partner-disassociated = The partner ended it.
ended-superseded = Another claim was preferred.
ended-programme = The programme owner ended it.
ended-term = It had reached its agreed term.

## Partner: whose move
move-you = You
move-vendor = The programme owner
move-customer = The customer
move-nobody = Nobody
by-now = As soon as possible
by-open = No fixed date
by-none = –
claim-button = Open the claim

submitted-subject = { $number } submitted: { $customer }
submitted-heading = Your claim is submitted
submitted-opening = Claim { $number } for { $customer } is with { $programme } for review. The customer is being notified by mail.
submitted-next = The review begins. The customer may agree or object in the meantime.

review-started-subject = { $number } under review: { $customer }
review-started-heading = The review has started
review-started-opening = A reviewer of { $programme } is checking claim { $number } for { $customer }.
review-started-next = The claim is approved, rejected or returned to you with questions.

action-required-subject = Your answer is needed: { $number }, { $customer }
action-required-heading = Your answer is needed
action-required-opening = The reviewer has returned claim { $number } for { $customer } with the points below.
action-required-next = Correct the claim or its proof and resubmit it. Without an answer in time it is rejected.
reasons-title = What the reviewer found

approved-subject = { $number } approved: { $customer }
approved-heading = Your claim is approved
approved-opening = { $programme } has approved claim { $number } for { $customer }. This does not yet mean that incentives are earned.
approved-next-after-delivery = The association becomes official { $days ->
    [one] one business day
   *[other] { $days } business days
} after the notice to the customer is delivered, unless the customer objects. Until then nothing is official.
approved-next-until = The association becomes official after { $deadline }, unless the customer objects.
approved-next-closed = The customer has not objected: the association becomes official now.
accepted-title = Accepted
refused-title = Not accepted

rejected-subject = { $number } rejected: { $customer }
rejected-heading = Your claim is rejected
rejected-opening = { $programme } has rejected claim { $number } for { $customer } for the reasons below.
dispute-next = You may dispute the rejection once, with a justification or new proof. After this date the rejection is final.
final-next = The rejection is final. You may make a new claim with new proof.

objected-subject = The customer objects: { $number }, { $customer }
objected-heading = The customer objects
objected-opening = { $customer } objects to the association in claim { $number }. The claim is over and what was official has ended.
objected-next = An objection cannot be disputed. If the customer changes its mind, make a new claim.

accepted-subject = The customer agrees: { $number }, { $customer }
accepted-heading = The customer agrees
accepted-opening = { $customer } has agreed to the association in claim { $number }. The objection window is closed.
accepted-next = Items that are approved become official now, the others as soon as the review approves them.

undeliverable-subject = The customer cannot be reached: { $number }, { $customer }
undeliverable-heading = Our message could not be delivered
undeliverable-opening = The notice of claim { $number } to the contact at { $customer } came back. While it is undelivered, the objection window does not run and the association cannot become official.
undeliverable-next = Name another contact or send the notice again. The window starts when it is delivered.
undeliverable-options = What you can do
undeliverable-change = Change the contact: a new notice goes to the new address, the old link becomes void.
undeliverable-resend = Send the notice again if the address is right and the mailbox works now.

active-subject = The association is official: { $number }, { $customer }
active-heading = The association is official
active-opening = You are now recorded as a partner of { $customer } for the items of claim { $number } below.
active-next = You can read the usage counts of these products. The customer may object at any time.
active-title = Official

partner-ended-subject = The association has ended: { $number }, { $customer }
partner-ended-heading = The association has ended
partner-ended-opening = You are no longer recorded as a partner of { $customer } for the items of claim { $number } below. Their usage counts are closed to you.
partner-ended-next = A new association needs a new claim.
ended-title = Ended

document-subject = A file cannot be used: { $number }, { $customer }
document-heading = A file cannot be used
document-opening = A file you uploaded to claim { $number } for { $customer } was refused.
document-next = Upload a corrected file. The claim cannot be submitted with this one.
problem-type = The type is not allowed, or the content is not what the name says. Allowed are PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV and EML.
problem-encrypted = The file is encrypted or protected by a password.
problem-macros = The file contains macros.
problem-size = The file is empty or larger than 25 MiB.
problem-checksum = The bytes that arrived are not those that were announced. Please upload it again.
problem-infected = The virus scanner found something. The file was removed.

expired-subject = Time is up: { $number }, { $customer }
expired-heading = The answer did not come in time
expired-opening = Claim { $number } for { $customer } was rejected because no answer came in time.

## Reasons
reason-acknowledgement-required = An acknowledgement is missing.
reason-contest-lost = Another claim on the same item was preferred.
reason-customer-declined = The customer declined.
reason-insufficient-poe = The proof is not sufficient.
reason-missing-products = Products are missing.
reason-no-partner-response = No answer came in time.
reason-partner-request = The partner asked for it.
reason-poe-customer-ack-missing = The customer’s acknowledgement or signature is missing.
reason-poe-date-missing = A date is missing.
reason-poe-date-too-old = A date is more than 12 months before the submission.
reason-poe-element-missing = A required part of the proof is missing.
reason-poe-identity-mismatch = Partner or customer in the proof is not the one of the claim.
reason-poe-item-not-covered = The proof does not cover this item.
reason-poe-missing = There is no proof of execution.
reason-poe-public-disclosure-missing = The disclosure for public-sector customers is missing.
reason-poe-service-missing = The description of your work is missing.
reason-poe-unavailable = The proof could not be opened.
reason-other = Reason “{ $code }”.
