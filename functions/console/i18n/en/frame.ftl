skip = Skip to the content
sign-out = Sign out
parts = Parts of the console
claims = Your claims
all-claims = Claims
claim = Claim
customer = Customer
status = Status
whose-move = Whose move
by-when = By when
no-deadline = No deadline
next-page = Next page
to-the-start = To the start page
request = If you ask for help, name this request:
location = Location
deal-size = Deal size
reason = Reason
away-today = Less than a day
away-days = { $days ->
    [one] In 1 day
   *[other] In { $days } days
}
away-over = Over
part-claims = Claims
something-wrong = There is a problem
error = Error
back = Back
go-on = Next
change = Change
yes = Yes
no = No
not-answered = Not answered
please-choose = Please choose
