### The page of a receipt. What it has in common with the consent page is written there.

receipt-title = Receipt
receipt-accept = You agreed to the request of { $partner }.
receipt-decline = You declined the request of { $partner }.
receipt-object = You objected to the request of { $partner }.
receipt-withdraw = You took back your agreement to the request of { $partner }.
receipt-no-objection = No objection to the request of { $partner } was received. This is not recorded as your agreement.
decision-accept = Agreed
decision-decline = Declined
decision-object = Objected
decision-withdraw = Agreement taken back
decision-no-objection = No objection

status-active = Active: this holds
status-withdrawn = Withdrawn: the customer said no
status-ended = Ended: the request is over
label-asked = Person asked
label-mode = What silence means
mode-notice = No objection, once the notice was delivered
mode-opt-in = Nothing: only a yes counts
label-basis = Basis
basis-explicit = The customer’s own answer
basis-consent = The customer’s consent
basis-no-objection = No objection after a delivered notice
label-method = How it came about
method-typed = With the mailed link, a ticked statement and the typed name
method-notice = The notice was delivered, and no answer came in time
label-valid = Valid until
valid-open = No end: until the customer says otherwise
label-previous = Takes the place of receipt

label-hours = Hours of work
label-controller = Responsible for the data
label-recipients = Who receives the data
label-purposes = What for
purpose-record = recording the partner as a partner of the customer
purpose-insight = showing the partner how much the products are used
purpose-incentives = paying the partner for its work, which costs the customer nothing
purpose-engagement = carrying out the engagement for the customer and proving it
label-seen = Seen by a recorded partner
label-not-seen = Never seen

mind-title = Change your mind
mind = The link of the request shows what counts now and what you can still do. Who has this receipt has the link: pass it on with care.
signed-title = The signed receipt
signed = This is the receipt itself, signed by the issuer. Anybody can check it without us: with the issuer’s public keys at /.well-known/receipt-keys.json and the command line of openssl.
signed-file = Download the receipt as a file
label-issuer = Issuer
label-language = Language
language-en = English
language-de = German
label-wording = Fingerprint of the wording (SHA-256)
label-version = Version of the receipt
