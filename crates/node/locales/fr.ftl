# La console en français. Vocabulaire : docs/glossary.md. Clés et variables sont les mêmes dans toutes les langues.

## Everywhere

app-name = Mithaq
app-tagline = Ce que des États ont convenu de faire ensemble, et ce qu’ils ont refusé, appliqué chaque jour.
app-skip = Aller au contenu
app-demo = Démonstration. Les avis propres aux membres sont inventés ; la liste de l’ONU est réelle.
app-node = Nœud : { $member }
app-signed-in = { $user } · { $role }
nav-label = Pages principales
nav-today = Aujourd’hui
nav-pact = Pacte
nav-notices = Avis
nav-screen = Cribler
nav-reviews = Examens
nav-sightings = Signalements
language-label = Langue
language-ar = arabe
language-fr = français
language-en = anglais
language-own-ar = العربية
language-own-fr = français
language-own-en = English

## Buttons and links

button-sign-in = Se connecter
button-sign-out = Se déconnecter
button-screen = Cribler
button-save = Enregistrer
button-cancel = Annuler
button-back = Retour
button-filter = Filtrer
button-clear = Effacer le filtre
button-next = Page suivante
button-previous = Page précédente
button-open = Ouvrir
button-review = Examiner
button-decide = Consigner la décision
button-correct = Corriger
button-recall = Retirer
button-acknowledge = Accuser réception
button-contact = Contacter l’émetteur
button-why = Pourquoi ?

## Signing in

sign-in-title = Connexion
sign-in-user = Nom d’utilisateur
sign-in-password = Mot de passe
sign-in-wrong = Le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez-les et réessayez.
sign-in-expired = Votre session a pris fin. Reconnectez-vous ; rien de ce que vous avez consigné n’est perdu.
sign-in-needed = Connectez-vous pour voir cette page.
sign-in-wait = Trop de tentatives. Attendez { $seconds } secondes.
role-service = Service
role-oversight = Contrôle
role-redress = Recours

## Today

today-title = Aujourd’hui
today-matches = Concordances possibles à examiner
today-matches-empty = Rien à examiner. Les concordances possibles s’affichent ici dès qu’un criblage les trouve.
today-received = Avis reçus
today-received-empty = Aucun avis reçu pour l’instant. Les membres transmettent ce que le pacte et les conditions d’usage autorisent.
today-owed = Accusés de réception attendus
today-owed-empty = Tous les détenteurs ont accusé réception.
today-ending = Expirant dans les trente jours
today-peers = Membres
today-peer-seen = dernier contact { $when }
today-peer-silent = aucun contact
today-same-pact = même pacte
today-other-pact = autre version du pacte : ses avis sont gardés, non lus, jusqu’à concordance des versions
count-notices =
    { $count ->
        [one] { $count } avis
        *[other] { $count } avis
    }
count-matches =
    { $count ->
        [one] { $count } concordance possible
        *[other] { $count } concordances possibles
    }
count-sightings =
    { $count ->
        [one] { $count } signalement
        *[other] { $count } signalements
    }
count-clauses =
    { $count ->
        [one] { $count } clause
        *[other] { $count } clauses
    }
count-sources =
    { $count ->
        [one] { $count } source indépendante
        *[other] { $count } sources indépendantes
    }

## Pact

pact-title = Pacte
pact-version = Version { $version }
pact-hash = Empreinte
pact-lead = Chef de file
pact-status = Statut
pact-status-proposed = proposé
pact-status-in-preparation = en préparation
pact-status-in-force = en vigueur
pact-status-suspended = suspendu
pact-matrix = Qui fait quoi, et où
pact-matrix-help = En lignes les activités, en colonnes les théâtres. Chaque case donne la position du membre choisi ({ $member }) ; ouvrez-la pour lire la clause.
pact-member = Membre
pact-theatre = Théâtre
pact-activity = Activité
pact-at = À la date du { $date }
pact-ask = Interroger le pacte
pact-partner = Partenaire
pact-partner-any = aucun partenaire indiqué
pact-route = Itinéraire
pact-consultations = Consultations
pact-consultations-empty = Aucune consultation ouverte. Un membre en ouvre une en adressant une demande à un autre.
pact-partial = Couvert en partie seulement ; cela ne décide pas

## Stances and verdicts

stance-undertaken = engagé
stance-refused = refusé
stance-under-consultation = en consultation
stance-silent = non prévu
stance-silent-help = Aucune clause ne couvre ce cas. Le silence n’est ni refus ni accord, et n’autorise rien.
verdict-permit = autorisé
verdict-deny = non autorisé
verdict-by-clause = par la clause { $clause }
verdict-by-handling = par les conditions d’usage de l’avis
verdict-no-undertaking = Aucun engagement de l’émetteur ({ $originator }) ne couvre cet usage
verdict-refused = L’émetteur ({ $originator }) refuse cet usage
verdict-own-refusal = Votre propre membre ({ $member }) refuse cet usage
next-step = Suite à donner
next-ask-originator = Adressez-vous à l’émetteur ({ $originator }).
next-consultation = Portez la question dans la consultation « { $consultation } ».
next-narrower = Reposez la question pour une activité ou un théâtre plus étroits.
next-nothing = Rien n’est possible au titre de ce pacte.

## Words of the pact file

claim-stance = une position
claim-intention = une intention
claim-past-act = un acte passé
claim-assessment = une appréciation
claim-event = un fait
source-outlet = média
source-official = responsable
source-organisation = organisation
source-person = personne
changed-polarity = affirmation et négation inversées
changed-tense = le temps a changé
changed-scope = la portée a changé
changed-attribution = l’auteur du propos a changé
act-request = demande
act-accept = acceptation
act-refuse = refus
act-limit = limitation
act-defer = report
act-withdraw = désistement
consultation-open = ouverte
consultation-agreed = conclue
consultation-refused = refusée
consultation-withdrawn = abandonnée
consultation-lapsed = caduque
track-planned = prévue
track-ongoing = en cours
track-suspended = suspendue
track-concluded = achevée
flow-arms = armes
flow-money = argent
flow-fighters = combattants
pact-flows = Flux à arrêter
pact-watches = Théâtres suivis
pact-indicators = Alertes précoces
pact-tracks = Démarches diplomatiques
pact-capabilities = Promesses de capacités
pact-obligations = Ce qui doit être prouvé de chaque version

## Clause

clause-title = Clause { $clause }
clause-stance = Position
clause-towards = Envers
clause-from = À compter de
clause-until = Jusqu’à
clause-no-end = sans terme fixé
clause-new = nouveau depuis la dernière déclaration
clause-conditions = Conditions
clause-statements = Déclarations sur lesquelles elle repose
clause-decides = Avis qu’elle permet de diffuser
clause-withholds = Avis qu’elle retient
statement-said-by = selon { $source }
statement-through = rapporté par { $source }
statement-anonymous = anonyme
statement-date = Date
statement-copies =
    { $count ->
        [one] { $count } copie ; compte pour une source
        *[other] { $count } copies ; comptent pour une source
    }
statement-relay = Un relais a modifié le propos
statement-original = Tel que dit
statement-retold = Tel que relayé
statement-binds-nobody = Une déclaration rapporte ; elle n’engage personne.

## Notices

notices-title = Avis
notices-own = Les nôtres
notices-received = Reçus
notices-lists = Listes publiques
notices-search = Nom ou numéro
notices-empty = Aucun avis ne répond à ce filtre. Effacez-le, ou demandez une autre activité ou un autre théâtre.
notices-withheld =
    { $count ->
        [one] { $count } avis n’est pas diffusé pour cet usage
        *[other] { $count } avis ne sont pas diffusés pour cet usage
    }
notice-title = Avis { $notice }
notice-subject = Objet
notice-originator = Émetteur
notice-grounds = Motifs
notice-instructions = Consignes
notice-redress = Voies de recours
notice-contact = Contact
notice-grade = Cotation
notice-not-graded = non coté
notice-created = Créé le
notice-modified = Version du
notice-ends = Expire le
notice-until-delisted = jusqu’à radiation de la liste
notice-invented = Avis inventé pour la démonstration
notice-links = Liens
notice-listing = Inscription
notice-reference = Référence
notice-measures = Mesures
notice-versions = Versions
notice-holders = Détenteurs
notice-acknowledged = réception confirmée { $when }
notice-not-acknowledged = réception non confirmée
notice-others = Autres avis sur cet objet
notice-recall-ask = Retirer cet avis ? Il ne produira plus aucune concordance, et chaque détenteur devra accuser réception.
notice-recalled-note = Retiré par l’émetteur ({ $originator }) le { $date }. Il ne produit plus aucune concordance.
status-active = actif
status-recalled = retiré
status-ended = expiré
handling-title = Conditions d’usage
handling-release-to = Destinataires
handling-services = Services
handling-activities = Pour
handling-theatres = Où
handling-uses = Usages
handling-onward = Peut être transmis à
handling-until = Jusqu’au
handling-obligations = Obligations
handling-any = sans restriction
handling-nobody = personne
handling-public = public

## Uses, obligations, kinds, measures, grades

use-read = lecture
use-screen = criblage
use-act = action
use-adduce = production en justice
use-forward = transmission
obligation-contact-originator-first = Contacter l’émetteur avant d’agir
obligation-no-detention = Ne retenir personne sur la seule foi de cet avis
obligation-four-eyes = Deux personnes décident
obligation-no-onward = Ne le transmettre à personne
obligation-no-disclosure-in-court = Ne pas le divulguer en justice
obligation-no-tipping-off = Ne pas aviser la personne concernée
kind-person = personne
kind-organisation = organisation
kind-document = document
kind-account = compte
kind-weapon = arme
kind-vehicle = véhicule
kind-consignment = envoi
link-owner = propriétaire
link-associate = associé
link-family = famille
measure-asset-freeze = gel des avoirs
measure-travel-ban = interdiction de voyager
measure-arms-embargo = embargo sur les armes
grade-a = A : source entièrement fiable
grade-b = B : source habituellement fiable
grade-c = C : source assez fiable
grade-d = D : source peu fiable en général
grade-e = E : source non fiable
grade-f = F : fiabilité impossible à apprécier
grade-1 = 1 : confirmé par d’autres sources
grade-2 = 2 : probablement vrai
grade-3 = 3 : peut-être vrai
grade-4 = 4 : douteux
grade-5 = 5 : improbable
grade-6 = 6 : véracité impossible à apprécier
name-primary = nom
name-original-script = dans sa graphie d’origine
name-alias = dit aussi
name-former = anciennement
quality-good = pseudonyme fiable
quality-low = pseudonyme peu fiable

## Screening one name or number

screen-title = Criblage
screen-name = Nom, dans toute écriture
screen-kind = Nature
screen-kind-any = toute nature
screen-birth = Date ou année de naissance
screen-nationality = Nationalité
screen-number = Document, compte, numéro de série, plaque ou numéro de châssis
screen-activity = Motif du criblage
screen-theatre = Où vous êtes
screen-found =
    { $count ->
        [one] { $count } concordance possible. Une personne décide.
        *[other] { $count } concordances possibles. Une personne décide.
    }
screen-nothing = Aucune concordance possible dans ce qui vous est diffusé pour cette activité et ce théâtre.
screen-start = Saisissez un nom ou un numéro. Lettres arabes et latines se retrouvent les unes les autres.
screen-input-needed = Saisissez un nom ou un numéro.
screen-score = Ressemblance { $score }
screen-asked = Demandé
screen-listed = Dans l’avis
screen-receipt = Reçu { $receipt }
match-possible = Concordance possible
match-not-identification = Une concordance possible n’est pas une identification.

## Review

reviews-title = Examens
reviews-waiting = En attente d’une décision
reviews-decided = Tranchés
reviews-empty = Rien n’attend de décision. Criblez un nom, ou revenez après le prochain criblage.
review-title = Examen d’une concordance possible
review-question = Est-ce bien l’objet de l’avis ?
review-same = Le même
review-different = Un autre
review-cannot-tell = Impossible à dire
review-reason = Ce que vous avez comparé
review-reason-needed = Dites ce que vous avez comparé : un document, une date, un visage.
review-second = Une seconde personne doit aussi se prononcer.
review-second-same = La seconde décision ne peut être la vôtre. Demandez à un collègue de se connecter.
review-by = { $user }, { $when }
review-then-sighting = « Le même » envoie un signalement à l’émetteur ({ $originator }). Tout ce qui a été recherché par ailleurs demeure ici.
review-done = Décision consignée.

## Sightings

sightings-title = Signalements
sightings-sent = Envoyés
sightings-received = Reçus
sightings-sent-empty = Aucun signalement envoyé. Il en part un quand un examen conclut « le même ».
sightings-received-empty = Aucun signalement reçu. Ils viennent des membres qui détiennent vos avis.
sighting-title = Signalement
sighting-of = De l’avis { $notice }
sighting-at = { $post }, { $when }
sighting-delivered = remis { $when }
sighting-waiting = en attente d’envoi : { $member }

## Errors

error-title = L’opération n’a pas abouti
error-found = Constaté
error-expected = Attendu
error-mend = Que faire
error-not-found = Il n’y a rien à cette adresse. Revenez en arrière, ou repartez de la page du jour.
error-not-allowed = Votre rôle ne le permet pas. Adressez-vous à l’administrateur de ce nœud.
error-unknown = « { $found } » est inconnu de ce pacte. Le plus proche : { $nearest }.
error-date = « { $found } » n’est pas une date. Écrivez 1984-05-17, 1984-05 ou 1984.
error-too-long = Ce texte dépasse { $limit } caractères. Raccourcissez-le.
error-changed = Ceci a été modifié depuis que vous l’avez ouvert. Rouvrez-le et relisez avant de décider.
error-peer = Le nœud de ce membre est injoignable : { $member }. Ce qui est en attente partira dès sa réponse.
error-internal = Le nœud n’a pu achever l’opération. Rien n’a été modifié. Référence { $reference }.
