### Die Zustimmungsseite.

skip = Zum Inhalt springen
language = Sprache
error-prefix = Fehler:
error-title = Bitte prüfen Sie Ihre Angaben

tag-open = Wartet auf Ihre Antwort
tag-decided = Entschieden
tag-approved = Abgeschlossen
tag-lapsed = Kein Widerspruch
tag-over = Beendet

## Wartet, Widerspruchsverfahren
open-title = { $partner } gibt an, mit Ihnen zu arbeiten
open-lead = { $partner } möchte bei { $vendor } als Partner von { $customer } im Programm { $programme } eingetragen werden. Sie können zustimmen oder widersprechen.
silence-after-delivery = Wenn Sie innerhalb { $days ->
    [one] eines Arbeitstags
   *[other] von { $days } Arbeitstagen
} nach der ersten Zustellung unserer Nachricht nichts tun, gilt das als kein Widerspruch.
silence-until = Wenn Sie bis { $until } nichts tun, gilt das als kein Widerspruch.

outcomes-title = Wie es weitergeht
outcome-agree = Wenn Sie zustimmen, wird der Partner eingetragen, sobald { $vendor } seinen Anspruch genehmigt hat.
outcome-object = Wenn Sie widersprechen, wird der Partner nicht eingetragen und sieht nichts. Einen Grund brauchen Sie nicht zu nennen.
outcome-silence-after-delivery = Wenn Sie nichts tun, kann der Partner nach Ablauf der Zeit eingetragen werden. Als Ihre Zustimmung wird das nicht erfasst.
outcome-silence = Wenn Sie bis { $until } nichts tun, kann der Partner danach eingetragen werden. Als Ihre Zustimmung wird das nicht erfasst.
outcome-later = Sie können jederzeit widersprechen, auch später, mit demselben Link.

## Wartet, Zustimmungsverfahren
opt-in-title = { $partner } bittet um Ihre Zustimmung
opt-in-lead = { $partner } bittet Sie, dem Engagement „{ $engagement }“ zuzustimmen: Arbeiten, die { $partner } im Programm { $programme } von { $vendor } für { $customer } ausführt oder schon ausgeführt hat. Sie können zustimmen oder ablehnen.
silence-expires = Wenn Sie bis { $until } nichts tun, gilt das nicht als Zustimmung, und die Anfrage verfällt.
opt-in-agree = Wenn Sie zustimmen, kann der Partner das Engagement ausführen und { $vendor } den Nachweis dafür vorlegen.
opt-in-decline = Wenn Sie ablehnen, ist der Anspruch des Partners beendet. Einen Grund brauchen Sie nicht zu nennen.
opt-in-silence = Wenn Sie bis { $until } nichts tun, verfällt die Anfrage. Schweigen ist keine Zustimmung.
opt-in-later = Wenn Sie zustimmen, können Sie mit demselben Link widerrufen, bis { $vendor } den Anspruch des Partners genehmigt hat.
opt-in-again = Ihre Zustimmung gilt nur für dieses Engagement. Bei jedem weiteren werden Sie neu gefragt.

## Entschieden
accepted-title = Sie haben zugestimmt
accepted-lead = { $partner } darf als Partner von { $customer } eingetragen werden. Offiziell ist das, wenn { $vendor } den Anspruch genehmigt hat.
accepted-note = Sie können es sich jederzeit anders überlegen: Widerrufen Sie unten, mit demselben Link.
agreed-lead = { $partner } darf das Engagement „{ $engagement }“ für { $customer } ausführen und den Nachweis dafür einreichen. { $vendor } prüft ihn und entscheidet über den Anspruch.
agreed-note = Sie können es sich anders überlegen, bis { $vendor } den Anspruch genehmigt hat: Widerrufen Sie unten, mit demselben Link.
approved-lead = Sie haben dem Engagement „{ $engagement }“ von { $partner } zugestimmt, und { $vendor } hat den Anspruch genehmigt.
approved-note = Das Engagement ist abgeschlossen, die Zustimmung lässt sich nicht mehr widerrufen. Bei Fragen wenden Sie sich an { $partner } oder an die unten genannte Stelle für Datenschutz.
objected-title = Sie haben widersprochen
objected-lead = { $partner } ist nicht als Partner von { $customer } eingetragen und sieht keine Nutzungsdaten. Der Partner wird benachrichtigt.
declined-title = Sie haben abgelehnt
declined-lead = { $partner } hat keine Zustimmung von { $customer }. Der Partner wird benachrichtigt.
withdrawn-title = Sie haben widerrufen
withdrawn-lead = Ihre Zustimmung gilt nicht mehr. { $partner } sieht keine Nutzungsdaten von { $customer }. Der Partner wird benachrichtigt.
taken-back-lead = Ihre Zustimmung gilt nicht mehr. Der Anspruch von { $partner } für das Engagement „{ $engagement }“ ist beendet. Der Partner wird benachrichtigt.
again-note = Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
lapsed-title = Es kam kein Widerspruch
lapsed-lead = Die Zeit für eine erste Antwort ist vorbei. { $partner } wird als Partner von { $customer } eingetragen, wenn { $vendor } den Anspruch genehmigt hat. Als Ihre Zustimmung wird das nicht erfasst.
lapsed-note = Sie können weiterhin jederzeit widersprechen. Eine eingetragene Zuordnung endet dann sofort.

## Beendet
ended-title = Die Zuordnung ist beendet
ended-lead = { $partner } ist zu dieser Anfrage nicht mehr als Partner von { $customer } eingetragen und sieht keine Nutzungsdaten.
voided-title = Die Anfrage wurde zurückgezogen
voided-lead = Der Partner hat diese Anfrage zurückgezogen. Es gibt nichts mehr zu entscheiden.
replaced-title = Es gibt eine neuere Anfrage
replaced-lead = Dieser Link gehört zu einer früheren Nachricht und nimmt keine Antwort mehr an.
replaced-note = Bitte verwenden Sie den Link in der neuesten Nachricht. Sie ging vielleicht an eine Kollegin oder einen Kollegen.
expired-title = Die Frist ist abgelaufen
expired-lead = Es kam keine rechtzeitige Antwort, also gibt es keine Zustimmung. Es ist nichts geschehen.
expired-note = Wenn Sie doch zustimmen möchten, bitten Sie { $partner } um eine neue Anfrage.
claim-over-title = Die Anfrage ist beendet
claim-over-lead = Der Anspruch wurde nicht offiziell. Der Partner ist dadurch nicht eingetragen und sieht keine Nutzungsdaten.
engagement-over-lead = Der Anspruch von { $partner } für das Engagement „{ $engagement }“ endete ohne Genehmigung. Eine Zustimmung, die dafür gegeben wurde, wird nicht mehr verwendet.
nothing-note = Sie brauchen nichts zu tun.

## Nicht angezeigt
unknown-title = Dieser Link funktioniert nicht
unknown-lead = Zu dieser Adresse finden wir keine Anfrage. Es wurde nichts geändert.
unknown-note = Prüfen Sie, ob die Adresse vollständig ist, oder öffnen Sie den Link in unserer neuesten Nachricht.
unavailable-title = Diese Seite ist gerade nicht verfügbar
unavailable-lead = Das liegt an uns, nicht an Ihnen. Falls Sie eben eine Antwort gesendet haben, wissen wir nicht, ob sie erfasst wurde; erneutes Senden schadet nicht.
unavailable-note = Bitte öffnen Sie den Link in einigen Minuten noch einmal. Eine Antwort zählt, wenn sie uns vor Ablauf der Frist erreicht.

told-reported = Danke. Wir haben dem Partner und dem Programmbetreiber mitgeteilt, dass Sie diesen Partner nicht kennen. Erinnerungen kommen nicht mehr. Die Anfrage ist noch offen: Sie können auch widersprechen.
told-reported-opt-in = Danke. Wir haben dem Partner und dem Programmbetreiber mitgeteilt, dass Sie diesen Partner nicht kennen. Erinnerungen kommen nicht mehr. Die Anfrage ist noch offen: Sie können auch ablehnen.
told-delegated = Danke. Wir haben den Partner gebeten, die neue Ansprechperson zu bestätigen.
told-not-recorded = Was Sie eben gesendet haben, wurde nicht erfasst. Die Seite zeigt, was gilt.

## Angaben
request-title = Die Anfrage
label-partner = Partner
label-location = Partnerstandort
label-person = Ansprechperson beim Partner
label-programme = Programm
label-vendor = Programmbetreiber
label-engagement = Engagement
label-role = Rolle des Partners
label-customer = Kunde
label-tenant = Ihr Mandant
label-domain = Ihre Domain
label-parent-account = Ihr Hauptkonto
label-subscription = Ihr Abonnement
label-opportunity = Nummer der Verkaufschance
label-items = Produkte
label-work = Was getan wurde oder wird
work = Das Engagement „{ $engagement }“, von { $partner } geplant, begonnen oder schon ausgeführt.
work-hours = Das Engagement „{ $engagement }“ mit { $hours } Arbeitsstunden, von { $partner } geplant, begonnen oder schon ausgeführt.
label-number = Anspruchsnummer

sees-title = Ihre Daten
sees-yes = Der Partner wird sehen
sees-no = Der Partner wird nicht sehen
sees-usage = wie stark diese Produkte genutzt werden (Zahlen je Monat)
sees-seats = wie viele Plätze Sie gekauft haben
sees-answer = Ihre Antwort, den Namen, unter dem sie gegeben wird, und Ihren Grund, wenn Sie einen nennen
sees-not-usage = welche Produkte Sie nutzen, wie stark, und wie viele Plätze Sie gekauft haben
sees-not-others = Namen oder Handlungen anderer Personen
sees-not-content = den Inhalt Ihrer E-Mails, Dateien, Chats oder Geschäftsdaten
sees-not-people = Namen oder Handlungen einzelner Personen
sees-not-other = Angaben zu anderen Produkten
vendor-sees = { $vendor } erhält vom Partner den Nachweis über diese Arbeit und prüft ihn.
vendor-sellers = Auch der Vertrieb von { $vendor }, der { $customer } betreut, kann den Anspruch sehen, solange Ihre Zustimmung gilt.
pay-title = Kosten
pay = { $vendor } kann den Partner für diese Arbeit vergüten. Für Sie entstehen keine Kosten.

record-title = Was erfasst ist
record-decision = Entscheidung
record-at = Erfasst
record-by = Entschieden von
record-receipt = Beleg
record-mail = Diesen Beleg senden wir auch per E-Mail.
to-receipt = Ihr Beleg, zum Aufbewahren oder Drucken

## Formulare
to-form = Zum Formular
decide-title = Ihre Entscheidung
decide-hint = Antworten Sie nur, wenn Sie das für { $customer } entscheiden dürfen.
decide-question = Stimmen Sie zu, dass { $partner } als Partner von { $customer } eingetragen wird?
object-question = Widersprechen Sie, dass { $partner } als Partner von { $customer } eingetragen wird?
opt-in-question = Stimmen Sie dem Engagement „{ $engagement }“ von { $partner } zu?
decide-button = Entscheidung senden
choice-accept = Ich stimme zu
choice-accept-effect = Sie können später mit demselben Link widerrufen.
choice-agree-effect = Sie können mit demselben Link widerrufen, bis der Anspruch genehmigt ist.
choice-object = Ich widerspreche
choice-object-effect = Der Partner wird nicht eingetragen, und was schon eingetragen ist, endet sofort.
choice-decline = Ich lehne ab
choice-decline-effect = Der Partner hat für dieses Engagement keine Zustimmung.

reason-label = Grund, falls Sie nein sagen (freiwillig)
reason-label-withdraw = Grund (freiwillig)
reason-none = Kein Grund genannt
reason-unknown-partner = Ich kenne diesen Partner nicht
reason-no-such-work = Der Partner macht diese Arbeit nicht für uns
reason-other-partner = Ein anderer Partner macht diese Arbeit
reason-no-data = Wir möchten keine Nutzungsdaten zeigen
reason-not-wanted = Wir möchten dieses Engagement nicht
reason-wrong-details = Etwas in der Anfrage stimmt nicht
reason-other = Ein anderer Grund
words-label = In eigenen Worten (freiwillig)
words-hint = Der Partner kann das lesen.
name-label = Ihr vollständiger Name
confirm-label = Ich darf für { $customer } entscheiden.

withdraw-title = Anders überlegt?
withdraw-hint = Widerrufen ist so einfach wie zustimmen. { $partner } wird benachrichtigt.
withdraw-hint-opt-in = Widerrufen ist so einfach wie zustimmen, bis { $vendor } den Anspruch genehmigt hat. Der Anspruch ist dann beendet, und { $partner } wird benachrichtigt.
withdraw-button = Widerrufen

delegate-title = Ich bin nicht die richtige Person
delegate-hint = Nennen Sie jemanden bei { $customer }. Der Partner bestätigt den Wechsel, dann geht eine eigene Nachricht an diese Person. Die Frist bleibt dieselbe.
delegate-button = Diese Person nennen
delegate-name-label = Vollständiger Name der Person
email-label = E-Mail-Adresse der Person
email-hint = Sie muss zu { $customer } gehören.

report-title = Ich kenne diesen Partner nicht
report-hint = Wir teilen das dem Partner und { $vendor } mit und senden keine Erinnerungen mehr. Die Anfrage bleibt offen, bis Sie widersprechen.
report-hint-opt-in = Wir teilen das dem Partner und { $vendor } mit und senden keine Erinnerungen mehr. Die Anfrage bleibt offen, bis Sie antworten oder die Frist abläuft.
report-button = Melden

fault-decision = Wählen Sie, ob Sie zustimmen
fault-decision-only = Wählen Sie die Antwort, wenn Sie widersprechen möchten
fault-name = Geben Sie den vollständigen Namen ein, mindestens 2 Zeichen
fault-name-invalid = Geben Sie den vollständigen Namen mit höchstens 120 Zeichen ein
fault-confirmed = Kreuzen Sie an, dass Sie für { $customer } entscheiden dürfen
fault-reason = Verwenden Sie für den Grund höchstens 2.000 Zeichen
fault-email = Geben Sie eine E-Mail-Adresse von { $customer } ein
fault-nonce = Das Formular war zu lange offen oder wurde zu schnell gesendet. Bitte prüfen Sie Ihre Angaben und senden Sie es noch einmal

why = Sie haben den Link zu dieser Seite erhalten, weil { $partner } Sie als Ansprechperson von { $customer } genannt hat.
privacy = Fragen zu Ihren personenbezogenen Daten:
quiet = Diese Seite setzt keine Cookies, verfolgt Sie nicht und lädt nichts von anderen Seiten. Sie können sie drucken.
