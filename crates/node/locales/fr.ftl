# La console en français. Vocabulaire : docs/glossary.md. Clés et variables sont les mêmes dans toutes les langues.

## Everywhere

app-name = Mithaq
app-tagline = Ce que des États ont convenu de faire ensemble, et ce qu’ils ont refusé, appliqué chaque jour.
app-skip = Aller au contenu
nav-label = Pages principales
nav-today = Aujourd’hui
nav-pact = Pacte
nav-notices = Avis
nav-screen = Cribler
nav-reviews = Examens
nav-sightings = Signalements
language-label = Langue
language-own-ar = العربية
language-own-fr = français
language-own-en = English
nav-log = Journal
log-entry = Entrée du journal
about = vers
theatre-but = sauf
pages-label = Pages
pages-at = Page { $page } sur { $pages }
button-all = Tout voir
button-show = Afficher

## Buttons and links

button-sign-in = Se connecter
button-sign-out = Se déconnecter
button-screen = Cribler
button-filter = Filtrer
button-clear = Effacer le filtre
button-next = Page suivante
button-previous = Page précédente
button-review = Examiner

## Signing in

sign-in-title = Connexion
sign-in-user = Nom d’utilisateur
sign-in-password = Mot de passe
sign-in-wrong = Le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez-les et réessayez.
sign-in-needed = Connectez-vous pour voir cette page.
sign-in-wait = Trop de mots de passe erronés. Attendez une minute, puis réessayez.
sign-in-account-language = celle de mon compte
sign-in-elsewhere = Ce formulaire vient d’un autre site et n’a pas été accepté. Connectez-vous ici.
role-officer = agent
role-analyst = analyste
role-liaison = liaison
role-treaty-desk = bureau des traités
role-operator = opérateur
role-inspector = inspecteur

## Today

today-title = Aujourd’hui
today-post = Votre poste
today-no-post = Vous ne travaillez à aucun poste de ce nœud ; rien ne vous est donc diffusé. Un opérateur vous en attribue un.
today-matches = Concordances possibles à examiner
today-matches-empty = Rien à examiner. Les concordances possibles s’affichent ici dès qu’un criblage les trouve.
today-received = Avis reçus
today-received-empty = Aucun avis reçu pour l’instant. Les membres transmettent ce que le pacte et les conditions d’usage autorisent.
today-owed = Accusés de réception attendus
today-owed-empty = Tous les détenteurs ont accusé réception.
today-other-pact = autre version du pacte : ses avis sont gardés, non lus, jusqu’à concordance des versions
count-notices =
    { $count ->
        [one] { $count } avis
        *[other] { $count } avis
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
today-sightings = Signalements
today-sightings-empty = Aucun signalement pour l’instant. Il en part un quand un examen conclut « le même ».
today-sightings-waiting =
    { $count ->
        [one] { $count } signalement sans accusé de réception.
        *[other] { $count } signalements sans accusé de réception.
    }
today-lists = Listes publiques
today-lists-empty = Aucune liste publique n’a été importée. Un opérateur importe la liste de l’ONU.
list-made = Établie par son auteur le
list-old = Elle date de plus de trente jours. Un opérateur importe la version courante.
today-pacts = Versions du pacte
today-pacts-empty = Aucune autre version du pacte n’a été reçue.
today-pacts-adopt = Lisez ce que la nouvelle version change avant de l’adopter : mithaq pact diff.
today-unread =
    { $count ->
        [one] { $count } avis est gardé, non lu, jusqu’à l’adoption de sa version du pacte.
        *[other] { $count } avis sont gardés, non lus, jusqu’à l’adoption de leur version du pacte.
    }

## Pact

pact-title = Pacte
pact-version = Version { $version }
pact-hash = Empreinte
pact-status = Statut
pact-status-proposed = proposé
pact-status-in-preparation = en préparation
pact-status-in-force = en vigueur
pact-status-suspended = suspendu
pact-matrix = Qui fait quoi, et où
pact-member = Membre
pact-theatre = Théâtre
pact-activity = Activité
pact-ask = Interroger le pacte
pact-partner = Envers
pact-partner-any = aucun partenaire indiqué
pact-route = À destination de
pact-partial = Clauses qui le touchent en partie ; elles ne décident pas
pact-matrix-how = En lignes les activités, en colonnes les théâtres. Ouvrez une case pour lire ses clauses.
pact-route-any = aucune destination indiquée
pact-mode = De quelle façon
pact-mode-any = aucune façon indiquée
pact-at = À la date du
pact-legend = Ce que signifient les signes
pact-partial-short = en partie
pact-deciding = Clauses qui décident
pact-silent-rows = Aucune clause de ce membre ne touche :
pact-clauses-empty = Ce membre n’a rien engagé et rien refusé dans ce pacte.
pact-back = Retour au tableau

## Stances

stance-undertaken = engagé
stance-refused = refusé
stance-under-consultation = en consultation
stance-silent = non prévu
stance-silent-help = Aucune clause ne couvre ce cas. Le silence n’est ni refus ni accord, et n’autorise rien.

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

## Clause

clause-title = Clause { $clause }
clause-towards = Envers
clause-from = À compter de
clause-until = Jusqu’à
clause-no-end = sans terme fixé
clause-new = nouveau depuis la dernière déclaration
clause-conditions = Conditions
clause-statements = Déclarations sur lesquelles elle repose
statement-anonymous = anonyme
statement-date = Date
statement-copies =
    { $count ->
        [one] { $count } copie ; compte pour une source
        *[other] { $count } copies ; comptent pour une source
    }
statement-relay = Un relais a modifié le propos
statement-retold = Tel que relayé
statement-binds-nobody = Une déclaration rapporte ; elle n’engage personne.
clause-scope = Ce qu’elle couvre
clause-route = Itinéraire
route-from = de
route-to = vers
statement-said = Dit par
statement-carried = Rapporté par
statement-about = au sujet de

## Notices

notices-title = Avis
notices-search = Nom ou numéro
notices-empty = Aucun avis ne répond à ce filtre. Effacez-le, ou demandez une autre activité ou un autre théâtre.
notices-withheld =
    { $count ->
        [one] { $count } avis n’est pas diffusé pour cet usage
        *[other] { $count } avis ne sont pas diffusés pour cet usage
    }
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
notice-not-acknowledged = réception non confirmée
notice-others = Autres avis sur cet objet
status-recalled = retiré
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
notices-any-originator = tout émetteur
notice-invented-short = inventé
notice-recalled-on = Retiré par son émetteur le { $date }. Il ne produit plus aucune concordance.
notice-origin = Provenance
origin-own = publié ici
origin-list = importé d’une liste publique
origin-released = diffusé par
notice-regime = Régime
notice-listed-on = Inscrit le
notice-updated-on = Modifié le
holder-acknowledged = réception confirmée
holder-giving-up = invité à s’en défaire ; pas encore confirmé
holder-version = A accusé réception de la version du
handling-of-these = parmi eux, seulement
cause-clauses = par la clause
cause-silence = aucune clause ne l’autorise
cause-handling = par les conditions d’usage de l’avis :
field-release_to = destinataires
field-services = services
field-activities = activités
field-theatres = théâtres
field-uses = usages
field-onward = transmission
field-until = échéance

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
name-original-script = dans sa graphie d’origine
name-former = anciennement
quality-low = pseudonyme peu fiable

## Facts about a subject

fact-names = Noms
fact-births = Naissance
fact-birth-places = Lieu de naissance
fact-gender = Sexe
gender-female = féminin
gender-male = masculin
fact-nationalities = Nationalité
fact-documents = Documents
fact-titles = Titre
fact-designations = Fonction
fact-addresses = Adresse
fact-account = Compte
fact-bank = Banque
fact-currency = Monnaie
fact-holder = Titulaire
fact-serial = Numéro de série
fact-make = Fabricant
fact-model = Modèle
fact-calibre = Calibre
fact-plate = Plaque
fact-vin = Numéro de châssis
fact-colour = Couleur
fact-country = Pays
fact-consignment = Envoi
fact-goods = Marchandises
fact-sent-from = De
fact-sent-to = Vers
fact-consignor = Expéditeur
fact-consignee = Destinataire

## Screening one name or number

screen-title = Criblage
screen-name = Nom, dans toute écriture
screen-kind = Nature
screen-kind-any = toute nature
screen-birth = Date ou année de naissance
screen-nationality = Nationalité
screen-found =
    { $count ->
        [one] { $count } concordance possible. Une personne décide.
        *[other] { $count } concordances possibles. Une personne décide.
    }
screen-nothing = Aucune concordance possible dans ce qui vous est diffusé pour cette activité et ce théâtre.
screen-start = Saisissez un nom ou un numéro. Lettres arabes et latines se retrouvent les unes les autres.
screen-input-needed = Saisissez un nom ou un numéro.
screen-score = { $score } sur 1
screen-asked = Demandé
screen-listed = Dans l’avis
screen-receipt = Reçu { $receipt }
match-possible = Concordance possible
match-not-identification = Une concordance possible n’est pas une identification.
screen-go = Cribler une personne ou un objet
screen-next = Nouveau criblage
screen-things = Compte, arme, véhicule, envoi
screen-birth-hint = 1984, 1984-05-17 ou 17/05/1984
screen-nationality-hint = Un pays, ou son code : DZ
screen-document = Numéro de document
screen-account = Compte ou IBAN
screen-serial = Numéro de série d’une arme
screen-plate = Plaque
screen-vin = Numéro de châssis
screen-consignment = Conteneur ou lettre de voiture
screen-field-wrong = Un champ est illisible. Il est signalé ci-dessous, avec la façon de l’écrire.
screen-nothing-kept = Votre question n’a pas été conservée.
likeness-very-strong = Ressemblance très forte
likeness-strong = Ressemblance forte
likeness-moderate = Ressemblance moyenne
likeness-weak = Ressemblance faible
match-agrees = Ce qui concorde
match-disagrees = Ce qui diverge
match-remarks = Remarques
match-may-act = Une fois la décision prise, votre poste peut agir selon les consignes.
match-report-only = Votre poste peut le signaler à l’émetteur ; il ne peut agir sur cette base.
match-exemption = Dérogation à l’interdiction de voyager
match-exemption-elsewhere = Ce poste n’est pas dans les lieux du voyage autorisé.
match-changed = L’émetteur a modifié cet avis depuis le criblage.
match-hidden =
    { $count ->
        [one] { $count } autre avis sur cet objet n’est pas diffusé à votre poste ou a été retiré.
        *[other] { $count } autres avis sur cet objet ne sont pas diffusés à votre poste ou ont été retirés.
    }

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
review-then-sighting = « Le même » envoie un signalement à :
review-done = Décision consignée.
outcome-open = attend un examen
outcome-awaiting-second = attend une seconde personne
review-then-stays = Quelle que soit votre décision, elle reste sur ce nœud : aucun avis d’un autre membre n’est concerné.
review-done-same = Décision consignée. Le signalement part avec le prochain échange.

## Sightings

sightings-title = Signalements
sightings-sent = Envoyés
sightings-received = Reçus
sightings-sent-empty = Aucun signalement envoyé. Il en part un quand un examen conclut « le même ».
sightings-received-empty = Aucun signalement reçu. Ils viennent des membres qui détiennent vos avis.
sighting-waiting = réception non confirmée
sighting-received = reçu
sighting-acknowledged = réception confirmée par l’émetteur
sighting-stays = reste ici : notre avis ou une liste publique
sighting-other = L’autre membre :

## Log

log-title = Journal
log-help = Tout ce que ce nœud a fait, signé et enchaîné. Le contrôle lit tout et ne change rien.
log-whole = Le journal est-il intact ?
log-is-whole = Le journal est intact : chaque signature et chaque empreinte tiennent, et aucune entrée ne manque.
log-faults =
    { $count ->
        [one] { $count } défaut a été constaté. Ne touchez pas au dossier de ce nœud et prévenez le contrôle.
        *[other] { $count } défauts ont été constatés. Ne touchez pas au dossier de ce nœud et prévenez le contrôle.
    }
log-verify = Vérifier maintenant
log-entries = Entrées
log-head = Empreinte de la dernière
log-deliveries = Ce qui a été remis aux autres membres, et ce qui ne l’a pas été
log-deliveries-empty = Rien n’a encore été demandé à ce nœud.
log-withheld-in-all =
    { $count ->
        [one] En tout, { $count } refus de diffusion
        *[other] En tout, { $count } refus de diffusion
    }
log-newest = Dernières entrées
log-at = Quand
log-to = À
log-for = Pour
log-sent = Envoyés
log-withheld = Non diffusés
log-changes = corrections, retraits
log-kind = Quoi
log-hash = Empreinte
log-erased = contenu effacé
entry-import = liste importée
entry-notice = avis
entry-pact = pacte
entry-delivery = remise
entry-withheld = non diffusé
entry-received = reçu
entry-acknowledgement = accusé de réception
entry-recall = retrait
entry-screening = criblage
entry-engine = tables du moteur
entry-book = registre des parties
entry-clearance = levée d’alerte
entry-review = examen
entry-sighting = signalement
entry-consultation = consultation
entry-amendment = amendement, ou signature d’un amendement
entry-statement = déclaration
entry-erasure = effacement
entry-account = compte

## Errors

error-not-found = Il n’y a rien ici
error-not-allowed = Votre rôle ne le permet pas
error-changed = Quelqu’un a tranché avant vous
error-peer = Le nœud d’un autre membre est injoignable
error-internal = Le nœud n’a pu achever l’opération
error-not-found-next = Cela n’a peut-être jamais existé, ou a été retiré. Revenez en arrière, ou repartez de la page du jour.
error-not-allowed-next = Adressez-vous à l’administrateur de ce nœud, ou à qui en a la charge.
error-not-released = Cet avis n’est pas diffusé à votre poste
error-not-released-next = Si votre travail l’exige, adressez-vous à son émetteur.
error-form = Ce formulaire n’est plus valable
error-form-next = Il a été établi pour une autre session. Rien n’a été fait. Rouvrez la page et recommencez.
error-changed-next = Rouvrez-le et lisez ce qui a été décidé.
error-input = Ce qui a été envoyé est illisible
error-input-next = Rien n’a été modifié. Revenez en arrière, vérifiez les champs et renvoyez.
error-peer-next = Ce qui est en attente partira dès sa réponse. Rien n’est perdu.
error-internal-next = Rien n’a été modifié. Réessayez ; si cela se répète, prévenez l’administrateur de ce nœud.
error-detail = Pour l’administrateur du nœud :

nav-book = Registre
screen-party = Votre référence de la partie
screen-party-hint = Facultatif. Ce qui a été écarté pour cette référence n’est plus signalé.
screen-nothing-new = Rien de nouveau : ce qui a été trouvé avait été écarté pour cette partie.
screen-cleared = Écarté auparavant
screen-cleared-undone = Annulé depuis :
receipt-help = Signé avec la clé de ce nœud. Il se vérifie sans le nœud : mithaq receipt verify.
receipt-download = Télécharger le reçu
receipt-screening = Ce qui a été trouvé
receipt-query = Empreinte à clé de la question
receipt-party = Empreinte à clé de la référence de la partie
receipt-threshold = Plus faible score affiché
receipt-log = Listes à l’entrée du journal
receipt-pact = Version du pacte
receipt-engine = Moteur
receipt-tables = Tables de comparaison des noms
book-title = Registre des parties
book-help = Ces parties sont criblées dès qu’un avis arrive, change ou est diffusé. On les inscrit et les retire avec mithaq book.
book-findings = Trouvé, en attente d’une décision
book-findings-empty = Rien de ce que le registre a trouvé n’attend de décision.
book-parties =
    { $count ->
        [one] { $count } partie
        *[other] { $count } parties
    }
book-more =
    { $count ->
        [one] et { $count } autre
        *[other] et { $count } autres
    }
screen-cleared-help = Une personne a décidé que la partie n’est pas visée par ces avis. Personne n’est plus interrogé tant que rien de ce qui fonde cette décision ne change : ce que l’on sait de la partie, ce que l’avis dit de son objet, ses conditions d’usage, ce que le poste peut faire, ou un degré de ressemblance plus élevé.
reviews-cleared = Écarté pour une partie
clear-button = Écarter pour cette partie
clear-different = Différent : écarter pour cette partie
clear-help = La décision est retenue pour la référence avec laquelle vous avez criblé : ce qui a été écarté est montré comme tel et n’attend personne, tant que rien de ce qui la fonde ne change.
clear-done = Écarté pour cette partie
clear-undo = Signaler de nouveau
clear-undo-reason = Pourquoi le signaler de nouveau
again-title = Vérifier ce reçu
again-help = Relit tout le journal, signatures et lacunes, et crible de nouveau selon les avis, le pacte et les tables de ce jour-là.
again-query = Personne n’avait à décider ; rien de la question n’a donc été conservé. Saisissez-la telle qu’elle fut posée.
again-button = Vérifier et cribler de nouveau
again-another = C’est une autre question : son empreinte à clé diffère.
again-whole = Le journal est entier, et chaque entrée est signée par ce nœud.
again-broken = Le journal n’est pas entier. Prévenez d’abord un inspecteur.
again-same = Criblé de nouveau, le résultat est le même.
again-differs = Criblé de nouveau, le résultat diffère.
again-then = Alors
again-now = Maintenant
again-changed = Ce qui n’est plus comme alors
again-post = Poste
receipt-as-of = D’après ce que l’on savait le

## Ce que le pacte consigne outre ses clauses

section-statements = Déclarations
section-positions = Positions au fil du temps
section-flows = Flux et lacunes
section-capabilities = Capacités
section-tracks = Processus diplomatiques
section-help-statements = Qui a dit quoi, par qui c’est parvenu, avec quelle cotation, et ce que les relais ont changé. Une déclaration n’engage personne.
section-help-positions = Quand chaque clause a commencé ou pris fin, et ce qu’elle a renversé.
section-help-flows = Qui arrête quoi en chemin, et où personne ne le fait.
section-help-capabilities = Ce qui a été promis à qui, ce qui en a été livré, et les engagements qui le soutiennent.
section-help-tracks = Pourparlers, étapes, promesses des parties, et voyages autorisés pour s’y rendre.
section-empty = Le pacte n’en consigne pas.
section-near-copies = Textes presque identiques : chaque paire compte pour une source
count-statements = { $count ->
    [one] Une déclaration
   *[other] { $count } déclarations
}
turn-first-stated = dit pour la première fois
turn-changed = position changée
turn-confirmed = confirmé
turn-ended = terminé
turn-before = Avant
flow-arms = Armes
flow-money = Argent
flow-fighters = Combattants
flow-no-gap = Aucune lacune : chaque lieu est couvert par un engagement.
flow-gaps = Lacunes, où personne ne s’y engage
pledge-state = État
pledge-upcoming = à venir
pledge-running = en cours
pledge-ended = terminée
pledge-pledged = Promis
pledge-delivered = Livré
pledge-outstanding = Restant dû
pledge-backed-by = Engagements qui la soutiennent
pledge-unbacked = aucun
track-planned = prévu
track-ongoing = en cours
track-suspended = suspendu
track-concluded = conclu
track-parties = Parties
track-talks = Pourparlers
track-milestones = Étapes
track-undertakings = Ce que les parties ont promis
milestone-reached = atteinte
milestone-due = prévue

# Consultations
nav-consultations = Consultations
consultations-title = Consultations et amendements
consultations-ours = Consultations dont ce membre est partie
consultations-empty = Aucune consultation.
consultation-awaits = Réponse attendue de
consultation-deadline = Délai : jusqu’à la fin de
consultation-table = Ce qui est sur la table
consultation-proposed = Proposé par
consultation-steps = Les étapes
consultation-void = Sans effet
consultation-answer = Répondre
consultation-text = Texte de la réponse
consultation-scope-help = Pour limiter ou demander à nouveau, choisissez la portée ; pour accepter ou refuser, elle désigne une partie seulement.
amendments-title = Amendements
amendment-by = Proposé par
amendment-open = signatures attendues
amendment-signed = signé de tous, pas encore enregistré
amendment-in-force = entré en vigueur
amendment-superseded = remplacé par un autre
amendment-has-signed = a signé :
amendment-must-sign = doit encore signer :
amendment-sign = Signer au nom de ce membre
consultation-ask = Consulter d’autres membres
consultation-whom = Qui consulter
consultation-subject = Objet, en une ligne
consultation-request = Ce que vous demandez
consultation-until = Délai : réponses reçues jusqu’à la fin de ce jour, UTC
consultation-send = Envoyer la demande
consultation-scope = Portée
consultation-scope-none = Choisissez-en un ou plusieurs de chaque ; sans choix, la demande reste ouverte, et la réponse s’en tient à ce qui est sur la table.
theatres-declared = Le monde et les théâtres du pacte
theatres-countries = Pays
consultation-open-scope = tout
consultation-deferred = Différé jusqu’à la fin de
consultation-defer-until = Pour différer : jusqu’à la fin de ce jour, UTC
amendment-title = Amendement
amendment-came-of = Issu de la consultation
amendment-needs = Signatures requises, et ce qui engage chacun
amendment-rebase = Un autre amendement est devenu la version que celui-ci devait être. Pour le reprendre : faites les changements dans la version en vigueur, donnez le numéro suivant, et proposez le résultat.
change-life = Le cadre et la part de chacun
change-names = Ce que les noms désignent
change-clauses = Clause par clause
change-stances = Question par question : positions
change-uses = Question par question : usage des avis
change-notices = Avis par avis
change-held = { $count ->
    [one] un avis détenu ici
   *[other] { $count } avis détenus ici
}
change-more = { $count ->
    [one] Un de plus ; l’API les donne tous.
   *[other] { $count } de plus ; l’API les donne tous.
}
news-title = Ce qui est nouveau
news-since = Depuis ce jour
news-since-version = Depuis la version précédente
news-none = Rien de nouveau.
