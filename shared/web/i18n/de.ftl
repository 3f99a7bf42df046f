# Texte der Probleme. Eine Nachricht je Code: ihr Wert ist der Titel, `.detail` sagt, was es hier ist.
# Was eingesetzt wird, kommt aus `params` des Fehlers.

page-name = Problem
page-contract = Der Vertrag dieser Schnittstelle

advice-400 = Die Anfrage ist nicht lesbar. Berichtigen Sie sie, wie die Antwort es sagt; dieselbe Anfrage wird wieder abgelehnt.
advice-401 = Senden Sie ein gültiges Token: „Authorization: Bearer …“.
advice-403 = Ihre Rolle erlaubt das nicht. Fragen Sie eine Administratorin oder einen Administrator Ihrer Organisation.
advice-404 = Prüfen Sie die Adresse. Was anderen gehört, wird ebenfalls nicht gezeigt.
advice-405 = Der Kopf „Allow“ der Antwort nennt die Methoden dieser Adresse.
advice-409 = Der Stand des Objekts lässt das nicht zu. Lesen Sie es neu: Es sagt, was jetzt möglich ist.
advice-410 = Das ist vorbei. Eine neuere E-Mail enthält vielleicht einen gültigen Link.
advice-412 = Das Objekt wurde inzwischen geändert. Lesen Sie es neu, prüfen Sie die Änderung und wiederholen Sie die Anfrage mit dem neuen ETag.
advice-413 = Das ist größer, als hier angenommen wird. Die Antwort nennt die Grenze.
advice-415 = Dieser Typ wird hier nicht angenommen. Die Antwort nennt die erlaubten.
advice-422 = Die Anfrage ist lesbar, verletzt aber eine Regel. Die Antwort nennt jeden Fehler mit seiner Stelle.
advice-428 = Lesen Sie das Objekt und senden Sie sein ETag im Kopf „If-Match“.
advice-429 = Warten Sie so lange, wie der Kopf „Retry-After“ der Antwort sagt.
advice-500 = Der Fehler liegt bei uns. Nennen Sie uns die „requestId“ der Antwort.
advice-503 = Versuchen Sie es nach den Sekunden im Kopf „Retry-After“ der Antwort noch einmal; mit demselben „Idempotency-Key“ geschieht nichts doppelt.

state = { $status ->
    [draft] ein Entwurf
    [consent_not_requested] noch nicht dem Kunden vorgelegt
    [awaiting_consent] beim Kunden zur Zustimmung
    [consent_received] vom Kunden bestätigt, aber noch nicht eingereicht
    [submitted] eingereicht
    [under_review] in Prüfung
    [action_required] beim Partner zur Ergänzung
    [approved] genehmigt
    [rejected] abgelehnt
    [disputed] bestritten
    [rejected_final] endgültig abgelehnt
    [consent_declined] beendet: Der Kunde hat abgelehnt
    [consent_expired] beendet: Der Kunde hat nicht rechtzeitig geantwortet
    [consent_withdrawn] beendet: Der Kunde hat seine Zustimmung widerrufen
    [not_submitted_expired] beendet: Er wurde nicht rechtzeitig eingereicht
    [post_submission_expired] beendet: Eine Rückfrage wurde nicht rechtzeitig beantwortet
    [dispute_expired] beendet: Die Frist für eine Anfechtung ist vorbei
    [canceled] abgebrochen
   *[other] in einem anderen Stand
}

malformed_json = Der Inhalt ist nicht wie erwartet
    .detail = { $problem ->
        [duplicate] Ein Feld eines Objekts kommt doppelt vor.
        [too_deep] Objekte und Listen sind mehr als 16 Ebenen tief verschachtelt.
        [type] Der Wert hat den falschen Typ.
        [missing] Ein Wert fehlt.
       *[syntax] Das ist kein gültiges JSON in UTF-8.
    }
unknown_field = Unbekanntes Feld
    .detail = Dieses Feld gibt es hier nicht.
cursor_invalid = Der Cursor ist ungültig
    .detail = Der Cursor ist keiner von uns oder gehört zu einer anderen Frage. Beginnen Sie ohne ihn von vorn.
parameter_invalid = Ein Parameter ist ungültig
    .detail = „{ $parameter }“ ist hier unbekannt, kommt doppelt vor oder hat einen Wert, der nicht erlaubt ist.
unauthenticated = Nicht angemeldet
    .detail = Ein gültiges Token ist nötig.
forbidden = Nicht erlaubt
    .detail = Ihre Rolle erlaubt das nicht.
not_found = Nicht gefunden
    .detail = Das gibt es nicht, oder Sie dürfen es nicht sehen.
method_not_allowed = Methode nicht erlaubt
    .detail = Diese Adresse hat nur: { $allowed }.
body_too_large = Der Inhalt ist zu groß
    .detail = Hier werden höchstens { $max } Bytes angenommen.
unsupported_media_type = Medientyp nicht unterstützt
    .detail = Der Inhalt muss eines davon sein: { $allowed }.
unavailable = Vorübergehend nicht verfügbar
    .detail = Es ist nichts geschehen, oder es ist nicht sicher, ob etwas geschehen ist. Bitte versuchen Sie es gleich noch einmal.
internal = Interner Fehler
    .detail = Der Fehler liegt bei uns. Bitte nennen Sie uns die Nummer der Anfrage.
idempotency_mismatch = Der Schlüssel wurde für eine andere Anfrage benutzt
    .detail = Dieser Idempotency-Key kam schon mit einem anderen Inhalt.
precondition_required = Die Version fehlt
    .detail = Senden Sie das ETag, das Sie gesehen haben, im Kopf If-Match.
version_conflict = Der Anspruch hat sich geändert
    .detail = Version { $current } ist die aktuelle. Lesen Sie den Anspruch neu.
invalid_state_transition = In diesem Stand nicht möglich
    .detail = Der Anspruch ist { state }. Das geht jetzt nicht.
claim_not_editable = Dokumente können in diesem Stand nicht geändert werden
    .detail = Der Anspruch ist { state }. Dokumente können jetzt weder hinzugefügt noch entfernt werden.
field_frozen = Das Feld kann jetzt nicht geändert werden
    .detail = Auftragsvolumen und Stunden ändern sich nie, alles andere nur, solange es offen ist, zum Beispiel in den Teilen, die Ihnen zurückgegeben wurden.
name_required = Ein Name fehlt
    .detail = Bitte geben Sie einen Namen an.
name_too_long = Der Name ist zu lang
    .detail = Erlaubt sind höchstens { $max } Zeichen.
text_invalid = Der Text ist ungültig
    .detail = Der Text ist leer oder zu lang, oder er enthält Steuerzeichen oder Zeichen, die die Leserichtung ändern.
location_out_of_scope = Der Standort ist keiner von Ihren
    .detail = Sie handeln nicht für diesen Partnerstandort.
location_not_enrolled = Der Standort ist nicht angemeldet
    .detail = Dieser Partnerstandort ist nicht im Programm angemeldet.
location_not_eligible = Der Standort ist nicht berechtigt
    .detail = Dieser Partnerstandort darf dieses Engagement nicht beantragen.
engagement_not_active = Das Engagement läuft nicht
    .detail = Das Engagement hat noch nicht begonnen oder ist beendet.
engagement_kind_mismatch = Die Art des Anspruchs passt nicht
    .detail = Dieses Engagement nimmt Ansprüche dieser Art nicht an.
engagement_unknown = Unbekanntes Engagement
    .detail = Es gibt kein Engagement mit dieser Kennung.
contact_incomplete = Der Kontakt ist unvollständig
    .detail = Name und E-Mail-Adresse sind nötig, beim Kunden auch die Funktion.
contact_email_invalid = Die E-Mail-Adresse ist ungültig
    .detail = Bitte prüfen Sie die E-Mail-Adresse.
contact_is_partner = Der Kundenkontakt gehört zum Partner
    .detail = Der Kundenkontakt braucht eine Adresse außerhalb der eigenen Domäne des Partners.
identifier_malformed = Die Kennung ist fehlerhaft
    .detail = Das ist keine gültige Kennung der Art „{ $type }“.
role_not_in_area = Die Rolle gehört nicht zum Engagement
    .detail = Wählen Sie eine von: { $allowed }.
tenant_required = Der Mandant fehlt
    .detail = Bitte geben Sie die Kennung des Mandanten (Tenant) des Kunden an.
items_required = Es ist nichts beantragt
    .detail = Bitte beantragen Sie mindestens eine Workload oder ein Abonnement.
too_many_items = Zu viele Positionen
    .detail = Erlaubt sind höchstens { $max } Positionen.
item_duplicate = Die Position kommt doppelt vor
    .detail = Jede Workload und jedes Abonnement kann einmal beantragt werden.
item_unknown = Unbekannte Position
    .detail = Das Engagement hat keine solche Workload und kein solches Produkt.
subscription_required = Das Abonnement fehlt
    .detail = Jede Position dieser Rolle braucht die Kennung eines Abonnements.
subscription_not_allowed = Ein Abonnement wird nicht erwartet
    .detail = Positionen dieser Rolle haben kein Abonnement.
subscription_not_on_tenant = Das Abonnement gehört nicht zum Mandanten
    .detail = Der Mandant des Kunden hat kein solches Abonnement.
subscription_wrong_product = Das Abonnement ist für ein anderes Produkt
    .detail = Das Abonnement enthält dieses Produkt nicht.
subscription_channel_excluded = Der Kaufweg berechtigt nicht
    .detail = Das Abonnement wurde auf einem Weg gekauft, der für diese Rolle nicht zählt.
subscription_not_provisioned = Das Abonnement ist nicht eingerichtet
    .detail = Der Kunde hat das Abonnement noch nicht eingerichtet.
subscription_inactive = Das Abonnement ist beendet
    .detail = Das Abonnement läuft nicht mehr.
revenue_info_required = Angaben zum Umsatz fehlen
    .detail = Diese Rolle braucht den Verkäufer der Lösung, den Namen des Kunden und die Lösung.
opt_out_not_allowed = Auf Anreize kann nicht verzichtet werden
    .detail = Bei dieser Rolle kann nicht auf Anreize verzichtet werden.
duplicate_claim = Sie haben das schon beantragt
    .detail = Der Anspruch { $claimId } Ihrer Organisation ist für dieselbe Position oder dasselbe Engagement offen.
poe_missing = Der Leistungsnachweis fehlt
    .detail = Mindestens ein Dokument ist nötig.
poe_element_missing = Ein Bestandteil des Nachweises fehlt
    .detail = Kein Dokument deckt „{ $element }“ ab.
poe_date_missing = Das Datum der Leistung fehlt
    .detail = Mindestens ein Dokument braucht das Datum der Arbeit.
poe_date_too_old = Die Leistung liegt zu lange zurück
    .detail = Die Arbeit muss am { $oldest } oder später geleistet worden sein.
poe_item_not_covered = Eine Position ist nicht abgedeckt
    .detail = Kein Dokument deckt „{ $item }“ ab.
poe_public_disclosure_missing = Die Offenlegung fehlt
    .detail = Ein Kunde des öffentlichen Sektors muss die Vergütung des Partners kennen; ein Dokument muss das zeigen.
acknowledgement_required = Eine Erklärung wurde nicht angenommen
    .detail = Nehmen Sie die aktuelle Fassung „{ $acknowledgement }“ an.
file_type_not_allowed = Der Dateityp ist nicht erlaubt
    .detail = Erlaubt sind: { $allowed }.
file_encrypted = Die Datei ist verschlüsselt
    .detail = Bitte senden Sie eine Datei, die sich ohne Kennwort öffnen lässt.
file_too_large = Die Datei ist zu groß
    .detail = Erlaubt sind höchstens { $max } Bytes.
file_empty = Die Datei ist leer
    .detail = Bitte wählen Sie eine Datei mit Inhalt.
too_many_files = Zu viele Dateien
    .detail = Die Dateien eines Anspruchs sind nach Anzahl und Gesamtgröße begrenzt.
checksum_mismatch = Die Prüfsumme stimmt nicht
    .detail = Angekommen ist nicht, was angekündigt war. Bitte senden Sie die Datei noch einmal.
checksum_malformed = Die Prüfsumme ist fehlerhaft
    .detail = Eine SHA-256 hat 64 hexadezimale Ziffern in Kleinbuchstaben.
file_not_clean = Ein Dokument ist nicht bereit
    .detail = Ein Dokument hat seine Prüfung nicht bestanden: { $state ->
        [pending] Es ist nicht angekommen oder wird noch geprüft.
        [infected] Darin wurde Schadsoftware gefunden.
       *[refused] Es wurde abgelehnt.
    }
document_kind_unknown = Unbekannte Art von Dokument
    .detail = Wählen Sie eine von: { $allowed }.
covers_unknown = Das Dokument deckt etwas Unbekanntes ab
    .detail = Das ist weder beantragt noch verlangt.
activity_date_invalid = Das Datum der Leistung ist ungültig
    .detail = Das Datum liegt in der Zukunft.
nothing_changed = Es wurde nichts geändert
    .detail = Ändern Sie, worum gebeten wurde, oder beantworten Sie jeden Grund, bevor Sie den Anspruch wieder senden.
reason_required = Ein Grund fehlt
    .detail = Bitte sagen Sie, warum.
reason_code_unknown = Unbekannter Grund
    .detail = Wählen Sie einen von: { $allowed }.
pointer_unknown = Die Stelle ist unbekannt
    .detail = Der Anspruch hat keine solche Position, keinen solchen Bestandteil und kein solches Dokument.
item_decision_required = Eine Entscheidung fehlt
    .detail = Entscheiden Sie über „{ $item }“, genau einmal.
no_item_accepted = Keine Position ist angenommen
    .detail = Nehmen Sie mindestens eine Position an, oder lehnen Sie den Anspruch ab.
association_taken = Ein anderer Partner ist schon zugeordnet
    .detail = Der Kunde hat für diese Position schon eine offizielle Zuordnung.
contest_open = Ein Wettstreit ist nicht entschieden
    .detail = Ein anderer Partner beansprucht dasselbe. Zuerst muss der Wettstreit entschieden werden.
contest_decided = Der Wettstreit ist entschieden
    .detail = Er wurde schon entschieden; es kann nichts mehr ergänzt oder geändert werden.
dispute_window_closed = Die Frist für eine Anfechtung ist vorbei
    .detail = Eine Ablehnung kann nur eine begrenzte Zeit angefochten werden. Ein neuer Anspruch ist möglich.
dispute_already_used = Es wurde schon angefochten
    .detail = Eine Ablehnung kann einmal angefochten werden.
dispute_empty = Eine Anfechtung braucht eine Begründung oder neue Nachweise
    .detail = Sagen Sie, warum die Ablehnung falsch ist, oder fügen Sie zuerst ein Dokument hinzu.
clock_not_extendable = Diese Frist kann nicht verlängert werden
    .detail = Sie läuft nicht, oder sie darf nicht verlängert werden.
deadline_not_later = Die Frist muss später enden
    .detail = Eine Frist kann nur auf einen späteren Tag verlegt werden.
delegate_domain_unknown = Die Adresse gehört nicht zum Kunden
    .detail = Jemand anderes kann nur mit einer Adresse in einer Domäne desselben Kunden genannt werden.
delegation_limit_reached = Es kann niemand mehr genannt werden
    .detail = Jemand anderes wurde so oft genannt, wie erlaubt ist.
too_many_statements = Mehr kann nicht gesagt werden
    .detail = Jede Seite kann sich { $max }-mal äußern.
winner_unknown = Der Gewinner fehlt
    .detail = Entweder gewinnt der bisherige Partner oder der Herausforderer.
association_not_active = Die Zuordnung ist nicht aktiv
    .detail = Die Nutzung ist lesbar, solange die Zuordnung aktiv ist: { $state ->
        [pending] Der Kunde kann noch widersprechen.
        [ended] Sie ist beendet.
       *[other] Die Position hat keine.
    }
reminder_too_soon = Für ein weiteres Senden ist es zu früh
    .detail = Ab { $at } darf wieder gesendet werden.
reminder_limit_reached = Es darf nicht noch einmal gesendet werden
    .detail = Es wurde so oft gesendet, wie erlaubt ist.
consent_not_found = Der Link ist ungültig
    .detail = Bitte benutzen Sie den Link der E-Mail, wie er ist.
consent_expired = Der Link ist abgelaufen
    .detail = Die Zeit für eine Antwort ist vorbei.
consent_replaced = Es gibt eine neuere E-Mail
    .detail = Bitte benutzen Sie den Link der neuesten E-Mail.
consent_withdrawn_by_sender = Die Anfrage wurde zurückgezogen
    .detail = Der Partner hat die Anfrage zurückgezogen. Es ist nichts mehr zu tun.
consent_already_decided = Die Entscheidung ist gefallen
    .detail = Über diesen Link wurde schon anders entschieden.
decision_incomplete = Es fehlt etwas
    .detail = Wählen Sie, tippen Sie Ihren vollen Namen und setzen Sie das Häkchen.
nonce_invalid = Das Formular ist nicht mehr gültig
    .detail = Bitte laden Sie die Seite neu und nehmen Sie sich Zeit, sie zu lesen.
deadline_passed = Die Zeit ist vorbei
    .detail = Die Frist ist abgelaufen.
row_invalid = Die Zeile ist nicht lesbar
    .detail = Die Zeile hat eine unbekannte Form, oder ein Wert fehlt oder ist falsch.
too_many_rows = Zu viele Zeilen
    .detail = Es werden höchstens { $max } Zeilen auf einmal angenommen.
rule_invalid = Die Regel ist so nicht möglich
    .detail = { $problem ->
        [missing] Hier fehlt eine Angabe.
        [duplicate] Das ist doppelt vorhanden.
        [contradiction] Das widerspricht einer anderen Regel des Engagements.
        [unknown] Das ist hier nicht bekannt.
        [too_soon] Neue Regeln gelten frühestens zwei Minuten von jetzt an.
        [text] Ein Text fehlt, ist zu lang oder hat Zeichen, die nicht erlaubt sind.
       *[out_of_range] Der Wert liegt außerhalb des Erlaubten.
    }
rule_fixed = Das ändert sich nicht mit den Regeln
    .detail = Was ein Engagement ist, bleibt es. Legen Sie stattdessen ein neues an.
text_version_unchanged = Andere Worte brauchen eine andere Version
    .detail = Der Text hat sich geändert. Erhöhen Sie seine Version: Was jemand bestätigt hat, bleibt, was es war.
identifier_taken = Die Kennung gehört zu einem anderen Kunden
    .detail = Eine Kennung dieser Zeile führt schon zu einem anderen Kunden.
origin_required = Offen ist, ob der Kunde hinzugefügt oder beansprucht wird
    .detail = Wählen Sie „added“ für einen Kunden, der für Sie neu ist, und „claimed“ für einen, der schon einem Ihrer Ansprüche zugestimmt hat.
engagements_required = Es ist kein Engagement genannt
    .detail = Bitte wählen Sie mindestens ein Engagement.
identifier_required = Der Kunde ist nicht genannt
    .detail = Bitte geben Sie eine Kennung des Kunden an, bei Vergütung nach Stunden die der Verkaufschance.
id_type_not_allowed = Diese Art von Kennung ist nicht erlaubt
    .detail = Das Engagement „{ $engagement }“ nimmt diese Art von Kennung nicht an.
single_engagement_only = Ein Engagement nach Stunden steht für sich allein
    .detail = Beantragen Sie es einzeln, ohne ein weiteres Engagement.
hours_required = Die Stunden fehlen
    .detail = Bei Vergütung nach Stunden sind die geplanten Stunden nötig.
hours_out_of_range = Die Stundenzahl ist ungültig
    .detail = Erlaubt sind { $min } bis { $max } Stunden, in Schritten von einer Viertelstunde.
hours_not_allowed = Stunden werden nicht erwartet
    .detail = Dieses Engagement wird fest vergütet. Lassen Sie die Stunden weg.
tenant_not_derivable = Der Mandant lässt sich nicht ermitteln
    .detail = Zu dieser Domäne ist kein Mandant bekannt. Nennen Sie den Kunden mit der Kennung seines Mandanten (Tenant).
tenant_ambiguous = Der Mandant ist nicht eindeutig
    .detail = Zu dieser Domäne gehören mehrere Mandanten. Nennen Sie den Kunden mit der Kennung seines Mandanten (Tenant).
identifier_unknown = Die Kennung ist unbekannt
    .detail = Sie führt zu keinem Kunden oder zu einem anderen. Prüfen Sie sie, oder nennen Sie den Kunden auf andere Weise.
mismatch_reason_required = Die abweichende Domäne ist nicht begründet
    .detail = Die Adresse des Kontakts gehört zu keiner bekannten Domäne des Kunden. Sagen Sie, warum; bei der Prüfung wird es gelesen.
customer_ineligible = Der Kunde ist nicht berechtigt
    .detail = { $reasons } { $hint ->
        [try_other_identifier] Mit einer anderen Kennung ist der Kunde vielleicht berechtigt.
       *[other] Wählen Sie ein anderes Engagement oder einen anderen Kunden.
    }
customer_cap_reached = Der Kunde hat so viele Ansprüche, wie erlaubt sind
    .detail = Für das Engagement „{ $engagement }“ ist die Grenze erreicht: { $reason ->
        [active_cap_reached] Warten Sie, bis ein laufender Anspruch beendet ist.
       *[total_cap_reached] Ein weiterer Anspruch ist nicht möglich.
    }
customer_already_known = Sie kennen diesen Kunden schon
    .detail = Der Kunde { $customerId } hat schon einem Ihrer Ansprüche zugestimmt. Beanspruchen Sie ihn, statt ihn hinzuzufügen.
customer_not_known = Sie kennen diesen Kunden noch nicht
    .detail = Der Kunde hat noch keinem Ihrer Ansprüche zugestimmt. Fügen Sie ihn stattdessen hinzu.
customer_not_bona_fide = Das ist kein Kunde
    .detail = Der Partner selbst und manche Organisationen können nicht als Kunden beansprucht werden.
deal_size_required = Das Auftragsvolumen fehlt
    .detail = Bitte schätzen Sie das Auftragsvolumen in US-Dollar.
deal_size_invalid = Das Auftragsvolumen ist ungültig
    .detail = Es ist ein Betrag in ganzen US-Dollar (USD), von 0 bis { $max }.
disclaimer_required = Der Hinweis wurde nicht angenommen
    .detail = Nehmen Sie den Hinweis des Engagements in seiner aktuellen Fassung an.
consent_missing = Die Zustimmung des Kunden fehlt
    .detail = Der Anspruch ist { state }. Eingereicht werden kann er nur, solange die Zustimmung des Kunden gilt.
invoice_missing = Die Rechnung fehlt
    .detail = Dieses Engagement verlangt ein Dokument der Art „invoice“.
already_submitted = Der Anspruch wurde schon eingereicht
    .detail = Abbrechen lässt sich ein Anspruch nur, bevor er zum ersten Mal eingereicht wird.
answer_required = Eine Antwort fehlt
    .detail = Jeder Grund der Rückfrage muss beantwortet werden.

# Warum ein Kunde nicht berechtigt ist (domain 8.4), und was zu tun ist.

customer-criteria_not_met = Der Kunde erfüllt die Bedingungen dieses Engagements nicht.
    .advice = Versuchen Sie es mit einer anderen Kennung des Kunden, oder wählen Sie ein anderes Engagement.
customer-active_cap_reached = Der Kunde hat für dieses Engagement so viele laufende Ansprüche, wie erlaubt sind.
    .advice = Sobald einer davon beendet ist, wird es möglich.
customer-total_cap_reached = Der Kunde hatte für dieses Engagement schon so viele Ansprüche, wie erlaubt sind.
    .advice = Wählen Sie ein anderes Engagement.
customer-consented_to_other_partner = Der Kunde hat diesem Engagement schon an anderer Stelle zugestimmt.
    .advice = Wählen Sie ein anderes Engagement.
customer-done_with_other_partner = Der Kunde hat an diesem Engagement schon teilgenommen.
    .advice = Wählen Sie ein anderes Engagement.
customer-identifier_type_not_supported = Dieses Engagement nimmt diese Art von Kennung nicht an.
    .advice = Nennen Sie den Kunden mit einer Kennung anderer Art.
customer-identifier_unknown = Unter dieser Kennung ist kein Kunde bekannt.
    .advice = Prüfen Sie sie, oder nennen Sie den Kunden mit der Kennung seines Mandanten (Tenant).
customer-country_not_in_scope = Das Engagement wird im Land des Kunden nicht angeboten.
    .advice = Wählen Sie ein Engagement, das dort angeboten wird.
customer-customer_not_bona_fide = Der Partner selbst und manche Organisationen können nicht als Kunden beansprucht werden.
    .advice = Wählen Sie einen anderen Kunden.

# Warum ein Standort ein Engagement nicht beantragen darf oder dafür nicht bezahlt wird (domain 8.4), und was
# zu tun ist.

location-not_enrolled = Der Standort ist nicht im Programm angemeldet.
    .advice = Eine Administratorin oder ein Administrator kann ihn anmelden.
location-enrolment_incomplete = Die Anmeldung des Standorts ist nicht abgeschlossen.
    .advice = Ergänzen Sie, was fehlt, oder warten Sie die Prüfung ab.
location-qualification_missing = Der Standort ist für dieses Engagement nicht qualifiziert.
    .advice = Wählen Sie einen qualifizierten Standort, oder erwerben Sie die Qualifikation.
location-payee_profile_incomplete = Das Zahlungsprofil des Standorts ist unvollständig: Was seine Ansprüche einbringen, wird zurückgehalten.
    .advice = Vervollständigen Sie das Zahlungsprofil.
