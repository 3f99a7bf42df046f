### The consent page.

skip = Skip to the content
language = Language
error-prefix = Error:
error-title = There is a problem

tag-open = Waiting for your answer
tag-decided = Decided
tag-approved = Completed
tag-lapsed = No objection
tag-over = Over

## Waiting, notice mode
open-title = { $partner } says that it works with you
open-lead = { $partner } has asked { $vendor } to record it as a partner of { $customer } in the programme { $programme }. You can agree or object.
silence-after-delivery = If you do nothing within { $days ->
    [one] one business day
   *[other] { $days } business days
} after our message was first delivered, that counts as no objection.
silence-until = If you do nothing until { $until }, that counts as no objection.

outcomes-title = What happens next
outcome-agree = If you agree, the partner is recorded as yours as soon as { $vendor } has approved its claim.
outcome-object = If you object, the partner is not recorded and sees nothing. You need not give a reason.
outcome-silence-after-delivery = If you do nothing, the partner can be recorded as yours when the time is over. Nothing is recorded as your agreement.
outcome-silence = If you do nothing, the partner can be recorded as yours after { $until }. Nothing is recorded as your agreement.
outcome-later = You can object at any time, also later, with the same link.

## Waiting, opt-in mode
opt-in-title = { $partner } asks for your consent
opt-in-lead = { $partner } asks you to agree to the engagement “{ $engagement }”: work that it does, or has already done, for { $customer } in the programme { $programme } of { $vendor }. You can agree or decline.
silence-expires = If you do nothing until { $until }, there is no agreement, and the request expires.
opt-in-agree = If you agree, the partner can carry out the engagement and hand in proof of it to { $vendor }.
opt-in-decline = If you decline, the partner’s claim is over. You need not give a reason.
opt-in-silence = If you do nothing until { $until }, the request expires. Silence is not consent.
opt-in-later = If you agree, you can withdraw with the same link until { $vendor } has approved the partner’s claim.
opt-in-again = Your consent holds for this engagement only. For any other one you are asked anew.

## Decided
accepted-title = You agreed
accepted-lead = { $partner } may be recorded as a partner of { $customer }. It is official once { $vendor } has approved the claim.
accepted-note = You can change your mind at any time: withdraw below, with this same link.
agreed-lead = { $partner } may carry out the engagement “{ $engagement }” for { $customer } and hand in proof of it. { $vendor } checks the proof and decides on the claim.
agreed-note = You can change your mind until { $vendor } has approved the claim: withdraw below, with this same link.
approved-lead = You agreed to the engagement “{ $engagement }” of { $partner }, and { $vendor } has approved the claim.
approved-note = The engagement is completed, so the consent can no longer be withdrawn. With questions please turn to { $partner } or to the privacy contact below.
objected-title = You objected
objected-lead = { $partner } is not recorded as a partner of { $customer } and sees no usage data. The partner is told.
declined-title = You declined
declined-lead = { $partner } has no consent of { $customer }. The partner is told.
withdrawn-title = You withdrew
withdrawn-lead = Your agreement no longer counts. { $partner } sees no usage data of { $customer }. The partner is told.
taken-back-lead = Your consent no longer counts. The claim of { $partner } for the engagement “{ $engagement }” is over. The partner is told.
again-note = If you change your mind, ask { $partner } to send you a new request.
lapsed-title = No objection was received
lapsed-lead = The time for a first answer is over. { $partner } is recorded as a partner of { $customer } once { $vendor } has approved the claim. This is not recorded as your agreement.
lapsed-note = You can still object, at any time. A recorded association then ends at once.

## Over
ended-title = The association has ended
ended-lead = { $partner } is no longer recorded as a partner of { $customer } for this request and sees no usage data.
voided-title = The request was withdrawn
voided-lead = The partner has withdrawn this request. Nothing is to be decided any more.
replaced-title = There is a newer request
replaced-lead = This link belongs to an earlier message and takes no answer any more.
replaced-note = Please use the link in the newest message. It may have gone to a colleague of yours.
expired-title = The time is over
expired-lead = No answer came in time, so there is no consent. Nothing has happened.
expired-note = If you want to agree after all, ask { $partner } to send you a new request.
claim-over-title = The request is over
claim-over-lead = The claim ended without becoming official. The partner is not recorded because of it and sees no usage data.
engagement-over-lead = The claim of { $partner } for the engagement “{ $engagement }” ended without approval. A consent that was given for it is no longer used.
nothing-note = You need to do nothing.

## Not shown
unknown-title = This link does not work
unknown-lead = We cannot find a request for this address. Nothing was changed.
unknown-note = Check that the address is complete, or open the link in the newest message from us.
unavailable-title = We cannot show this page right now
unavailable-lead = This is our fault, not yours. If you have just sent an answer, we do not know whether it was recorded; sending it again does no harm.
unavailable-note = Please open the link again in a few minutes. An answer counts when it reaches us before the deadline.

told-reported = Thank you. We have told the partner and the programme owner that you do not know this partner. No more reminders will come. The request is still open: you may also object.
told-reported-opt-in = Thank you. We have told the partner and the programme owner that you do not know this partner. No more reminders will come. The request is still open: you may also decline.
told-delegated = Thank you. We have asked the partner to confirm your colleague as the new contact.
told-not-recorded = What you just sent was not recorded. The page shows what counts.

## Facts
request-title = The request
label-partner = Partner
label-location = Partner location
label-person = Contact at the partner
label-programme = Programme
label-vendor = Programme owner
label-engagement = Engagement
label-role = Role of the partner
label-customer = Customer
label-tenant = Your tenant
label-domain = Your domain
label-parent-account = Your parent account
label-subscription = Your subscription
label-opportunity = Number of the sales opportunity
label-items = Products
label-work = What was or will be done
work = The engagement “{ $engagement }”, planned, begun or already done by { $partner }.
work-hours = The engagement “{ $engagement }” with { $hours } hours of work, planned, begun or already done by { $partner }.
label-number = Claim number

sees-title = Your data
sees-yes = The partner will see
sees-no = The partner will not see
sees-usage = how much these products are used (counts per month)
sees-seats = how many seats you have bought
sees-answer = your answer, the name under which it is given, and your reason if you name one
sees-not-usage = which products you use, how much, and how many seats you have bought
sees-not-others = names or actions of other persons
sees-not-content = the content of your emails, files, chats or business data
sees-not-people = names or actions of single persons
sees-not-other = anything about other products
vendor-sees = { $vendor } receives the partner’s proof of this work and checks it.
vendor-sellers = Sales staff of { $vendor } who look after { $customer } can see the claim, too, as long as your consent holds.
pay-title = Costs
pay = { $vendor } may pay the partner for this work. That costs you nothing.

record-title = What is recorded
record-decision = Decision
record-at = Recorded
record-by = Decided by
record-receipt = Receipt
record-mail = We also send this receipt by email.
to-receipt = Your receipt, to keep or to print

## Forms
to-form = Go to the form
decide-title = Your decision
decide-hint = Answer only if you may decide this for { $customer }.
decide-question = Do you agree that { $partner } is recorded as a partner of { $customer }?
object-question = Do you object to { $partner } being recorded as a partner of { $customer }?
opt-in-question = Do you agree to the engagement “{ $engagement }” of { $partner }?
decide-button = Send decision
choice-accept = I agree
choice-accept-effect = You can withdraw later with the same link.
choice-agree-effect = You can withdraw with the same link until the claim is approved.
choice-object = I object
choice-object-effect = The partner is not recorded, and what is already recorded ends at once.
choice-decline = I decline
choice-decline-effect = The partner has no consent for this engagement.

reason-label = Reason, if you say no (optional)
reason-label-withdraw = Reason (optional)
reason-none = No reason given
reason-unknown-partner = I do not know this partner
reason-no-such-work = The partner does not do this work for us
reason-other-partner = Another partner does this work
reason-no-data = We do not want to show usage data
reason-not-wanted = We do not want this engagement
reason-wrong-details = Something in the request is wrong
reason-other = Another reason
words-label = In your own words (optional)
words-hint = The partner can read this.
name-label = Your full name
confirm-label = I may decide for { $customer }.

withdraw-title = Change your mind
withdraw-hint = You may withdraw as easily as you agreed. { $partner } is told.
withdraw-hint-opt-in = You may withdraw as easily as you agreed, until { $vendor } has approved the claim. The claim is then over, and { $partner } is told.
withdraw-button = Withdraw

delegate-title = I am not the right person
delegate-hint = Name a colleague of { $customer }. The partner confirms the change, and your colleague gets a message of their own. The deadline stays the same.
delegate-button = Name this colleague
delegate-name-label = Your colleague’s full name
email-label = Your colleague’s email address
email-hint = It must belong to { $customer }.

report-title = I do not know this partner
report-hint = We tell the partner and { $vendor }, and send no more reminders. The request stays open until you object.
report-hint-opt-in = We tell the partner and { $vendor }, and send no more reminders. The request stays open until you answer or the time is over.
report-button = Report

fault-decision = Choose whether you agree
fault-decision-only = Choose the answer if you want to object
fault-name = Enter the full name, at least 2 characters
fault-name-invalid = Enter the full name in at most 120 characters
fault-confirmed = Tick that you may decide for { $customer }
fault-reason = Use at most 2,000 characters for the reason
fault-email = Enter an email address of { $customer }
fault-nonce = The form was open too long or was sent too quickly. Please check your answers and send it again

why = You received the link to this page because { $partner } named you as the contact of { $customer }.
privacy = Questions about your personal data:
quiet = This page sets no cookies, does not track you and loads nothing from other sites. You can print it.
