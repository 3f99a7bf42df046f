### Mails. In Betreffzeilen steht kein Wort, das ein Partner gewählt hat.

## Jede Mail
greeting = Guten Tag { $name },
greeting-staff = Guten Tag,
fallback = Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:
genuine = Echte Links in unseren Nachrichten beginnen mit { $base } und fragen nie nach einem Passwort. Diese Nachricht wurde automatisch erzeugt.
why-customer = Sie erhalten diese Nachricht, weil { $partner } Sie als Ansprechperson von { $customer } genannt hat. Wie Sie auch entscheiden: Werbung bekommen Sie von uns nicht.
why-partner = Sie erhalten diese Nachricht als Ansprechperson des Partners für den Anspruch { $number } in { $programme }.
why-digest = Sie erhalten diese Nachricht als Ansprechperson des Partners für diese Ansprüche in { $programme }; Ihr Unternehmen hat gewählt, solche Nachrichten einmal am Tag zusammen zu erhalten.
why-review-lead = Sie erhalten diese Nachricht, weil dies die Adresse der Prüfungsleitung von { $programme } ist.
why-programme-manager = Sie erhalten diese Nachricht, weil dies die Adresse der Programmleitung von { $programme } ist.
privacy = Fragen zu Ihren personenbezogenen Daten: { $contact }
other-language = Diese Seite auf Deutsch lesen

label-address = Adresse, die nicht erreichbar ist
label-by = Entschieden von
label-claim-name = Name des Anspruchs
label-contested = Strittige Position
label-customer = Kunde
label-customer-words = Genannter Grund
label-domain = Ihre Domain
label-draft = Der Entwurf
label-due = Bis wann
label-engagement = Engagement
label-file = Datei
label-grace = Endet ohne Verlängerung
label-items = Produkte
label-location = Partnerstandort
label-move = Wer ist am Zug
label-named = Genannt wurde
label-named-address = E-Mail-Adresse
label-next = Wie es weitergeht
label-number = Anspruchsnummer
label-opportunity = Nummer der Verkaufschance
label-parent-account = Ihr Hauptkonto
label-partner = Partner
label-person = Ansprechperson beim Partner
label-problem = Problem
label-programme = Programm
label-reason = Grund
label-receipt = Beleg
label-recorded = Erfasst
label-reported-by = Gemeldet von
label-role = Rolle des Partners
label-status = Status des Anspruchs
label-subscription = Ihr Abonnement
label-tenant = Ihr Mandant
label-vendor = Programmbetreiber
label-vendor-words = Worte des Programmbetreibers

## Kunde: Anfrage
notice-subject = Zuordnungsanfrage von { $partner } ({ $number })
notice-reminder-subject = Erinnerung: Zuordnungsanfrage von { $partner } ({ $number })
notice-heading = { $partner } gibt an, mit Ihnen zu arbeiten
notice-opening = { $partner } möchte bei { $vendor } als Partner von { $customer } im Programm { $programme } eingetragen werden. Sie können zustimmen oder widersprechen.
notice-reminder-opening = Wir haben Ihnen schon geschrieben: { $partner } möchte bei { $vendor } als Partner von { $customer } im Programm { $programme } eingetragen werden. Sie können zustimmen oder widersprechen.
notice-silence-after-delivery = Wenn Sie innerhalb { $days ->
    [one] eines Arbeitstags
   *[other] von { $days } Arbeitstagen
} nach der ersten Zustellung dieser Nachricht nichts tun, gilt das als kein Widerspruch, und der Partner kann als Ihr Partner eingetragen werden.
notice-silence-until = Wenn Sie bis { $deadline } nichts tun, gilt das als kein Widerspruch, und der Partner kann als Ihr Partner eingetragen werden.
notice-silence-closed = Die Frist für eine erste Antwort ist vorbei; das gilt als kein Widerspruch.
notice-button = Anfrage ansehen und entscheiden
notice-pay = { $vendor } kann den Partner für diese Arbeit vergüten. Für Sie entstehen keine Kosten.
notice-any-time = Sie können jederzeit widersprechen, auch später, mit demselben Link.

consent-subject = Bitte um Ihre Zustimmung: Anfrage von { $partner } ({ $number })
consent-reminder-subject = Erinnerung: { $partner } bittet um Ihre Zustimmung ({ $number })
consent-heading = { $partner } bittet um Ihre Zustimmung
consent-opening = { $partner } bittet Sie, dem Engagement „{ $engagement }“ zuzustimmen: Arbeiten, die { $partner } im Programm { $programme } von { $vendor } für { $customer } ausführt oder schon ausgeführt hat. Sie können zustimmen oder ablehnen.
consent-reminder-opening = Wir haben Ihnen schon geschrieben und noch keine Antwort: { $partner } bittet Sie, dem Engagement „{ $engagement }“ zuzustimmen, also Arbeiten, die { $partner } im Programm { $programme } von { $vendor } für { $customer } ausführt oder schon ausgeführt hat. Sie können zustimmen oder ablehnen.
consent-silence = Wenn Sie bis { $deadline } nichts tun, gilt das nicht als Zustimmung, und die Anfrage verfällt.
consent-later = Wenn Sie zustimmen, können Sie mit demselben Link widerrufen, bis { $vendor } den Anspruch des Partners genehmigt hat.

sees-title = Was der Partner sehen wird
sees-now-title = Was der Partner jetzt sehen kann
sees-usage = wie stark die genannten Produkte genutzt werden (Zahlen je Monat)
sees-seats = wie viele Plätze Sie gekauft haben
sees-answer = Ihre Antwort, den Namen, unter dem sie gegeben wird, und Ihren Grund, wenn Sie einen nennen
sees-not-title = Was der Partner nicht sehen wird
sees-not-usage = welche Produkte Sie nutzen, wie stark, und wie viele Plätze Sie gekauft haben
sees-not-content = den Inhalt Ihrer E-Mails, Dateien, Chats oder Geschäftsdaten
sees-not-people = Namen oder Handlungen einzelner Personen
sees-not-others = Namen oder Handlungen anderer Personen
sees-not-other = Angaben zu anderen Produkten

## Kunde: Anfrage hinfällig
voided-subject = Zuordnungsanfrage von { $partner } wurde zurückgezogen ({ $number })
voided-heading = Die Anfrage wurde zurückgezogen
voided-recalled = { $partner } hat die Anfrage zurückgenommen, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden.
voided-over = Die Anfrage von { $partner }, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden, ist beendet.
over-subject = Zuordnungsanfrage von { $partner } ist beendet ({ $number })
over-heading = Die Anfrage ist beendet
voided-nothing-to-do = Sie brauchen nichts zu tun. Der Link in unseren früheren Nachrichten nimmt keine Antwort mehr an.
replaced-subject = Zuordnungsanfrage von { $partner } wurde ersetzt ({ $number })
replaced-heading = Eine neuere Anfrage tritt an ihre Stelle
voided-replaced = { $partner } hat die Anfrage geändert, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden.
replaced-use-newest = Bitte verwenden Sie die neueste Nachricht; sie ging vielleicht an eine Kollegin oder einen Kollegen. Der Link in unseren früheren Nachrichten nimmt keine Antwort mehr an.

consent-voided-subject = Bitte um Ihre Zustimmung von { $partner } wurde zurückgezogen ({ $number })
consent-voided-recalled = { $partner } hat die Bitte zurückgezogen, dem Engagement „{ $engagement }“ bei { $customer } zuzustimmen.
consent-over-subject = Bitte um Ihre Zustimmung von { $partner } hat sich erledigt ({ $number })
consent-voided-over = Die Bitte von { $partner }, dem Engagement „{ $engagement }“ bei { $customer } zuzustimmen, hat sich erledigt: { $vendor } hat die Anfrage beendet.
consent-replaced-subject = Bitte um Ihre Zustimmung von { $partner } wurde ersetzt ({ $number })
consent-voided-replaced = { $partner } hat die Bitte geändert, dem Engagement „{ $engagement }“ bei { $customer } zuzustimmen.

claim-over-subject = Engagement von { $partner }: Der Anspruch ist beendet ({ $number })
claim-over-heading = Der Anspruch ist beendet
claim-over-partner = Sie haben dem Engagement „{ $engagement }“ von { $partner } bei { $customer } zugestimmt. { $partner } hat den Anspruch dafür jetzt aufgegeben.
claim-over-programme = Sie haben dem Engagement „{ $engagement }“ von { $partner } bei { $customer } zugestimmt. { $vendor } hat den Anspruch von { $partner } dafür jetzt beendet.
claim-over-nothing-to-do = Sie brauchen nichts zu tun. Ihre Zustimmung wird nicht mehr verwendet, und der Link in unseren früheren Nachrichten nimmt keine Antwort mehr an.

## Kunde: Beleg
receipt-subject = Beleg über Ihre Entscheidung ({ $number })
receipt-heading = Ihre Entscheidung ist erfasst
receipt-accepted = Sie haben zugestimmt, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-objected = Sie haben widersprochen, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-withdrawn = Sie haben Ihre Zustimmung widerrufen, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-agreed = Sie haben dem Engagement „{ $engagement }“ von { $partner } bei { $customer } zugestimmt.
receipt-declined = Sie haben das Engagement „{ $engagement }“ von { $partner } bei { $customer } abgelehnt.
receipt-taken-back = Sie haben Ihre Zustimmung zum Engagement „{ $engagement }“ von { $partner } bei { $customer } widerrufen.
receipt-change-accepted = Sie können es sich jederzeit anders überlegen und über den Link widerrufen. { $partner } sieht dann Ihre Nutzungszahlen nicht mehr.
receipt-change-objected = { $partner } wird benachrichtigt, die Anfrage ist beendet. Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
receipt-change-withdrawn = { $partner } wird benachrichtigt und sieht Ihre Nutzungszahlen nicht mehr. Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
receipt-change-agreed = Sie können es sich anders überlegen und über den Link widerrufen, bis { $vendor } den Anspruch des Partners genehmigt hat. Der Anspruch ist dann beendet.
receipt-change-taken-back = { $partner } wird benachrichtigt, der Anspruch ist beendet. Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
receipt-button = Ansehen, was erfasst ist
receipt-button-accepted = Ansehen, was erfasst ist, oder widerrufen
receipt-not-you = Das waren nicht Sie? Öffnen Sie den Link und sehen Sie, was möglich ist, oder schreiben Sie an die unten genannte Stelle für Datenschutz.

## Kunde: offiziell und beendet
official-subject = { $partner } ist jetzt als Ihr Partner eingetragen ({ $number })
official-heading = { $partner } ist jetzt als Ihr Partner eingetragen
official-opening = { $partner } ist jetzt für die unten genannten Produkte als Partner von { $customer } eingetragen, im Programm { $programme } von { $vendor }.
official-any-time = Sie können jederzeit widersprechen. Die Zuordnung endet dann sofort, und der Partner sieht nichts mehr.
official-button = Zuordnung ansehen oder widersprechen
ended-subject = Die Zuordnung zu { $partner } ist beendet ({ $number })
ended-heading = Die Zuordnung ist beendet
ended-opening = { $partner } ist für die unten genannten Produkte nicht mehr als Ihr Partner eingetragen und sieht Ihre Nutzungszahlen nicht mehr.
ended-nothing-to-do = Sie brauchen nichts zu tun. Soll { $partner } wieder eingetragen werden, stellt { $partner } eine neue Anfrage, und Sie werden vorher gefragt.

ended-subscription-expired = Das Abonnement ist beendet.
ended-partner = Der Partner hat sie aufgegeben.
ended-superseded = Ein anderer Partner hat dasselbe beansprucht, und sein Nachweis war überzeugender.
ended-programme = Der Programmbetreiber hat sie beendet.
ended-term = Die vereinbarte Laufzeit ist erreicht.

## Partner: wer ist am Zug
move-you = Sie
move-vendor = Der Programmbetreiber
move-customer = Der Kunde
move-other = Der andere Partner
move-review-lead = Die Prüfungsleitung
move-nobody = Niemand
by-now = So bald wie möglich
by-open = Kein fester Termin
by-none = –
by-overdue = Überfällig seit { $deadline }
claim-button = Anspruch öffnen

digest-subject = { $count ->
    [one] Eine Neuigkeit zu Ihren Ansprüchen
   *[other] { $count } Neuigkeiten zu Ihren Ansprüchen
}
digest-heading = Neues zu Ihren Ansprüchen
digest-opening = Das ist mit Ihren Ansprüchen in { $programme } seit der letzten Übersicht geschehen. Was eine Antwort von Ihnen braucht, haben wir Ihnen einzeln geschickt.
digest-next = Sie müssen nichts tun. Die nächste Übersicht kommt, sobald es etwas Neues gibt.
digest-title = Was geschehen ist
digest-row = { $number }, { $customer }: { $news } – { $when }
digest-button = Ihre Ansprüche ansehen
news-submitted = eingereicht
news-review-started = in Prüfung
news-approved = genehmigt
news-dispute-opened = Anfechtung eingegangen
news-customer-accepted = der Kunde stimmt zu
news-association-active = die Zuordnung ist offiziell

submitted-subject = { $number } eingereicht: { $customer }
submitted-heading = Ihr Anspruch ist eingereicht
submitted-opening = Der Anspruch { $number } zu { $customer } liegt bei { $programme } zur Prüfung. Der Kunde wird per E-Mail benachrichtigt.
submitted-next = Die Prüfung beginnt. Der Kunde kann währenddessen zustimmen oder widersprechen.

deal-submitted-subject = { submitted-subject }
deal-submitted-heading = { submitted-heading }
deal-submitted-opening = Der Anspruch { $number } zu { $customer } liegt bei { $programme } zur Prüfung.
deal-submitted-next = Die Prüfung beginnt. Bis zur Genehmigung kann der Kunde seine Zustimmung noch widerrufen.

review-started-subject = { $number } in Prüfung: { $customer }
review-started-heading = Die Prüfung hat begonnen
review-started-opening = { $programme } prüft den Anspruch { $number } zu { $customer }.
review-started-next = Der Anspruch wird genehmigt, abgelehnt oder mit Fragen an Sie zurückgegeben.

action-required-subject = Ihre Antwort wird gebraucht: { $number }, { $customer }
action-required-heading = Ihre Antwort wird gebraucht
action-required-opening = Der Anspruch { $number } zu { $customer } wurde bei der Prüfung mit den folgenden Punkten zurückgegeben.
action-required-next = Berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Ohne rechtzeitige Antwort wird er abgelehnt.
deal-action-required-next = Beantworten Sie jeden Punkt, berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Ohne rechtzeitige Antwort verfällt der Anspruch endgültig.
reasons-title = Was bei der Prüfung auffiel

approved-subject = { $number } genehmigt: { $customer }
approved-heading = Ihr Anspruch ist genehmigt
approved-opening = { $programme } hat den Anspruch { $number } zu { $customer } genehmigt. Das heißt noch nicht, dass Incentives verdient sind.
approved-next-after-delivery = Die Zuordnung wird { $days ->
    [one] einen Arbeitstag
   *[other] { $days } Arbeitstage
} nach Zustellung der Nachricht an den Kunden offiziell, sofern er nicht widerspricht. Bis dahin ist nichts offiziell.
approved-next-until = Die Zuordnung wird nach Ablauf der Frist offiziell ({ $deadline }), sofern der Kunde nicht widerspricht.
approved-next-closed = Der Kunde hat nicht widersprochen: Die Zuordnung wird jetzt offiziell.
deal-approved-next = Der Anspruch ist abgeschlossen. Was er einbringt oder warum er nichts einbringt, steht beim Anspruch.
accepted-title = Angenommen
refused-title = Nicht angenommen

rejected-subject = { $number } abgelehnt: { $customer }
rejected-heading = Ihr Anspruch ist abgelehnt
rejected-opening = { $programme } hat den Anspruch { $number } zu { $customer } aus den folgenden Gründen abgelehnt.
dispute-next = Sie können die Ablehnung einmal anfechten, mit einer Begründung oder neuem Nachweis. Danach ist sie endgültig.
final-next = Die Ablehnung ist endgültig. Sie können mit neuem Nachweis einen neuen Anspruch stellen.
final-next-copy = Die Ablehnung ist endgültig. Sie können den Anspruch in einen neuen kopieren; der Kunde wird dann neu gefragt.

upheld-subject = { $number } endgültig abgelehnt: { $customer }
upheld-heading = Es bleibt bei der Ablehnung
upheld-opening = { $programme } hat Ihre Anfechtung geprüft und lehnt den Anspruch { $number } zu { $customer } aus den folgenden Gründen ab.

disputed-subject = Ihre Anfechtung ist eingegangen: { $number }, { $customer }
disputed-heading = Ihre Anfechtung ist eingegangen
disputed-opening = Ihre Anfechtung der Ablehnung des Anspruchs { $number } zu { $customer } liegt bei { $programme }. Darüber entscheidet jemand anderes als bei der Ablehnung.
disputed-next = Der Anspruch wird genehmigt, endgültig abgelehnt oder mit Fragen an Sie zurückgegeben. Eine zweite Anfechtung gibt es nicht. Kommt die Antwort zu spät, haben Sie dadurch keinen Nachteil.

objected-subject = Der Kunde widerspricht: { $number }, { $customer }
objected-heading = Der Kunde widerspricht
objected-opening = { $customer } widerspricht der Zuordnung im Anspruch { $number }. Der Anspruch ist beendet, und was offiziell war, gilt nicht mehr.
objected-next = Ein Widerspruch kann nicht angefochten werden. Überlegt es sich der Kunde anders, stellen Sie einen neuen Anspruch.

accepted-subject = Der Kunde stimmt zu: { $number }, { $customer }
accepted-heading = Der Kunde stimmt zu
accepted-opening = { $customer } hat der Zuordnung im Anspruch { $number } zugestimmt. Die Widerspruchsfrist ist damit zu Ende.
accepted-next = Genehmigte Positionen werden jetzt offiziell, die übrigen, sobald sie genehmigt sind.

deal-accepted-subject = { accepted-subject }
deal-accepted-heading = { accepted-heading }
deal-accepted-opening = { $customer } hat dem Engagement des Anspruchs { $number } zugestimmt.
deal-accepted-next = Führen Sie das Engagement aus, laden Sie den Nachweis hoch und reichen Sie den Anspruch ein. Wird er nicht rechtzeitig eingereicht, verfällt er endgültig. Bis zur Genehmigung kann der Kunde seine Zustimmung widerrufen.

declined-subject = Der Kunde stimmt nicht zu: { $number }, { $customer }
declined-heading = Der Kunde stimmt nicht zu
declined-opening = { $customer } hat das Engagement des Anspruchs { $number } abgelehnt. Der Anspruch ist beendet.
declined-next = Das kann nicht angefochten werden. Überlegt es sich der Kunde anders, kopieren Sie den Anspruch in einen neuen; der Kunde wird dann neu gefragt.

withdrew-subject = Der Kunde hat seine Zustimmung widerrufen: { $number }, { $customer }
withdrew-heading = Der Kunde hat seine Zustimmung widerrufen
withdrew-opening = { $customer } stimmt dem Engagement des Anspruchs { $number } nicht mehr zu. Der Anspruch und seine Prüfung sind damit beendet.
withdrew-next = Das kann nicht angefochten werden. Überlegt es sich der Kunde anders, kopieren Sie den Anspruch in einen neuen; der Kunde wird dann neu gefragt.

stopped-subject = Der Programmbetreiber hat den Anspruch beendet: { $number }, { $customer }
stopped-heading = Der Programmbetreiber hat den Anspruch beendet
stopped-opening = Der Anspruch { $number } zu { $customer } wurde von { $programme } beendet. War der Kunde schon gefragt, wird er benachrichtigt.
stopped-next = Das kann nicht angefochten werden. Wenn Sie den Grund nicht kennen, fragen Sie den Programmbetreiber, bevor Sie einen neuen Anspruch stellen.

status-canceled = Vom Programmbetreiber beendet
status-consent-declined = Zustimmung abgelehnt
status-consent-expired = Zustimmungsfrist abgelaufen
status-consent-withdrawn = Zustimmung widerrufen
status-dispute-expired = Anfechtungsfrist abgelaufen
status-not-submitted-expired = Nicht eingereicht, verfallen
status-post-submission-expired = Nach der Einreichung verfallen

undeliverable-subject = Der Kunde ist nicht erreichbar: { $number }, { $customer }
undeliverable-heading = Unsere Nachricht war nicht zustellbar
undeliverable-opening = Die Nachricht zum Anspruch { $number } an die Ansprechperson bei { $customer } kam zurück. Solange sie nicht zugestellt ist, läuft die Widerspruchsfrist nicht, und die Zuordnung kann nicht offiziell werden.
undeliverable-next = Nennen Sie eine andere Ansprechperson oder senden Sie erneut. Die Frist beginnt mit der Zustellung.
undeliverable-options = Was Sie tun können
undeliverable-change = Ansprechperson ändern: Eine neue Nachricht geht an die neue Adresse, der alte Link wird ungültig.
undeliverable-resend = Erneut senden, wenn die Adresse stimmt und das Postfach wieder erreichbar ist.
deal-undeliverable-subject = { undeliverable-subject }
deal-undeliverable-heading = { undeliverable-heading }
deal-undeliverable-opening = Die Anfrage zum Anspruch { $number } an die Ansprechperson bei { $customer } kam zurück. Die Frist für die Zustimmung des Kunden läuft weiter.
deal-undeliverable-next = Nennen Sie eine andere Ansprechperson oder senden Sie die Anfrage erneut. Ohne rechtzeitige Zustimmung verfällt der Anspruch endgültig.

delegated-subject = Die Ansprechperson hat jemand anderen genannt: { $number }, { $customer }
delegated-heading = Die Ansprechperson hat jemand anderen genannt
delegated-opening = Die Ansprechperson bei { $customer } zum Anspruch { $number } hat uns mitgeteilt, wer dort stattdessen zu fragen ist.
delegated-next = Wenn Sie einverstanden sind, ändern Sie die Ansprechperson: Eine neue Anfrage geht dorthin, der alte Link wird ungültig, und die Widerspruchsfrist beginnt neu mit der Zustellung. Wenn Sie nichts tun, gilt die bisherige Anfrage weiter.
deal-delegated-next = Wenn Sie einverstanden sind, ändern Sie die Ansprechperson: Eine neue Anfrage geht dorthin, und der alte Link wird ungültig. Die Frist bleibt dieselbe. Wenn Sie nichts tun, gilt die bisherige Anfrage weiter.

reported-subject = Der Kunde kennt die Anfrage nicht: { $number }, { $customer }
reported-heading = Der Kunde kennt die Anfrage nicht
reported-opening = Die Ansprechperson bei { $customer } hat die Anfrage zum Anspruch { $number } gemeldet: Dort ist nicht bekannt, worum es geht. Wir senden ihr keine Erinnerung mehr, und die Programmleitung ist benachrichtigt.
reported-next = Sprechen Sie mit Ihrem Kunden. Haben Sie die falsche Person genannt, ändern Sie die Ansprechperson, solange die Anfrage offen ist; ist der Anspruch ein Irrtum, ziehen Sie ihn zurück. Bis dahin bleibt der Anspruch, wie er ist.
deal-reported-next = Sprechen Sie mit Ihrem Kunden. Haben Sie die falsche Person genannt, ändern Sie die Ansprechperson; ist der Anspruch ein Irrtum, brechen Sie ihn ab. Die Anfrage bleibt offen; ohne rechtzeitige Zustimmung verfällt der Anspruch endgültig.

active-subject = Die Zuordnung ist offiziell: { $number }, { $customer }
active-heading = Die Zuordnung ist offiziell
active-opening = Sie sind jetzt für die folgenden Positionen des Anspruchs { $number } als Partner von { $customer } eingetragen.
active-next = Sie können die Nutzungszahlen dieser Produkte einsehen. Der Kunde kann jederzeit widersprechen.
active-title = Offiziell

expiring-subject = Die Zuordnung endet bald: { $number }, { $customer }
expiring-heading = Die Zuordnung endet bald
expiring-opening = Die folgenden Abonnements laufen aus. Mit ihnen endet Ihre Zuordnung zu { $customer } aus dem Anspruch { $number }.
expiring-next = Sprechen Sie mit dem Kunden über die Verlängerung. Wird dasselbe Abonnement rechtzeitig verlängert, bleibt die Zuordnung bestehen; ein neues Abonnement braucht einen neuen Anspruch. Einen Entwurf dafür bereiten wir vor, wenn die Zuordnung beendet ist.
expiring-term-subject = Die Laufzeit der Zuordnung endet bald: { $number }, { $customer }
expiring-term-heading = Die Laufzeit der Zuordnung endet bald
expiring-term-opening = Ihre Zuordnung zu { $customer } aus dem Anspruch { $number } erreicht das Ende ihrer vereinbarten Laufzeit.
expiring-term-next = Sammeln Sie aktuelle Nachweise für einen neuen Anspruch. Einen Entwurf dafür bereiten wir vor, wenn die Zuordnung beendet ist.
expiring-title = Was endet

partner-ended-subject = Die Zuordnung ist beendet: { $number }, { $customer }
partner-ended-heading = Die Zuordnung ist beendet
partner-ended-opening = Die Zuordnung zu { $customer } ist für die folgenden Positionen des Anspruchs { $number } beendet. Sie sind dafür nicht als Partner eingetragen, und die Nutzungszahlen dazu sind für Sie geschlossen.
partner-ended-next-renewal = Ohne neuen Anspruch ist nichts eingetragen. Ein Entwurf dafür wird vorbereitet, wo die heutigen Regeln es zulassen; Sie bekommen eine Nachricht, sobald er bereitliegt.
partner-ended-next-superseded = Diese Entscheidung kann nicht angefochten werden. Mit neuerem Nachweis können Sie einen neuen Anspruch stellen.
partner-ended-next-programme = Eine neue Zuordnung braucht einen neuen Anspruch. Fragen Sie vorher den Programmbetreiber, wenn Sie nicht wissen, warum diese endete.
ended-title = Beendet

renewal-subject = Ein Entwurf für die Verlängerung liegt bereit: { $number }, { $customer }
renewal-heading = Ein Entwurf für die Verlängerung liegt bereit
renewal-opening = Ihre Zuordnung zu { $customer } aus dem Anspruch { $number } ist beendet. Ein neuer Anspruch mit demselben Inhalt ist als Entwurf vorbereitet.
renewal-next = Prüfen Sie den Entwurf, nennen Sie neue Abonnements, falls es welche gibt, fügen Sie aktuelle Nachweise hinzu und reichen Sie ihn ein. Der Kunde wird dann neu gefragt. Bis zur Genehmigung ist nichts eingetragen.

near-draft-subject = Ihr Entwurf verfällt bald: { $number }, { $customer }
near-draft-heading = Ihr Entwurf verfällt bald
near-draft-opening = Am Entwurf { $number } zu { $customer } hat sich lange nichts geändert.
near-draft-next = Reichen Sie den Entwurf ein, oder ändern Sie etwas daran, wenn Sie mehr Zeit brauchen. Wenn Sie nichts tun, verfällt er; seinen Inhalt können Sie dann noch in einen neuen Anspruch kopieren.

near-request-subject = Der Kunde ist noch nicht gefragt: { $number }, { $customer }
near-request-heading = Der Kunde ist noch nicht gefragt
near-request-opening = Die Bitte um Zustimmung zum Anspruch { $number } ist noch nicht an { $customer } gegangen, und die Frist dafür läuft.
near-request-next = Geben Sie die Dealgröße an und senden Sie die Anfrage. Ohne rechtzeitige Zustimmung des Kunden verfällt der Anspruch endgültig.

near-consent-subject = Der Kunde hat noch nicht geantwortet: { $number }, { $customer }
near-consent-heading = Der Kunde hat noch nicht geantwortet
near-consent-opening = { $customer } wurde um Zustimmung zum Engagement des Anspruchs { $number } gebeten und hat noch nicht geantwortet.
near-consent-next = Sprechen Sie mit Ihrem Kunden. Sie können die Anfrage erneut senden oder eine andere Ansprechperson nennen; die Frist bleibt dieselbe. Ohne rechtzeitige Zustimmung verfällt der Anspruch endgültig.

near-proof-subject = Ihr Nachweis fehlt noch: { $number }, { $customer }
near-proof-heading = Ihr Nachweis fehlt noch
near-proof-opening = { $customer } hat dem Engagement des Anspruchs { $number } zugestimmt, und der Anspruch ist noch nicht eingereicht.
near-proof-next = Laden Sie den Nachweis hoch und reichen Sie den Anspruch ein. Wird er nicht rechtzeitig eingereicht, verfällt er endgültig.

near-answer-subject = Ihre Antwort fehlt noch: { $number }, { $customer }
near-answer-heading = Ihre Antwort fehlt noch
near-answer-opening = Der Anspruch { $number } zu { $customer } wurde mit Fragen an Sie zurückgegeben, und Ihre Antwort ist noch nicht da.
near-answer-next = Berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Wenn Sie nichts tun, wird er abgelehnt; das können Sie dann einmal anfechten.
near-answer-next-last = Berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Wenn Sie nichts tun, wird er endgültig abgelehnt.
near-answer-next-expires = Beantworten Sie jeden Punkt, berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Wenn Sie nichts tun, verfällt der Anspruch endgültig.

near-dispute-subject = Die Zeit zur Anfechtung endet bald: { $number }, { $customer }
near-dispute-heading = Die Zeit zur Anfechtung endet bald
near-dispute-opening = Der Anspruch { $number } zu { $customer } ist abgelehnt, und Sie haben das nicht angefochten.
near-dispute-next = Halten Sie die Ablehnung für falsch, fechten Sie sie mit einer Begründung oder neuem Nachweis an. Wenn Sie nichts tun, ist sie endgültig.

near-contest-subject = Die Zeit zur Antwort im Wettstreit endet bald: { $number }, { $customer }
near-contest-heading = Die Zeit zur Antwort im Wettstreit endet bald
near-contest-opening = Ein anderer Partner beansprucht ebenfalls eine Position Ihres Anspruchs { $number } zu { $customer }, und der Wettstreit ist nicht entschieden.
near-contest-next = Fügen Sie neueren Nachweis oder eine Stellungnahme hinzu, falls noch nicht geschehen. Wenn Sie nichts tun, entscheidet die Prüfungsleitung nach dem, was vorliegt.
contested-title = Strittig

contest-incumbent-subject = Ein anderer Partner beansprucht dasselbe: { $number }, { $customer }
contest-incumbent-heading = Ein anderer Partner beansprucht dasselbe
contest-incumbent-opening = Ein anderer Partner beansprucht ebenfalls eine Position Ihres Anspruchs { $number } zu { $customer }. Keine Seite erfährt, wer die andere ist. Was offiziell ist, bleibt bis zur Entscheidung offiziell.
contest-incumbent-next = Nach Ablauf Ihrer Zeit entscheidet die Prüfungsleitung des Programms. Wenn Sie nichts tun, entscheidet sie nach dem, was vorliegt.
contest-challenger-subject = Ihr Anspruch ist strittig: { $number }, { $customer }
contest-challenger-heading = Ihr Anspruch ist strittig
contest-challenger-opening = Bei einer Position Ihres Anspruchs { $number } zu { $customer } war ein anderer Partner vor Ihnen da. Keine Seite erfährt, wer die andere ist.
contest-challenger-next = So lange kann der andere Partner antworten. Danach entscheidet die Prüfungsleitung des Programms über die Position; bis dahin ruht die Frist für die Entscheidung über Ihren Anspruch.
contest-options = Was Sie tun können
contest-proof = Dem Anspruch neueren Nachweis Ihrer Arbeit hinzufügen.
contest-statement = Im Wettstreit Stellung nehmen. Der andere Partner bekommt das nicht zu lesen.
contest-order = Was zählt, in dieser Reihenfolge: was der Kunde gewählt hat; die jüngere Tätigkeit in gültigem Nachweis; die frühere Einreichung.

contest-won-subject = Der Wettstreit ist für Sie entschieden: { $number }, { $customer }
contest-won-heading = Der Wettstreit ist für Sie entschieden
contest-won-opening = Der Wettstreit um die folgende Position des Anspruchs { $number } zu { $customer } ist zu Ende, und Ihr Anspruch hat sich durchgesetzt. Die Entscheidung finden Sie beim Wettstreit.
contest-won-next = Die Prüfung Ihres Anspruchs geht mit dieser Position weiter.
contest-won-next-kept = Sie brauchen nichts zu tun. Die Zuordnung bleibt, wie sie ist.
contest-lost-subject = Der Wettstreit ist für den anderen Partner entschieden: { $number }, { $customer }
contest-lost-heading = Der Wettstreit ist für den anderen Partner entschieden
contest-lost-opening = Der Wettstreit um die folgende Position des Anspruchs { $number } zu { $customer } ist zu Ende: Der Nachweis des anderen Partners war überzeugender. Die Entscheidung finden Sie beim Wettstreit.
contest-lost-next = Die Prüfung Ihres Anspruchs geht weiter, aber diese Position kann darin nicht mehr genehmigt werden. Mit neuerem Nachweis können Sie dafür später einen neuen Anspruch stellen.
contest-lost-next-ended = Ihre Zuordnung ist für diese Position beendet, und die Nutzungszahlen dazu sind für Sie geschlossen. Mit neuerem Nachweis können Sie einen neuen Anspruch stellen.
contest-closed-subject = Der Wettstreit ist beendet: { $number }, { $customer }
contest-closed-heading = Der Wettstreit ist beendet
contest-closed-opening = Der Wettstreit um die folgende Position ist zu Ende, weil der Anspruch { $number } zu { $customer } sie nicht mehr verlangt.
contest-closed-next = Im Wettstreit brauchen Sie nichts zu tun.

document-subject = Eine Datei ist nicht verwendbar: { $number }, { $customer }
document-heading = Eine Datei ist nicht verwendbar
document-opening = Eine Datei, die Sie zum Anspruch { $number } zu { $customer } hochgeladen haben, wurde zurückgewiesen.
document-next = Laden Sie eine berichtigte Datei hoch. Mit dieser kann der Anspruch nicht eingereicht werden.
problem-type = Der Dateityp ist nicht erlaubt, oder der Inhalt passt nicht zum Namen. Erlaubt sind PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV und EML.
problem-encrypted = Die Datei ist verschlüsselt oder durch ein Passwort geschützt.
problem-macros = Die Datei enthält Makros.
problem-size = Die Datei ist leer oder größer als 25 MiB.
problem-checksum = Es kamen andere Bytes an als angekündigt. Bitte laden Sie sie noch einmal hoch.
problem-infected = Der Virenscanner hat etwas gefunden. Die Datei wurde entfernt.

expired-subject = Die Frist ist abgelaufen: { $number }, { $customer }
expired-heading = Die Antwort kam nicht rechtzeitig
expired-opening = Der Anspruch { $number } zu { $customer } wurde abgelehnt, weil keine Antwort rechtzeitig kam.

expired-draft-subject = Entwurf verfallen: { $number }, { $customer }
expired-draft-heading = Ihr Entwurf ist verfallen
expired-draft-opening = Der Entwurf { $number } zu { $customer } ist verfallen, weil sich lange nichts daran geändert hat. Eingereicht ist nichts.
expired-draft-next = Sie können seinen Inhalt in einen neuen Anspruch kopieren.

expired-dispute-subject = Die Ablehnung ist endgültig: { $number }, { $customer }
expired-dispute-heading = Die Ablehnung ist endgültig
expired-dispute-opening = Der Anspruch { $number } zu { $customer } wurde abgelehnt und nicht rechtzeitig angefochten.

expired-request-subject = Ohne Anfrage verfallen: { $number }, { $customer }
expired-request-heading = Der Kunde wurde nicht rechtzeitig gefragt
expired-request-opening = Die Bitte um Zustimmung zum Anspruch { $number } ging nie an { $customer }, und die Frist dafür ist abgelaufen.

expired-consent-subject = Keine rechtzeitige Zustimmung: { $number }, { $customer }
expired-consent-heading = Es kam keine rechtzeitige Zustimmung
expired-consent-opening = { $customer } hat auf die Bitte um Zustimmung zum Anspruch { $number } nicht rechtzeitig geantwortet. Schweigen ist keine Zustimmung.

expired-proof-subject = Nicht rechtzeitig eingereicht: { $number }, { $customer }
expired-proof-heading = Der Anspruch wurde nicht rechtzeitig eingereicht
expired-proof-opening = { $customer } hatte dem Engagement des Anspruchs { $number } zugestimmt, aber der Anspruch wurde nicht rechtzeitig eingereicht.

expired-return-subject = Ohne Ihre Antwort verfallen: { $number }, { $customer }
expired-return-heading = Ihre Antwort kam nicht rechtzeitig
expired-return-opening = Der Anspruch { $number } zu { $customer } wurde mit Fragen an Sie zurückgegeben, und es kam keine rechtzeitige Antwort.

expired-next = Ein verfallener Anspruch lebt nicht wieder auf. Sie können ihn in einen neuen kopieren; der Kunde wird dann neu gefragt.

## Programmbetreiber
overdue-start-subject = Überfällig: { $number } wartet auf die Prüfung
overdue-start-heading = Ein Anspruch wartet auf die Prüfung
overdue-start-opening = Die Prüfung des Anspruchs { $number } hätte beginnen sollen.
overdue-start-next = Übernehmen Sie den Anspruch, oder lassen Sie ihn übernehmen. Partner und Kunde haben durch die Verspätung keinen Nachteil; der Partner sieht, dass der Programmbetreiber im Verzug ist.
overdue-decision-subject = Überfällig: { $number } wartet auf die Entscheidung
overdue-decision-heading = Ein Anspruch wartet auf die Entscheidung
overdue-decision-opening = Über den Anspruch { $number } hätte entschieden werden sollen.
overdue-decision-next = Sorgen Sie dafür, dass der Anspruch genehmigt, zurückgegeben oder abgelehnt wird. Partner und Kunde haben durch die Verspätung keinen Nachteil; der Partner sieht, dass der Programmbetreiber im Verzug ist.
overdue-dispute-subject = Überfällig: die Anfechtung zu { $number } wartet auf Antwort
overdue-dispute-heading = Eine Anfechtung wartet auf Antwort
overdue-dispute-opening = Die Anfechtung zum Anspruch { $number } hätte beantwortet werden sollen.
overdue-dispute-next = Beantworten Sie die Anfechtung, es sei denn, Sie haben den Anspruch selbst abgelehnt. Der Partner hat durch die Verspätung keinen Nachteil und sieht, dass der Programmbetreiber im Verzug ist.
overdue-next-manager = Die Prüfungsleitung hat dieselbe Nachricht. Sorgen Sie dafür, dass jemand den Anspruch übernimmt, oder verlängern Sie die Frist mit einer Begründung.

reported-manager-subject = Ein Kunde kennt die Anfrage zu { $number } nicht
reported-manager-heading = Ein Kunde kennt die Anfrage nicht
reported-manager-opening = Die Ansprechperson des Kunden hat die Anfrage zum Anspruch { $number } gemeldet: Dort ist nicht bekannt, worum es geht. Erinnerungen gehen nicht mehr hinaus, der Partner ist benachrichtigt, sonst hat sich nichts geändert.
reported-manager-next = Fragen Sie den Partner und, wenn nötig, den Kunden. Steht nichts hinter dem Anspruch, lassen Sie ihn bei der Prüfung ablehnen; was schon genehmigt ist, können Sie beenden.
deal-reported-manager-next = Fragen Sie den Partner und, wenn nötig, den Kunden. Steht nichts hinter dem Anspruch, beenden Sie ihn.

## Gründe
reason-acknowledgement-required = Eine Bestätigung fehlt.
reason-contact-wrong = Die Ansprechperson ist nicht die richtige.
reason-contest-lost = Ein anderer Partner hat dieselbe Position beansprucht, und sein Nachweis war überzeugender.
reason-customer-declined = Der Kunde hat abgelehnt.
reason-insufficient-poe = Der Nachweis reicht nicht aus.
reason-item-not-eligible = Diese Position wird nicht anerkannt.
reason-location-wrong = Der Partnerstandort ist nicht der richtige.
reason-missing-products = Produkte fehlen.
reason-no-partner-response = Es kam keine rechtzeitige Antwort.
reason-partner-request = Der Partner hat darum gebeten.
reason-poe-customer-ack-missing = Die Bestätigung oder Unterschrift des Kunden fehlt.
reason-poe-date-missing = Ein Datum fehlt.
reason-poe-date-too-old = Ein Datum liegt mehr als 12 Monate vor der Einreichung.
reason-poe-element-missing = Ein erforderlicher Teil des Nachweises fehlt.
reason-poe-identity-mismatch = Partner oder Kunde im Nachweis stimmen nicht mit dem Anspruch überein.
reason-poe-item-not-covered = Der Nachweis deckt diese Position nicht ab.
reason-poe-missing = Es gibt keinen Ausführungsnachweis.
reason-poe-public-disclosure-missing = Die Offenlegung für öffentliche Auftraggeber fehlt.
reason-poe-service-missing = Die Beschreibung Ihrer Arbeit fehlt.
reason-poe-unavailable = Der Nachweis ließ sich nicht öffnen.
reason-poe-unreadable = Der Nachweis oder ein Teil davon ist nicht lesbar.
reason-other = Grund „{ $code }“.
