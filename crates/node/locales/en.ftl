# The console in English. Wording: docs/glossary.md. Keys and variables are the same in every language.

## Everywhere

app-name = Mithaq
app-tagline = What states agreed to do together, and what they refused, applied every day.
app-skip = Skip to content
nav-label = Main pages
nav-today = Today
nav-pact = Pact
nav-notices = Notices
nav-screen = Screen
nav-reviews = Reviews
nav-sightings = Sightings
language-label = Language
language-own-ar = العربية
language-own-fr = français
language-own-en = English
nav-log = Log
log-entry = Log entry
about = about
theatre-but = except
pages-label = Pages
pages-at = Page { $page } of { $pages }
button-all = See all
button-show = Show

## Buttons and links

button-sign-in = Sign in
button-sign-out = Sign out
button-screen = Screen
button-filter = Filter
button-clear = Clear filter
button-next = Next page
button-previous = Previous page
button-review = Review

## Signing in

sign-in-title = Sign in
sign-in-user = User name
sign-in-password = Password
sign-in-wrong = User name and password do not go together. Check both and try again.
sign-in-needed = Sign in to see this page.
sign-in-wait = Too many wrong passwords. Wait a minute, then try again.
sign-in-account-language = as in my account
sign-in-elsewhere = This form came from another site and was not accepted. Sign in here.
role-officer = officer
role-analyst = analyst
role-liaison = liaison
role-treaty-desk = treaty desk
role-operator = operator
role-inspector = inspector

## Today

today-title = Today
today-post = Your post
today-no-post = You work at no post of this node, so that nothing is released to you. An operator gives you one.
today-matches = Possible matches to review
today-matches-empty = Nothing to review. New possible matches appear here as soon as a screening finds them.
today-received = Received notices
today-received-empty = No notice has been received yet. Members send what the pact and the handling permit.
today-owed = Acknowledgements owed to us
today-owed-empty = Every holder has acknowledged.
today-other-pact = another version of the pact: its notices are held, unread, until the versions agree
count-notices =
    { $count ->
        [one] { $count } notice
        *[other] { $count } notices
    }
count-clauses =
    { $count ->
        [one] { $count } clause
        *[other] { $count } clauses
    }
count-sources =
    { $count ->
        [one] { $count } independent source
        *[other] { $count } independent sources
    }
today-sightings = Sightings
today-sightings-empty = No sighting yet. One goes out when a review says “the same”.
today-sightings-waiting =
    { $count ->
        [one] { $count } sighting is not acknowledged yet.
        *[other] { $count } sightings are not acknowledged yet.
    }
today-lists = Public lists
today-lists-empty = No public list has been imported. An operator imports the UN list.
list-made = Made by its issuer on
list-old = More than thirty days old. An operator imports the current one.
today-pacts = Versions of the pact
today-pacts-empty = No other version of the pact has been received.
today-pacts-adopt = Read what the new version changes before you adopt it: mithaq pact diff.
today-unread =
    { $count ->
        [one] { $count } notice is kept unread until its version of the pact is adopted.
        *[other] { $count } notices are kept unread until their version of the pact is adopted.
    }

## Pact

pact-title = Pact
pact-version = Version { $version }
pact-hash = Fingerprint
pact-status = Status
pact-status-proposed = proposed
pact-status-in-preparation = in preparation
pact-status-in-force = in force
pact-status-suspended = suspended
pact-matrix = Who does what, and where
pact-member = Member
pact-theatre = Theatre
pact-activity = Activity
pact-ask = Ask the pact
pact-partner = Towards
pact-partner-any = no partner named
pact-route = Bound for
pact-partial = Clauses that touch it in part; they do not decide
pact-matrix-how = Rows are activities, columns theatres. Open a cell for its clauses.
pact-route-any = no destination named
pact-mode = In which way
pact-mode-any = no way named
pact-at = As of
pact-legend = What the signs mean
pact-partial-short = in part
pact-deciding = Clauses that decide
pact-silent-rows = No clause of this member touches:
pact-clauses-empty = This member has undertaken nothing and refused nothing in this pact.
pact-back = Back to the matrix

## Stances

stance-undertaken = undertaken
stance-refused = refused
stance-under-consultation = under consultation
stance-silent = silent
stance-silent-help = No clause covers this. Silence is neither refusal nor consent, and it permits nothing.

## Words of the pact file

claim-stance = a stance
claim-intention = an intention
claim-past-act = a past act
claim-assessment = an assessment
claim-event = an event
source-outlet = outlet
source-official = official
source-organisation = organisation
source-person = person
changed-polarity = yes and no exchanged
changed-tense = the time changed
changed-scope = the scope changed
changed-attribution = who said it changed

## Clause

clause-title = Clause { $clause }
clause-towards = Towards
clause-from = From
clause-until = Until
clause-no-end = no end set
clause-new = new since the last statement
clause-conditions = Conditions
clause-statements = Statements it rests on
statement-anonymous = anonymous
statement-date = Date
statement-copies =
    { $count ->
        [one] { $count } copy; counted as one source
        *[other] { $count } copies; counted as one source
    }
statement-relay = A retelling changed the claim
statement-retold = As retold
statement-binds-nobody = A statement reports; it binds nobody.
clause-scope = What it covers
clause-route = Route
route-from = from
route-to = to
statement-said = Said by
statement-carried = Carried by
statement-about = about

## Notices

notices-title = Notices
notices-search = Name or number
notices-empty = No notice fits this filter. Clear it, or ask for another activity or theatre.
notices-withheld =
    { $count ->
        [one] { $count } notice is withheld for this use
        *[other] { $count } notices are withheld for this use
    }
notice-subject = Subject
notice-originator = Originator
notice-grounds = Grounds
notice-instructions = What to do
notice-redress = How to challenge it
notice-contact = Contact
notice-grade = Grade
notice-not-graded = not graded
notice-created = Created
notice-modified = This version
notice-ends = Ends
notice-until-delisted = until delisted
notice-invented = This notice is invented for the demonstration
notice-links = Links
notice-listing = Listing
notice-reference = Reference
notice-measures = Measures
notice-versions = Versions
notice-holders = Holders
notice-not-acknowledged = not yet acknowledged
notice-others = Other notices on this subject
status-recalled = recalled
handling-title = Handling
handling-release-to = May go to
handling-services = Services
handling-activities = For
handling-theatres = Where
handling-uses = Uses
handling-onward = May be forwarded to
handling-until = Until
handling-obligations = Obligations
handling-any = no restriction
handling-nobody = nobody
handling-public = public
notices-any-originator = any originator
notice-invented-short = invented
notice-recalled-on = Recalled by its originator on { $date }. It matches nothing.
notice-origin = How it came here
origin-own = published here
origin-list = imported from a public list
origin-released = released by
notice-regime = Regime
notice-listed-on = Listed on
notice-updated-on = Last changed on
holder-acknowledged = acknowledged
holder-giving-up = told to give it up; not confirmed yet
holder-version = Acknowledged the version of
handling-of-these = of these, only
cause-clauses = by clause
cause-silence = no clause permits it
cause-handling = by the notice’s own handling:
field-release_to = who it may go to
field-services = services
field-activities = activities
field-theatres = theatres
field-uses = uses
field-onward = onward release
field-until = its end

## Uses, obligations, kinds, measures, grades

use-read = read
use-screen = screen
use-act = act
use-adduce = adduce
use-forward = forward
obligation-contact-originator-first = Contact the originator before you act
obligation-no-detention = Do not detain on this notice alone
obligation-four-eyes = Two people decide
obligation-no-onward = Pass it on to nobody
obligation-no-disclosure-in-court = Do not disclose it in court
obligation-no-tipping-off = Do not tell the person concerned
kind-person = person
kind-organisation = organisation
kind-document = document
kind-account = account
kind-weapon = weapon
kind-vehicle = vehicle
kind-consignment = consignment
link-owner = owner
link-associate = associate
link-family = family
measure-asset-freeze = asset freeze
measure-travel-ban = travel ban
measure-arms-embargo = arms embargo
grade-a = A: completely reliable source
grade-b = B: usually reliable source
grade-c = C: fairly reliable source
grade-d = D: not usually reliable source
grade-e = E: unreliable source
grade-f = F: reliability cannot be judged
grade-1 = 1: confirmed by other sources
grade-2 = 2: probably true
grade-3 = 3: possibly true
grade-4 = 4: doubtful
grade-5 = 5: improbable
grade-6 = 6: truth cannot be judged
name-original-script = in its own script
name-former = formerly
quality-low = weak alias

## Facts about a subject

fact-names = Names
fact-births = Born
fact-birth-places = Place of birth
fact-gender = Gender
gender-female = female
gender-male = male
fact-nationalities = Nationality
fact-documents = Documents
fact-titles = Title
fact-designations = Position
fact-addresses = Address
fact-account = Account
fact-bank = Bank
fact-currency = Currency
fact-holder = Holder
fact-serial = Serial number
fact-make = Make
fact-model = Model
fact-calibre = Calibre
fact-plate = Plate
fact-vin = VIN
fact-colour = Colour
fact-country = Country
fact-consignment = Consignment
fact-goods = Goods
fact-sent-from = From
fact-sent-to = To
fact-consignor = Consignor
fact-consignee = Consignee

## Screening one name or number

screen-title = Screen
screen-name = Name, in any script
screen-kind = Kind
screen-kind-any = any kind
screen-birth = Date or year of birth
screen-nationality = Nationality
screen-found =
    { $count ->
        [one] { $count } possible match. A person decides.
        *[other] { $count } possible matches. A person decides.
    }
screen-nothing = No possible match in what was released to you for this activity and theatre.
screen-start = Enter a name or a number. Arabic and Latin letters find one another.
screen-input-needed = Enter a name or a number.
screen-score = { $score } of 1
screen-asked = Asked
screen-listed = In the notice
screen-receipt = Receipt { $receipt }
match-possible = Possible match
match-not-identification = A possible match is not an identification.
screen-go = Screen a person or a thing
screen-next = Screen another
screen-things = Account, weapon, vehicle, consignment
screen-birth-hint = 1984, 1984-05-17 or 17/05/1984
screen-nationality-hint = A country, or its code: DZ
screen-document = Document number
screen-account = Account or IBAN
screen-serial = Serial number of a weapon
screen-plate = Plate
screen-vin = VIN
screen-consignment = Container or waybill
screen-field-wrong = One field cannot be read. It is marked below, with how to write it.
screen-nothing-kept = What you asked was not kept.
likeness-very-strong = Very strong likeness
likeness-strong = Strong likeness
likeness-moderate = Moderate likeness
likeness-weak = Weak likeness
match-agrees = What agrees
match-disagrees = What disagrees
match-remarks = Remarks
match-may-act = Once a person has decided, your post may act as the instructions say.
match-report-only = Your post may report this to the originator; it may not act on it.
match-exemption = Exemption from the travel ban
match-exemption-elsewhere = This post is not among the places of the exempted journey.
match-changed = The originator has changed this notice since it was found.
match-hidden =
    { $count ->
        [one] { $count } more notice on this subject is not released to your post or was taken back.
        *[other] { $count } more notices on this subject are not released to your post or were taken back.
    }

## Review

reviews-title = Reviews
reviews-waiting = Waiting for a decision
reviews-decided = Decided
reviews-empty = Nothing waits for a decision. Screen a name, or come back after the next screening.
review-title = Review of a possible match
review-question = Is this the subject of the notice?
review-same = The same
review-different = Different
review-cannot-tell = Cannot tell
review-reason = What you compared
review-reason-needed = Say what you compared: a document, a date, a face.
review-second = A second person has to decide as well.
review-second-same = The second decision cannot be yours. Ask a colleague to sign in.
review-then-sighting = “The same” sends a sighting to:
review-done = Decision recorded.
outcome-open = waits for a review
outcome-awaiting-second = waits for a second person
review-then-stays = Whatever you decide stays on this node: nobody else’s notice is concerned.
review-done-same = Decision recorded. The sighting goes out with the next exchange.

## Sightings

sightings-title = Sightings
sightings-sent = Sent
sightings-received = Received
sightings-sent-empty = No sighting sent. One goes out when a review says “the same”.
sightings-received-empty = No sighting received. They come from members that hold your notices.
sighting-waiting = not acknowledged yet
sighting-received = received
sighting-acknowledged = acknowledged by the originator
sighting-stays = stays here: our own notice or a public list
sighting-other = The other member:

## Log

log-title = Log
log-help = Everything this node did, signed and chained. Oversight reads all of it and changes nothing.
log-whole = Is the log whole?
log-is-whole = The log is whole: every signature and every hash holds, and no entry is missing.
log-faults =
    { $count ->
        [one] { $count } fault was found. Keep this node’s folder as it is and tell whoever oversees it.
        *[other] { $count } faults were found. Keep this node’s folder as it is and tell whoever oversees it.
    }
log-verify = Verify now
log-entries = Entries
log-head = Hash of the last
log-deliveries = What was given to other members, and what was not
log-deliveries-empty = Nothing has been asked of this node yet.
log-withheld-in-all =
    { $count ->
        [one] In all, a notice was withheld { $count } time
        *[other] In all, notices were withheld { $count } times
    }
log-newest = Latest entries
log-at = When
log-to = To
log-for = For
log-sent = Sent
log-withheld = Withheld
log-changes = corrections, recalls
log-kind = What
log-hash = Hash
log-erased = content erased
entry-import = list imported
entry-notice = notice
entry-pact = pact
entry-delivery = delivery
entry-withheld = withheld
entry-received = received
entry-acknowledgement = acknowledgement
entry-recall = recall
entry-screening = screening
entry-engine = engine tables
entry-book = book of parties
entry-clearance = clearance
entry-review = review
entry-sighting = sighting
entry-consultation = consultation
entry-amendment = amendment, or a signature under one
entry-statement = statement
entry-erasure = erasure
entry-account = account

## Errors

error-not-found = There is nothing here
error-not-allowed = Your role does not allow this
error-changed = Somebody decided this before you
error-peer = Another member’s node cannot be reached
error-internal = The node could not finish this
error-not-found-next = It may never have existed, or have been taken back. Go back, or start from today’s page.
error-not-allowed-next = Ask whoever manages this node, or somebody whose work it is.
error-not-released = This notice is not released to your post
error-not-released-next = If your work needs it, ask its originator.
error-form = This form is no longer valid
error-form-next = It was made for another session. Nothing was done. Open the page again and repeat what you did.
error-changed-next = Open it again and read what was decided.
error-input = What was sent cannot be read
error-input-next = Nothing was changed. Go back, look at the fields, and send it again.
error-peer-next = What is waiting is sent when it answers. Nothing is lost.
error-internal-next = Nothing was changed. Try again; if it happens again, tell whoever manages this node.
error-detail = For whoever manages the node:

nav-book = Book
screen-party = Your reference for the party
screen-party-hint = Optional. What was cleared for this reference is not raised again.
screen-nothing-new = Nothing new: what was found had been cleared for this party.
screen-cleared = Cleared before
screen-cleared-undone = Taken back since:
receipt-help = Signed with this node’s key. It can be checked without the node: mithaq receipt verify.
receipt-download = Download the receipt
receipt-screening = What was found
receipt-query = Keyed hash of the query
receipt-party = Keyed hash of the party’s reference
receipt-threshold = Lowest score shown
receipt-log = Lists as of log entry
receipt-pact = Pact version
receipt-engine = Engine
receipt-tables = Tables names are compared by
book-title = Book of parties
book-help = These parties are screened whenever a notice comes, changes or is released. They are put in and taken out with mithaq book.
book-findings = Found, waiting for a decision
book-findings-empty = Nothing the book found waits for a decision.
book-parties =
    { $count ->
        [one] { $count } party
        *[other] { $count } parties
    }
book-more =
    { $count ->
        [one] and { $count } more
        *[other] and { $count } more
    }
screen-cleared-help = A person decided that the party is not the subject of these notices. Nobody is asked again until something that decision rests on changes: what is known of the party, what the notice says of its subject, its handling, what the post may do, or a higher band of likeness.
reviews-cleared = Cleared for a party
clear-button = Clear for this party
clear-different = Different: clear for this party
clear-help = Clearing is remembered for the reference you screened with: what was cleared is shown as such and waits for nobody, until something it rests on changes.
clear-done = Cleared for this party
clear-undo = Raise again
clear-undo-reason = Why it has to be raised again
again-title = Check this receipt
again-help = Reads the whole log for signatures and gaps, and screens again by the notices, the pact and the tables of that day.
again-query = Nobody had to decide, so nothing of the question was kept. Enter it as it was asked.
again-button = Verify and screen again
again-another = This is another question: its keyed hash differs.
again-whole = The log is whole, and every entry is signed by this node.
again-broken = The log is not whole. Tell an inspector before anything else.
again-same = Screened again, the result is the same.
again-differs = Screened again, the result differs.
again-then = Then
again-now = Now
again-changed = What is not as it was
again-post = Post
receipt-as-of = By what was known on

## What the pact records beside its clauses

section-statements = Statements
section-positions = Positions over time
section-flows = Flows and gaps
section-capabilities = Capabilities
section-tracks = Diplomatic tracks
section-help-statements = Who said what, through whom, how it is graded, and what retellings changed. A statement binds nobody.
section-help-positions = When each clause began or ended, and what it turned round.
section-help-flows = Who stops what on its way, and where nobody does.
section-help-capabilities = What was pledged to whom, what of it was delivered, and which undertakings stand behind it.
section-help-tracks = Talks, milestones, what their parties promised, and journeys to them that are exempted.
section-empty = The pact records none.
section-near-copies = Nearly the same text: each pair counts as one source
count-statements = { $count ->
    [one] One statement
   *[other] { $count } statements
}
turn-first-stated = first stated
turn-changed = position changed
turn-confirmed = confirmed
turn-ended = ended
turn-before = Before
flow-arms = Arms
flow-money = Money
flow-fighters = Fighters
flow-no-gap = No gap: every place is covered by an undertaking.
flow-gaps = Gaps, where nobody undertakes it
pledge-state = State
pledge-upcoming = to come
pledge-running = running
pledge-ended = over
pledge-pledged = Pledged
pledge-delivered = Delivered
pledge-outstanding = Outstanding
pledge-backed-by = Undertakings behind it
pledge-unbacked = none
track-planned = planned
track-ongoing = ongoing
track-suspended = suspended
track-concluded = concluded
track-parties = Parties
track-talks = Talks
track-milestones = Milestones
track-undertakings = What the parties promised
milestone-reached = reached
milestone-due = due

# Consultations
nav-consultations = Consultations
consultations-title = Consultations and amendments
consultations-ours = Consultations this member is a party to
consultations-empty = There are none.
consultation-awaits = Awaits the answer of
consultation-deadline = Deadline: through the end of
consultation-table = What is on the table
consultation-proposed = Put there by
consultation-steps = Step by step
consultation-void = Void
consultation-answer = Answer
consultation-text = What you say
consultation-scope-help = To limit or to ask anew, choose a scope; to accept or refuse, a scope means that part only.
amendments-title = Amendments
amendment-by = Proposed by
amendment-open = signatures wanted
amendment-signed = signed by all, not yet registered
amendment-in-force = came into force
amendment-superseded = another took its place
amendment-has-signed = has signed:
amendment-must-sign = has still to sign:
amendment-sign = Sign for this member
consultation-ask = Ask other members
consultation-whom = Whom to ask
consultation-subject = What about, in a line
consultation-request = What you ask
consultation-until = Deadline: answers are taken through the end of this day, UTC
consultation-send = Send the request
consultation-scope = Scope
consultation-scope-none = Choose one or more of each; where you choose none, it stays open in a request, and as it is on the table in an answer.
theatres-declared = World and theatres of the pact
theatres-countries = Countries
consultation-open-scope = everything
consultation-deferred = Put off until the end of
consultation-defer-until = To defer: until the end of this day, UTC
amendment-title = Amendment
amendment-came-of = It came of the consultation
amendment-needs = Whose signatures it needs, and what binds them
amendment-rebase = Another amendment became the version this one was to be. To rebase: make the changes in the version in force, set the next number, and propose that.
change-life = The framework, and who takes part
change-names = What names stand for
change-clauses = Clause by clause
change-stances = Question by question: stances
change-uses = Question by question: use of notices
change-notices = Notice by notice
change-held = { $count ->
    [one] one notice held here
   *[other] { $count } notices held here
}
change-more = { $count ->
    [one] One more; the API has all.
   *[other] { $count } more; the API has all.
}
news-title = What is new
news-since = Since this day
news-since-version = Since the version before
news-none = Nothing new.
