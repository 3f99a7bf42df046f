### Mails. Subjects hold no words that a partner chose.

## Every mail
greeting = Hello { $name },
greeting-staff = Hello,
fallback = If the button does not work, open this address:
genuine = Genuine links in our messages begin with { $base } and never ask for a password. This message was generated automatically.
why-customer = You receive this message because { $partner } named you as the contact of { $customer }. Whatever you decide, you will get no advertising from us.
why-partner = You receive this message because you are the partner contact of claim { $number } in { $programme }.
why-digest = You receive this message because you are the partner contact of these claims in { $programme }, and your organisation has chosen to get such messages together once a day.
why-review-lead = You receive this message because this is the address of the review leads of { $programme }.
why-programme-manager = You receive this message because this is the address of the programme managers of { $programme }.
privacy = Questions about your personal data: { $contact }
other-language = Read this page in English

label-address = Address that failed
label-by = Decided by
label-claim-name = Claim name
label-contested = Contested item
label-customer = Customer
label-customer-words = Reason given
label-domain = Your domain
label-draft = The draft
label-due = By when
label-engagement = Engagement
label-file = File
label-grace = Ends without renewal
label-items = Products
label-location = Partner location
label-move = Whose move
label-named = Named by the contact
label-named-address = Email address
label-next = What next
label-number = Claim number
label-opportunity = Number of the sales opportunity
label-parent-account = Your parent account
label-partner = Partner
label-person = Contact at the partner
label-problem = Problem
label-programme = Programme
label-reason = Reason
label-receipt = Receipt
label-recorded = Recorded
label-reported-by = Reported by
label-role = Role of the partner
label-status = Status of the claim
label-subscription = Your subscription
label-tenant = Your tenant
label-vendor = Programme owner
label-vendor-words = Words of the programme owner

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

consent-subject = Request for your consent from { $partner } ({ $number })
consent-reminder-subject = Reminder: request for your consent from { $partner } ({ $number })
consent-heading = { $partner } asks for your consent
consent-opening = { $partner } asks you to agree to the engagement “{ $engagement }”: work that it does, or has already done, for { $customer } in the programme { $programme } of { $vendor }. You can agree or decline.
consent-reminder-opening = We wrote to you before and have no answer yet: { $partner } asks you to agree to the engagement “{ $engagement }”, work that it does, or has already done, for { $customer } in the programme { $programme } of { $vendor }. You can agree or decline.
consent-silence = If you do nothing until { $deadline }, there is no agreement, and the request expires.
consent-later = If you agree, you can withdraw with the same link until { $vendor } has approved the partner’s claim.

sees-title = What the partner will see
sees-now-title = What the partner can see now
sees-usage = how much the products above are used (counts per month)
sees-seats = how many seats you have bought
sees-answer = your answer, the name under which it is given, and your reason if you name one
sees-not-title = What the partner will not see
sees-not-usage = which products you use, how much, and how many seats you have bought
sees-not-content = the content of your emails, files, chats or business data
sees-not-people = names or actions of single persons
sees-not-others = names or actions of other persons
sees-not-other = anything about other products

## Customer: request is void
voided-subject = Association request from { $partner } was withdrawn ({ $number })
voided-heading = The request was withdrawn
voided-recalled = { $partner } has taken back its request to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor }.
voided-over = The request of { $partner } to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor } is over.
over-subject = Association request from { $partner } is over ({ $number })
over-heading = The request is over
voided-nothing-to-do = You need to do nothing. The link in our earlier messages no longer takes an answer.
replaced-subject = Association request from { $partner } was replaced ({ $number })
replaced-heading = A newer request takes its place
voided-replaced = { $partner } has changed its request to be recorded as a partner of { $customer } in the programme { $programme } of { $vendor }.
replaced-use-newest = Please use the newest message, which may have gone to a colleague. The link in our earlier messages no longer takes an answer.

consent-voided-subject = Request for your consent from { $partner } was withdrawn ({ $number })
consent-voided-recalled = { $partner } has taken back its request that you agree to the engagement “{ $engagement }” with { $customer }.
consent-over-subject = Request for your consent from { $partner } is over ({ $number })
consent-voided-over = The request of { $partner } that you agree to the engagement “{ $engagement }” with { $customer } is over: { $vendor } has ended it.
consent-replaced-subject = Request for your consent from { $partner } was replaced ({ $number })
consent-voided-replaced = { $partner } has changed its request that you agree to the engagement “{ $engagement }” with { $customer }.

claim-over-subject = Engagement of { $partner }: the claim is over ({ $number })
claim-over-heading = The claim is over
claim-over-partner = You agreed to the engagement “{ $engagement }” of { $partner } with { $customer }. { $partner } has now given up its claim for it.
claim-over-programme = You agreed to the engagement “{ $engagement }” of { $partner } with { $customer }. { $vendor } has now ended the claim of { $partner } for it.
claim-over-nothing-to-do = You need to do nothing. Your consent is no longer used, and the link in our earlier messages takes no answer any more.

## Customer: receipt
receipt-subject = Receipt for your decision ({ $number })
receipt-heading = Your decision is recorded
receipt-accepted = You agreed that { $partner } is recorded as a partner of { $customer }.
receipt-objected = You objected to { $partner } being recorded as a partner of { $customer }.
receipt-withdrawn = You withdrew your agreement that { $partner } is recorded as a partner of { $customer }.
receipt-agreed = You agreed to the engagement “{ $engagement }” of { $partner } with { $customer }.
receipt-declined = You declined the engagement “{ $engagement }” of { $partner } with { $customer }.
receipt-taken-back = You withdrew your consent to the engagement “{ $engagement }” of { $partner } with { $customer }.
receipt-change-accepted = You can change your mind at any time: withdraw with the link below. { $partner } then no longer sees your usage counts.
receipt-change-objected = { $partner } is told, and this request is over. If you change your mind, ask { $partner } for a new request.
receipt-change-withdrawn = { $partner } is told and no longer sees your usage counts. If you change your mind, ask { $partner } for a new request.
receipt-change-agreed = You can change your mind until { $vendor } has approved the partner’s claim: withdraw with the link below. The claim is then over.
receipt-change-taken-back = { $partner } is told, and its claim is over. If you change your mind, ask { $partner } for a new request.
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
ended-nothing-to-do = You need to do nothing. If { $partner } is to be recorded again, it makes a new request and you are asked first.

ended-subscription-expired = The subscription has ended.
ended-partner = The partner gave it up.
ended-superseded = Another partner has claimed the same, and the proof of that partner was more convincing.
ended-programme = The programme owner ended it.
ended-term = It had reached its agreed term.

## Partner: whose move
move-you = You
move-vendor = The programme owner
move-customer = The customer
move-other = The other partner
move-review-lead = The review leads
move-nobody = Nobody
by-now = As soon as possible
by-open = No fixed date
by-none = –
by-overdue = Overdue since { $deadline }
claim-button = Open the claim

digest-subject = { $count ->
    [one] One update on your claims
   *[other] { $count } updates on your claims
}
digest-heading = What is new with your claims
digest-opening = This has happened to your claims in { $programme } since the last summary. Whatever needs an answer from you has been sent to you separately.
digest-next = You need to do nothing. The next summary comes when there is something new.
digest-title = What happened
digest-row = { $number }, { $customer }: { $news } – { $when }
digest-button = See your claims
news-submitted = submitted
news-review-started = under review
news-approved = approved
news-dispute-opened = dispute received
news-customer-accepted = the customer agrees
news-association-active = the association is official

submitted-subject = { $number } submitted: { $customer }
submitted-heading = Your claim is submitted
submitted-opening = Claim { $number } for { $customer } is with { $programme } for review. The customer is being notified by email.
submitted-next = The review begins. The customer may agree or object in the meantime.

deal-submitted-subject = { submitted-subject }
deal-submitted-heading = { submitted-heading }
deal-submitted-opening = Claim { $number } for { $customer } is with { $programme } for review.
deal-submitted-next = The review begins. Until the claim is approved, the customer can still withdraw its consent.

review-started-subject = { $number } under review: { $customer }
review-started-heading = The review has started
review-started-opening = A reviewer of { $programme } is checking claim { $number } for { $customer }.
review-started-next = The claim is approved, rejected or returned to you with questions.

action-required-subject = Your answer is needed: { $number }, { $customer }
action-required-heading = Your answer is needed
action-required-opening = The reviewer has returned claim { $number } for { $customer } with the points below.
action-required-next = Correct the claim or its proof and resubmit it. Without an answer in time it is rejected.
deal-action-required-next = Answer every point, correct the claim or its proof, and resubmit it. Without an answer in time the claim expires for good.
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
deal-approved-next = The claim is completed. What it earns, or why it earns nothing, is shown with the claim.
accepted-title = Accepted
refused-title = Not accepted

rejected-subject = { $number } rejected: { $customer }
rejected-heading = Your claim is rejected
rejected-opening = { $programme } has rejected claim { $number } for { $customer } for the reasons below.
dispute-next = You may dispute the rejection once, with a justification or new proof. After this date the rejection is final.
final-next = The rejection is final. You may make a new claim with new proof.
final-next-copy = The rejection is final. You can copy the claim into a new one; the customer is then asked anew.

upheld-subject = { $number } rejected for good: { $customer }
upheld-heading = The rejection stands
upheld-opening = { $programme } has looked at your dispute and rejects claim { $number } for { $customer } for the reasons below.

disputed-subject = Your dispute is received: { $number }, { $customer }
disputed-heading = Your dispute is received
disputed-opening = Your dispute of the rejection of claim { $number } for { $customer } is with { $programme }. It is answered by somebody else than the reviewer who rejected the claim.
disputed-next = The claim is approved, rejected for good or returned to you with questions. There is no second dispute. An answer that comes late does you no harm.

objected-subject = The customer objects: { $number }, { $customer }
objected-heading = The customer objects
objected-opening = { $customer } objects to the association in claim { $number }. The claim is over and what was official has ended.
objected-next = An objection cannot be disputed. If the customer changes its mind, make a new claim.

accepted-subject = The customer agrees: { $number }, { $customer }
accepted-heading = The customer agrees
accepted-opening = { $customer } has agreed to the association in claim { $number }. The objection window is closed.
accepted-next = Items that are approved become official now, the others as soon as the review approves them.

deal-accepted-subject = { accepted-subject }
deal-accepted-heading = { accepted-heading }
deal-accepted-opening = { $customer } has agreed to the engagement of claim { $number }.
deal-accepted-next = Carry out the engagement, add the proof and submit the claim. Without a submission in time the claim expires for good. Until the approval the customer can withdraw its consent.

declined-subject = The customer does not agree: { $number }, { $customer }
declined-heading = The customer does not agree
declined-opening = { $customer } has declined the engagement of claim { $number }. The claim is over.
declined-next = This cannot be disputed. If the customer changes its mind, copy the claim into a new one; the customer is then asked anew.

withdrew-subject = The customer has withdrawn its consent: { $number }, { $customer }
withdrew-heading = The customer has withdrawn its consent
withdrew-opening = { $customer } no longer agrees to the engagement of claim { $number }. The claim is over, and with it any review.
withdrew-next = This cannot be disputed. If the customer changes its mind, copy the claim into a new one; the customer is then asked anew.

stopped-subject = The programme owner has ended the claim: { $number }, { $customer }
stopped-heading = The programme owner has ended the claim
stopped-opening = Claim { $number } for { $customer } was ended by { $programme }. If the customer had been asked, it is told.
stopped-next = This cannot be disputed. If you do not know why, ask the programme owner before you make a new claim.

status-canceled = Canceled by the programme owner
status-consent-declined = Consent declined
status-consent-expired = Consent expired
status-consent-withdrawn = Consent withdrawn
status-dispute-expired = Dispute expired
status-not-submitted-expired = Not submitted, expired
status-post-submission-expired = Expired after submission

undeliverable-subject = The customer cannot be reached: { $number }, { $customer }
undeliverable-heading = Our message could not be delivered
undeliverable-opening = The notice of claim { $number } to the contact at { $customer } came back. While it is undelivered, the objection window does not run and the association cannot become official.
undeliverable-next = Name another contact or send the notice again. The window starts when it is delivered.
undeliverable-options = What you can do
undeliverable-change = Change the contact: a new message goes to the new address, the old link becomes void.
undeliverable-resend = Send the message again if the address is right and the mailbox works now.
deal-undeliverable-subject = { undeliverable-subject }
deal-undeliverable-heading = { undeliverable-heading }
deal-undeliverable-opening = The request of claim { $number } to the contact at { $customer } came back. The time for the customer’s consent runs on.
deal-undeliverable-next = Name another contact or send the request again. Without consent in time the claim expires for good.

delegated-subject = The contact named somebody else: { $number }, { $customer }
delegated-heading = The contact named a colleague
delegated-opening = The contact at { $customer } for claim { $number } has told us that a colleague is the right person to ask.
delegated-next = If you agree, change the contact to this person: a new request goes there, the old link becomes void, and the objection window begins anew with its delivery. If you do nothing, the earlier request stands.
deal-delegated-next = If you agree, change the contact to this person: a new request goes there, and the old link becomes void. The deadline stays the same. If you do nothing, the earlier request stands.

reported-subject = The customer does not know the request: { $number }, { $customer }
reported-heading = The customer does not know the request
reported-opening = The contact at { $customer } has reported the request of claim { $number }: it is not known there what it is about. We send this contact no reminder any more, and the programme managers are told.
reported-next = Talk to your customer. If you named the wrong person, change the contact while the request is open; if the claim is a mistake, withdraw it. Until then the claim stays as it is.
deal-reported-next = Talk to your customer. If you named the wrong person, change the contact; if the claim is a mistake, cancel it. The request stays open, and without consent in time the claim expires for good.

active-subject = The association is official: { $number }, { $customer }
active-heading = The association is official
active-opening = You are now recorded as a partner of { $customer } for the items of claim { $number } below.
active-next = You can read the usage counts of these products. The customer may object at any time.
active-title = Official

expiring-subject = The association ends soon: { $number }, { $customer }
expiring-heading = The association ends soon
expiring-opening = The subscriptions below come to their end. With them ends your association with { $customer } from claim { $number }.
expiring-next = Talk to the customer about the renewal. If the same subscription is renewed in time, the association stays; a new subscription needs a new claim. A draft of that is prepared for you when the association has ended.
expiring-term-subject = The association reaches its term: { $number }, { $customer }
expiring-term-heading = The association reaches its term
expiring-term-opening = Your association with { $customer } from claim { $number } comes to the end of its agreed term.
expiring-term-next = Collect current proof for a new claim. A draft of that is prepared for you when the association has ended.
expiring-title = What ends

partner-ended-subject = The association has ended: { $number }, { $customer }
partner-ended-heading = The association has ended
partner-ended-opening = The association with { $customer } has ended for the items of claim { $number } below. You are not recorded as a partner for them, and their usage counts are closed to you.
partner-ended-next-renewal = Without a new claim nothing is recorded. A draft of one is prepared where the rules of today allow it; you get a message when it is ready.
partner-ended-next-superseded = This decision cannot be disputed. With more recent proof you can make a new claim.
partner-ended-next-programme = A new association needs a new claim. Ask the programme owner first if you do not know why this one ended.
ended-title = Ended

renewal-subject = A draft for the renewal is ready: { $number }, { $customer }
renewal-heading = A draft for the renewal is ready
renewal-opening = Your association with { $customer } from claim { $number } has ended. A draft of a new claim is prepared with the same content.
renewal-next = Check the draft, name the new subscriptions if there are any, add current proof and submit it. The customer is then asked anew. Until it is approved nothing is recorded.

near-draft-subject = Your draft will be given up soon: { $number }, { $customer }
near-draft-heading = Your draft will be given up soon
near-draft-opening = Nothing has changed for a long time in draft { $number } for { $customer }.
near-draft-next = Submit the draft, or change something in it if you need more time. If you do nothing, it is given up; its content can still be copied into a new claim.

near-request-subject = The customer has not been asked yet: { $number }, { $customer }
near-request-heading = The customer has not been asked yet
near-request-opening = The request for consent of claim { $number } has not gone to { $customer } yet, and the time for the consent runs.
near-request-next = State the deal size and send the request. Without the customer’s consent in time the claim expires for good.

near-consent-subject = The customer has not answered yet: { $number }, { $customer }
near-consent-heading = The customer has not answered yet
near-consent-opening = { $customer } has been asked to agree to the engagement of claim { $number }, and there is no answer yet.
near-consent-next = Talk to your customer. You can send the request again or name another contact; the deadline stays the same. Without consent in time the claim expires for good.

near-proof-subject = Your proof is still missing: { $number }, { $customer }
near-proof-heading = Your proof is still missing
near-proof-opening = { $customer } has agreed to the engagement of claim { $number }, and the claim is not submitted yet.
near-proof-next = Add the proof and submit the claim. Without a submission in time it expires for good.

near-answer-subject = Your answer is still missing: { $number }, { $customer }
near-answer-heading = Your answer is still missing
near-answer-opening = Claim { $number } for { $customer } was returned to you with questions, and your answer has not come yet.
near-answer-next = Correct the claim or its proof and resubmit it. If you do nothing, it is rejected, which you may then dispute once.
near-answer-next-last = Correct the claim or its proof and resubmit it. If you do nothing, it is rejected for good.
near-answer-next-expires = Answer every point, correct the claim or its proof, and resubmit it. If you do nothing, the claim expires for good.

near-dispute-subject = The time to dispute ends soon: { $number }, { $customer }
near-dispute-heading = The time to dispute ends soon
near-dispute-opening = Claim { $number } for { $customer } is rejected, and you have not disputed that.
near-dispute-next = If you think the rejection is wrong, dispute it with a justification or new proof. If you do nothing, it is final.

near-contest-subject = The time to answer in the contest ends soon: { $number }, { $customer }
near-contest-heading = The time to answer in the contest ends soon
near-contest-opening = Another partner claims an item of your claim { $number } for { $customer } too, and the contest is not decided.
near-contest-next = Add newer proof or a statement if you have not yet. If you do nothing, the review leads decide on what is there.
contested-title = Contested

contest-incumbent-subject = Another partner claims the same: { $number }, { $customer }
contest-incumbent-heading = Another partner claims the same
contest-incumbent-opening = Another partner claims an item of your claim { $number } for { $customer } too. Neither of you is told who the other one is. What is official stays official until the decision.
contest-incumbent-next = The review leads of the programme decide when your time is over. If you do nothing, they decide on what is there.
contest-challenger-subject = Your claim is contested: { $number }, { $customer }
contest-challenger-heading = Your claim is contested
contest-challenger-opening = Another partner was there before you with an item of your claim { $number } for { $customer }. Neither of you is told who the other one is.
contest-challenger-next = The other partner may answer until then. After that the review leads of the programme decide on the item; the time to decide on your claim waits until they have.
contest-options = What you can do
contest-proof = Add newer proof of your work to the claim.
contest-statement = Write a statement in the contest. The other partner does not get to read it.
contest-order = What counts, in this order: what the customer has chosen; the more recent activity in valid proof; the earlier submission.

contest-won-subject = The contest is decided for you: { $number }, { $customer }
contest-won-heading = The contest is decided for you
contest-won-opening = The contest about the item below of claim { $number } for { $customer } is over, and your claim has prevailed. You find the decision in the contest.
contest-won-next = The review of your claim goes on with this item.
contest-won-next-kept = You need to do nothing. The association stays as it is.
contest-lost-subject = The contest is decided for the other partner: { $number }, { $customer }
contest-lost-heading = The contest is decided for the other partner
contest-lost-opening = The contest about the item below of claim { $number } for { $customer } is over: the proof of the other partner was more convincing. You find the decision in the contest.
contest-lost-next = The review of your claim goes on, but this item cannot be approved in it. With more recent proof you can make a new claim for it later.
contest-lost-next-ended = Your association has ended for this item, and its usage counts are closed to you. With more recent proof you can make a new claim.
contest-closed-subject = The contest is closed: { $number }, { $customer }
contest-closed-heading = The contest is closed
contest-closed-opening = The contest about the item below is over, because claim { $number } for { $customer } does not ask for this item any more.
contest-closed-next = You need to do nothing in the contest.

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

expired-draft-subject = Draft given up: { $number }, { $customer }
expired-draft-heading = Your draft was given up
expired-draft-opening = Draft { $number } for { $customer } was given up because nothing had changed in it for a long time. Nothing is submitted.
expired-draft-next = You can copy its content into a new claim.

expired-dispute-subject = The rejection is final: { $number }, { $customer }
expired-dispute-heading = The rejection is final
expired-dispute-opening = Claim { $number } for { $customer } was rejected and not disputed in time.

expired-request-subject = Claim expired without a request: { $number }, { $customer }
expired-request-heading = The customer was not asked in time
expired-request-opening = The request for consent of claim { $number } was never sent to { $customer }, and the time for the consent is over.

expired-consent-subject = No consent in time: { $number }, { $customer }
expired-consent-heading = No consent came in time
expired-consent-opening = { $customer } has not answered the request for consent of claim { $number } in time. Silence is no consent.

expired-proof-subject = Not submitted in time: { $number }, { $customer }
expired-proof-heading = The claim was not submitted in time
expired-proof-opening = { $customer } had agreed to the engagement of claim { $number }, but the claim was not submitted in time.

expired-return-subject = Claim expired without your answer: { $number }, { $customer }
expired-return-heading = Your answer did not come in time
expired-return-opening = Claim { $number } for { $customer } was returned to you with questions, and no answer came in time.

expired-next = An expired claim is never reopened. You can copy it into a new one; the customer is then asked anew.

## Vendor
overdue-start-subject = Overdue: { $number } waits for a reviewer
overdue-start-heading = A claim waits for a reviewer
overdue-start-opening = The review of claim { $number } should have begun.
overdue-start-next = Take the claim or have somebody take it. Partner and customer lose nothing by the delay; the partner sees that the vendor is late.
overdue-decision-subject = Overdue: { $number } waits for a decision
overdue-decision-heading = A claim waits for a decision
overdue-decision-opening = The review of claim { $number } should have come to a decision.
overdue-decision-next = See that the claim is approved, returned or rejected. Partner and customer lose nothing by the delay; the partner sees that the vendor is late.
overdue-dispute-subject = Overdue: the dispute of { $number } waits for an answer
overdue-dispute-heading = A dispute waits for an answer
overdue-dispute-opening = The dispute of claim { $number } should have been answered.
overdue-dispute-next = Answer the dispute, unless you rejected the claim yourself. The partner loses nothing by the delay and sees that the vendor is late.
overdue-next-manager = The review leads have the same message. See that somebody takes the claim, or give the clock more time with a reason.

reported-manager-subject = A customer does not know the request of { $number }
reported-manager-heading = A customer does not know the request
reported-manager-opening = The customer’s contact has reported the request of claim { $number }: it is not known there what it is about. Reminders have stopped, the partner is told, and nothing else has changed.
reported-manager-next = Ask the partner, and the customer if need be. If there is nothing behind the claim, have the review reject it; what is approved already you can stop.
deal-reported-manager-next = Ask the partner, and the customer if need be. If there is nothing behind the claim, stop it.

## Reasons
reason-acknowledgement-required = An acknowledgement is missing.
reason-contact-wrong = The contact is not the right one.
reason-contest-lost = Another partner has claimed the same item, and the proof of that partner was more convincing.
reason-customer-declined = The customer declined.
reason-insufficient-poe = The proof is not sufficient.
reason-item-not-eligible = This item is not accepted.
reason-location-wrong = The partner location is not the right one.
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
reason-poe-unreadable = The proof, or a part of it, cannot be read.
reason-other = Reason “{ $code }”.
