# The console in English. Wording: docs/glossary.md. Keys and variables are the same in every language.

## Everywhere

app-name = Mithaq
app-tagline = What states agreed to do together, and what they refused, applied every day.
app-skip = Skip to content
app-demo = Demonstration. Members’ own notices here are invented; the UN list is real.
app-node = Node: { $member }
app-signed-in = { $user } · { $role }
nav-label = Main pages
nav-today = Today
nav-pact = Pact
nav-notices = Notices
nav-screen = Screen
nav-reviews = Reviews
nav-sightings = Sightings
language-label = Language
language-ar = Arabic
language-fr = French
language-en = English
language-own-ar = العربية
language-own-fr = français
language-own-en = English

## Buttons and links

button-sign-in = Sign in
button-sign-out = Sign out
button-screen = Screen
button-save = Save
button-cancel = Cancel
button-back = Back
button-filter = Filter
button-clear = Clear filter
button-next = Next page
button-previous = Previous page
button-open = Open
button-review = Review
button-decide = Record the decision
button-correct = Correct
button-recall = Recall
button-acknowledge = Acknowledge
button-contact = Contact the originator
button-why = Why?

## Signing in

sign-in-title = Sign in
sign-in-user = User name
sign-in-password = Password
sign-in-wrong = User name and password do not go together. Check both and try again.
sign-in-expired = Your session has ended. Sign in again; nothing you recorded is lost.
sign-in-needed = Sign in to see this page.
sign-in-wait = Too many attempts. Wait { $seconds } seconds.
role-service = Service
role-oversight = Oversight
role-redress = Redress

## Today

today-title = Today
today-matches = Possible matches to review
today-matches-empty = Nothing to review. New possible matches appear here as soon as a screening finds them.
today-received = Received notices
today-received-empty = No notice has been received yet. Members send what the pact and the handling permit.
today-owed = Acknowledgements owed to us
today-owed-empty = Every holder has acknowledged.
today-ending = Ending within thirty days
today-peers = Members
today-peer-seen = last heard { $when }
today-peer-silent = not heard yet
today-same-pact = same pact
today-other-pact = another version of the pact: its notices are held, unread, until the versions agree
count-notices =
    { $count ->
        [one] { $count } notice
        *[other] { $count } notices
    }
count-matches =
    { $count ->
        [one] { $count } possible match
        *[other] { $count } possible matches
    }
count-sightings =
    { $count ->
        [one] { $count } sighting
        *[other] { $count } sightings
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

## Pact

pact-title = Pact
pact-version = Version { $version }
pact-hash = Fingerprint
pact-lead = Lead
pact-status = Status
pact-status-proposed = proposed
pact-status-in-preparation = in preparation
pact-status-in-force = in force
pact-status-suspended = suspended
pact-matrix = Who does what, and where
pact-matrix-help = Rows are activities, columns theatres. Each cell is the stance of the member chosen ({ $member }); open it for the clause.
pact-member = Member
pact-theatre = Theatre
pact-activity = Activity
pact-at = As of { $date }
pact-ask = Ask the pact
pact-partner = Partner
pact-partner-any = no partner named
pact-route = Route
pact-consultations = Consultations
pact-consultations-empty = No consultation is open. A member opens one by asking another.
pact-partial = Only partly covered; this does not decide

## Stances and verdicts

stance-undertaken = undertaken
stance-refused = refused
stance-under-consultation = under consultation
stance-silent = silent
stance-silent-help = No clause covers this. Silence is neither refusal nor consent, and it permits nothing.
verdict-permit = permitted
verdict-deny = denied
verdict-by-clause = by clause { $clause }
verdict-by-handling = by the notice’s own handling
verdict-no-undertaking = No undertaking of the originator ({ $originator }) covers this use
verdict-refused = The originator ({ $originator }) refuses this use
verdict-own-refusal = Your own member ({ $member }) refuses this use
next-step = Next step
next-ask-originator = Ask the originator ({ $originator }).
next-consultation = Take it up in the consultation “{ $consultation }”.
next-narrower = Ask again for a narrower activity or theatre.
next-nothing = Nothing can be done under this pact.

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
act-request = request
act-accept = accept
act-refuse = refuse
act-limit = limit
act-defer = defer
act-withdraw = withdraw
consultation-open = open
consultation-agreed = agreed
consultation-refused = refused
consultation-withdrawn = withdrawn
consultation-lapsed = lapsed
track-planned = planned
track-ongoing = ongoing
track-suspended = suspended
track-concluded = concluded
flow-arms = arms
flow-money = money
flow-fighters = fighters
pact-flows = Flows to be stopped
pact-watches = Theatres watched
pact-indicators = Early warnings
pact-tracks = Diplomatic tracks
pact-capabilities = Pledges
pact-obligations = What must be proved of every version

## Clause

clause-title = Clause { $clause }
clause-stance = Stance
clause-towards = Towards
clause-from = From
clause-until = Until
clause-no-end = no end set
clause-new = new since the last statement
clause-conditions = Conditions
clause-statements = Statements it rests on
clause-decides = Notices it releases
clause-withholds = Notices it withholds
statement-said-by = said by { $source }
statement-through = reported by { $source }
statement-anonymous = anonymous
statement-date = Date
statement-copies =
    { $count ->
        [one] { $count } copy; counted as one source
        *[other] { $count } copies; counted as one source
    }
statement-relay = A retelling changed the claim
statement-original = As first said
statement-retold = As retold
statement-binds-nobody = A statement reports; it binds nobody.

## Notices

notices-title = Notices
notices-own = Ours
notices-received = Received
notices-lists = Public lists
notices-search = Name or number
notices-empty = No notice fits this filter. Clear it, or ask for another activity or theatre.
notices-withheld =
    { $count ->
        [one] { $count } notice is withheld for this use
        *[other] { $count } notices are withheld for this use
    }
notice-title = Notice { $notice }
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
notice-acknowledged = acknowledged { $when }
notice-not-acknowledged = not yet acknowledged
notice-others = Other notices on this subject
notice-recall-ask = Recall this notice? It stops matching everywhere, and every holder owes an acknowledgement.
notice-recalled-note = Recalled by its originator ({ $originator }) on { $date }. It matches nothing.
status-active = active
status-recalled = recalled
status-ended = ended
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
name-primary = name
name-original-script = in its own script
name-alias = also known as
name-former = formerly
quality-good = good alias
quality-low = weak alias

## Screening one name or number

screen-title = Screen
screen-name = Name, in any script
screen-kind = Kind
screen-kind-any = any kind
screen-birth = Date or year of birth
screen-nationality = Nationality
screen-number = Document, account, serial, plate or VIN
screen-activity = What you screen for
screen-theatre = Where you are
screen-found =
    { $count ->
        [one] { $count } possible match. A person decides.
        *[other] { $count } possible matches. A person decides.
    }
screen-nothing = No possible match in what was released to you for this activity and theatre.
screen-start = Enter a name or a number. Arabic and Latin letters find one another.
screen-input-needed = Enter a name or a number.
screen-score = Likeness { $score }
screen-asked = Asked
screen-listed = In the notice
screen-receipt = Receipt { $receipt }
match-possible = Possible match
match-not-identification = A possible match is not an identification.

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
review-by = { $user }, { $when }
review-then-sighting = “The same” sends a sighting to the originator ({ $originator }). Whatever else was searched for stays here.
review-done = Decision recorded.

## Sightings

sightings-title = Sightings
sightings-sent = Sent
sightings-received = Received
sightings-sent-empty = No sighting sent. One goes out when a review says “the same”.
sightings-received-empty = No sighting received. They come from members that hold your notices.
sighting-title = Sighting
sighting-of = Of notice { $notice }
sighting-at = { $post }, { $when }
sighting-delivered = delivered { $when }
sighting-waiting = waiting to be sent: { $member }

## Errors

error-title = This did not work
error-found = Found
error-expected = Expected
error-mend = What to do
error-not-found = There is nothing at this address. Go back, or start from today’s page.
error-not-allowed = Your role does not allow this. Ask whoever manages this node.
error-unknown = “{ $found }” is not known in this pact. Nearest: { $nearest }.
error-date = “{ $found }” is not a date. Write it as 1984-05-17, 1984-05 or 1984.
error-too-long = This is longer than { $limit } characters. Shorten it.
error-changed = Somebody changed this since you opened it. Open it again and look before you decide.
error-peer = The node of this member cannot be reached: { $member }. What is waiting is sent when it answers.
error-internal = The node could not finish this. Nothing was changed. Reference { $reference }.
