# Texts of problems. One message per code: its value is the title, `.detail` says what it is in this case.
# What is filled in comes from the `params` of the fault.

page-name = Problem
page-contract = The contract of this interface

advice-400 = The request cannot be read. Correct it as the answer says; the same request will be refused again.
advice-401 = Send a valid token: “Authorization: Bearer …”.
advice-403 = Your role does not permit this. Ask an administrator of your organisation.
advice-404 = Check the address. What belongs to others is not shown either.
advice-405 = The header “Allow” of the answer names the methods this address has.
advice-409 = The state of the object does not admit this. Read it again: it says what can be done now.
advice-410 = This is over. A newer email may hold a link that works.
advice-412 = Somebody changed the object meanwhile. Read it again, check the change and repeat your request with the new ETag.
advice-413 = It is larger than what is taken here. The answer names the limit.
advice-415 = This type is not taken here. The answer names the types that are.
advice-422 = The request can be read, but a rule is broken. The answer names every fault with its place.
advice-428 = Read the object, then send its ETag in the header “If-Match”.
advice-429 = Wait as long as the header “Retry-After” of the answer says.
advice-500 = The fault is ours. Tell us the “requestId” of the answer.
advice-503 = Try again after the seconds in the header “Retry-After” of the answer; with the same “Idempotency-Key” nothing happens twice.

state = { $status ->
    [draft] a draft
    [consent_not_requested] waiting for the request to the customer
    [awaiting_consent] waiting for the customer
    [consent_received] agreed by the customer and not submitted yet
    [submitted] submitted
    [under_review] under review
    [action_required] waiting for the partner
    [approved] approved
    [rejected] rejected
    [disputed] disputed
    [rejected_final] finally rejected
    [consent_declined] over: the customer has declined
    [consent_expired] over: the customer has not answered in time
    [consent_withdrawn] over: the customer has taken the agreement back
    [not_submitted_expired] over: it was not submitted in time
    [post_submission_expired] over: a return was not answered in time
    [dispute_expired] over: the time for a dispute has passed
    [canceled] canceled
   *[other] in another state
}

malformed_json = The body is not what is expected
    .detail = { $problem ->
        [duplicate] A member of an object is there twice.
        [too_deep] Objects and lists are nested more than 16 levels deep.
        [type] The value has the wrong type.
        [missing] A value is missing.
       *[syntax] This is not valid JSON in UTF-8.
    }
unknown_field = Unknown field
    .detail = There is no such field here.
cursor_invalid = The cursor is not valid
    .detail = The cursor is not one of ours, or it belongs to another question. Start again without it.
parameter_invalid = A parameter is not valid
    .detail = “{ $parameter }” is unknown here, is there twice, or has a value that is not allowed.
unauthenticated = Not signed in
    .detail = A valid token is required.
forbidden = Not permitted
    .detail = Your role does not permit this.
not_found = Not found
    .detail = This does not exist, or you may not see it.
method_not_allowed = Method not allowed
    .detail = This address has only: { $allowed }.
body_too_large = The body is too large
    .detail = At most { $max } bytes are taken here.
unsupported_media_type = Unsupported media type
    .detail = The body must be one of: { $allowed }.
unavailable = Temporarily not available
    .detail = Nothing was done, or it is not certain that it was. Please try again shortly.
internal = Internal error
    .detail = The fault is ours. Please tell us the id of the request.
idempotency_mismatch = The key was used for another request
    .detail = This Idempotency-Key came before with another body.
precondition_required = The version is missing
    .detail = Send the ETag you have seen in the header If-Match.
version_conflict = The claim has changed
    .detail = Version { $current } is the current one. Read the claim again.
invalid_state_transition = Not possible in this state
    .detail = The claim is { state }. This cannot be done now.
claim_not_editable = Documents cannot change in this state
    .detail = The claim is { state }. Documents can neither be added nor removed now.
field_frozen = The field cannot be changed now
    .detail = Deal size and hours never change; of the rest only what is open now, such as the parts that were returned to you.
name_required = A name is missing
    .detail = Please give a name.
name_too_long = The name is too long
    .detail = At most { $max } characters are allowed.
text_invalid = The text is not valid
    .detail = The text is empty or too long, or holds control characters or characters that change the reading direction.
location_out_of_scope = The location is not one of yours
    .detail = You do not act for this partner location.
location_not_enrolled = The location is not enrolled
    .detail = This partner location is not enrolled in the programme.
location_not_eligible = The location is not eligible
    .detail = This partner location may not claim this engagement.
engagement_not_active = The engagement is not active
    .detail = The engagement has not begun or is over.
engagement_kind_mismatch = The kind of claim does not fit
    .detail = This engagement does not take this kind of claim.
engagement_unknown = Unknown engagement
    .detail = There is no engagement of this id.
contact_incomplete = The contact is incomplete
    .detail = Name and email address are needed; for the customer a job title too.
contact_email_invalid = The email address is not valid
    .detail = Please check the email address.
contact_is_partner = The customer contact is of the partner
    .detail = The customer contact needs an address outside the partner's own domain.
identifier_malformed = The identifier is malformed
    .detail = This is not a valid id of the type “{ $type }”.
role_not_in_area = The role does not belong to the engagement
    .detail = Choose one of: { $allowed }.
tenant_required = The tenant is missing
    .detail = Please give the id of the customer's tenant.
items_required = Nothing is claimed
    .detail = Please claim at least one workload or subscription.
too_many_items = Too many items
    .detail = At most { $max } items are allowed.
item_duplicate = The item is there twice
    .detail = Each workload or subscription can be claimed once.
item_unknown = Unknown item
    .detail = The engagement has no such workload or product.
subscription_required = The subscription is missing
    .detail = Every item of this role needs the id of a subscription.
subscription_not_allowed = No subscription is expected
    .detail = Items of this role have no subscription.
subscription_not_on_tenant = The subscription is not on the tenant
    .detail = The customer's tenant has no such subscription.
subscription_wrong_product = The subscription is for another product
    .detail = The subscription does not hold this product.
subscription_channel_excluded = The purchase channel does not qualify
    .detail = The subscription was bought in a way that does not qualify for this role.
subscription_not_provisioned = The subscription is not set up
    .detail = The customer has not set the subscription up yet.
subscription_inactive = The subscription is over
    .detail = The subscription is no longer active.
revenue_info_required = Revenue information is missing
    .detail = This role needs the solution seller, the customer's name and the solution.
opt_out_not_allowed = Incentives cannot be declined
    .detail = Incentives cannot be declined for this role.
duplicate_claim = You have claimed this already
    .detail = Your organisation's claim { $claimId } is open for the same item or engagement.
poe_missing = Proof of execution is missing
    .detail = At least one document is needed.
poe_element_missing = An element of proof is missing
    .detail = No document covers “{ $element }”.
poe_date_missing = The activity date is missing
    .detail = At least one document needs the date of the work.
poe_date_too_old = The activity is too long ago
    .detail = The work must have been done on { $oldest } or later.
poe_item_not_covered = An item is not covered
    .detail = No document covers “{ $item }”.
poe_public_disclosure_missing = The disclosure is missing
    .detail = A public-sector customer must have been told the partner's fee; a document must show it.
acknowledgement_required = A statement has not been accepted
    .detail = Accept the current version “{ $acknowledgement }”.
file_type_not_allowed = The type of file is not allowed
    .detail = Allowed are: { $allowed }.
file_encrypted = The file is encrypted
    .detail = Please send a file that can be opened without a password.
file_too_large = The file is too large
    .detail = At most { $max } bytes are allowed.
file_empty = The file is empty
    .detail = Please choose a file with content.
too_many_files = Too many files
    .detail = The files of a claim are limited in number and in total size.
checksum_mismatch = The checksum does not match
    .detail = What arrived is not what was announced. Please send the file again.
checksum_malformed = The checksum is malformed
    .detail = A SHA-256 has 64 lower-case hexadecimal digits.
file_not_clean = A document is not ready
    .detail = A document has not passed its checks: { $state ->
        [pending] it has not arrived, or is still being checked.
        [infected] malware was found in it.
       *[refused] it was refused.
    }
document_kind_unknown = Unknown kind of document
    .detail = Choose one of: { $allowed }.
covers_unknown = The document covers something unknown
    .detail = This is neither claimed nor asked for.
activity_date_invalid = The activity date is not valid
    .detail = The date lies in the future.
nothing_changed = Nothing was changed
    .detail = Change what was asked for, or answer every reason, before you send the claim again.
reason_required = A reason is missing
    .detail = Please say why.
reason_code_unknown = Unknown reason code
    .detail = Choose one of: { $allowed }.
pointer_unknown = The place is unknown
    .detail = The claim has no such item, element or document.
item_decision_required = A decision is missing
    .detail = Decide on “{ $item }”, once.
no_item_accepted = No item is accepted
    .detail = Accept at least one item, or reject the claim.
association_taken = Another partner is associated already
    .detail = The customer has an official association for this item already.
contest_open = A contest is not decided
    .detail = Another partner claims the same. Its contest has to be decided first.
contest_decided = The contest is decided
    .detail = It was decided before; nothing can be added or changed.
dispute_window_closed = The time for a dispute is over
    .detail = A rejection can be disputed for a limited time. A new claim is possible.
dispute_already_used = The claim was disputed before
    .detail = A claim can be disputed once.
dispute_empty = A dispute needs a justification or new proof
    .detail = Say why the rejection is wrong, or add a document first.
clock_not_extendable = The clock cannot be extended
    .detail = It does not run, or this deadline cannot be extended.
deadline_not_later = The deadline must be later
    .detail = A deadline can only be moved to a later day.
delegate_domain_unknown = The address is not the customer’s
    .detail = Somebody else can only be named with an address in a domain of the same customer.
delegation_limit_reached = Nobody else can be named
    .detail = Somebody else was named as often as is allowed.
too_many_statements = Nothing more can be said
    .detail = Each side may say something { $max } times.
winner_unknown = The winner is missing
    .detail = Either the incumbent or the challenger wins.
association_not_active = The association is not active
    .detail = Usage can be read while the association is active: { $state ->
        [pending] the customer may still object.
        [ended] it has ended.
       *[other] the item has none.
    }
reminder_too_soon = It is too soon to send again
    .detail = It may be sent again at { $at }.
reminder_limit_reached = It may not be sent again
    .detail = It was sent as often as is allowed.
consent_not_found = The link is not valid
    .detail = Please use the link of the email as it is.
consent_expired = The link is over
    .detail = The time to answer is over.
consent_replaced = There is a newer email
    .detail = Please use the link of the newest email.
consent_withdrawn_by_sender = The request was withdrawn
    .detail = The partner has taken the request back. There is nothing left to do.
consent_already_decided = The decision is made
    .detail = Another decision was made on this link before.
decision_incomplete = Something is missing
    .detail = Choose, type your full name and tick the statement.
nonce_invalid = The form is not valid any more
    .detail = Please load the page again, and take your time to read it.
deadline_passed = The time is over
    .detail = The deadline has passed.
row_invalid = The row cannot be read
    .detail = The row has an unknown shape, or a value is missing or wrong.
too_many_rows = Too many rows
    .detail = At most { $max } rows are taken at once.
rule_invalid = The rule is not possible
    .detail = { $problem ->
        [missing] Something is needed here.
        [duplicate] This is there twice.
        [contradiction] This contradicts another rule of the engagement.
        [unknown] This is not known here.
        [too_soon] New rules begin to hold two minutes from now at the earliest.
        [text] A text is missing, too long, or has characters that are not allowed.
       *[out_of_range] The value is out of its range.
    }
rule_fixed = This does not change with the rules
    .detail = What an engagement is stays for good. Put a new engagement instead.
text_version_unchanged = Other words need another version
    .detail = The text has changed. Raise its version: what was accepted stays what it was.
identifier_taken = The identifier belongs to another customer
    .detail = An identifier of this row leads to another customer already.
origin_required = It is open whether the customer is added or claimed
    .detail = Choose “added” for a customer who is new to you, “claimed” for one who has agreed to a claim of yours before.
engagements_required = No engagement is named
    .detail = Please choose at least one engagement.
identifier_required = The customer is not named
    .detail = Please give an identifier of the customer; for pay by hours the opportunity.
id_type_not_allowed = The type of identifier is not allowed
    .detail = The engagement “{ $engagement }” does not take this type of identifier.
single_engagement_only = An engagement paid by hours stands alone
    .detail = Claim it by itself, without any other engagement.
hours_required = The hours are missing
    .detail = Pay by hours needs the planned hours.
hours_out_of_range = The hours are not valid
    .detail = From { $min } to { $max } hours are allowed, in quarters of an hour.
hours_not_allowed = No hours are expected
    .detail = This engagement has fixed pay. Leave the hours out.
tenant_not_derivable = The tenant cannot be derived
    .detail = No tenant is known for this domain. Name the customer by the id of its tenant.
tenant_ambiguous = The tenant is ambiguous
    .detail = Several tenants belong to this domain. Name the customer by the id of its tenant.
identifier_unknown = The identifier is unknown
    .detail = It leads to no customer, or to another one. Check it, or name the customer in another way.
mismatch_reason_required = A reason for the other domain is missing
    .detail = The contact's address is in none of the customer's known domains. Say why; the reviewer will read it.
customer_ineligible = The customer is not eligible
    .detail = { $reasons } { $hint ->
        [try_other_identifier] Another identifier of the customer may be eligible.
       *[other] Choose another engagement or customer.
    }
customer_cap_reached = The customer has as many claims as are allowed
    .detail = For the engagement “{ $engagement }” the limit is reached: { $reason ->
        [active_cap_reached] wait until a running claim is over.
       *[total_cap_reached] no further claim is possible.
    }
customer_already_known = You know this customer already
    .detail = The customer { $customerId } has agreed to a claim of yours before. Claim the customer instead of adding it.
customer_not_known = You do not know this customer yet
    .detail = The customer has not agreed to any claim of yours. Add the customer instead.
customer_not_bona_fide = This is no customer
    .detail = The partner itself and some organisations cannot be claimed as customers.
deal_size_required = The deal size is missing
    .detail = Please estimate the deal size in US dollars.
deal_size_invalid = The deal size is not valid
    .detail = It is an amount in whole US dollars (USD), from 0 to { $max }.
disclaimer_required = The disclaimer has not been accepted
    .detail = Accept the disclaimer of the engagement in its current version.
consent_missing = The customer has not agreed
    .detail = The claim is { state }. It can be submitted only while the customer's agreement holds.
invoice_missing = The invoice is missing
    .detail = This engagement asks for a document of the kind “invoice”.
already_submitted = The claim was submitted before
    .detail = A claim can be canceled only before it is submitted for the first time.
answer_required = An answer is missing
    .detail = Every reason of the return must be answered.

# Why a customer is not eligible (domain 8.4), and what to do about it.

customer-criteria_not_met = The customer does not meet the criteria of this engagement.
    .advice = Try another identifier of the customer, or choose another engagement.
customer-active_cap_reached = The customer has as many running claims for this engagement as are allowed.
    .advice = It becomes possible when one of them is over.
customer-total_cap_reached = The customer has had as many claims for this engagement as are allowed.
    .advice = Choose another engagement.
customer-consented_to_other_partner = The customer has already agreed to this engagement elsewhere.
    .advice = Choose another engagement.
customer-done_with_other_partner = The customer has already taken part in this engagement.
    .advice = Choose another engagement.
customer-identifier_type_not_supported = This engagement does not take this type of identifier.
    .advice = Name the customer by an identifier of another type.
customer-identifier_unknown = No customer is known by this identifier.
    .advice = Check it, or name the customer by the id of its tenant.
customer-country_not_in_scope = The engagement is not offered in the customer's country.
    .advice = Choose an engagement that is offered there.
customer-customer_not_bona_fide = The partner itself and some organisations cannot be claimed as customers.
    .advice = Choose another customer.

# Why a location may not claim an engagement, or is not paid for it (domain 8.4), and what to do about it.

location-not_enrolled = The location is not enrolled in the programme.
    .advice = An administrator can enrol it.
location-enrolment_incomplete = The enrolment of the location is not finished.
    .advice = Complete what is missing, or wait for the validation.
location-qualification_missing = The location is not qualified for this engagement.
    .advice = Choose a location that is, or acquire the qualification.
location-payee_profile_incomplete = The payee profile of the location is incomplete: what its claims earn is held.
    .advice = Complete the payee profile.
