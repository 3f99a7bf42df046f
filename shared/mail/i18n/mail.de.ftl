### Mails. In Betreffzeilen steht kein Wort, das ein Partner gewählt hat.

## Jede Mail
greeting = Guten Tag { $name },
fallback = Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:
genuine = Echte Links in unseren Nachrichten beginnen mit { $base } und fragen nie nach einem Passwort. Diese Nachricht wurde automatisch erzeugt.
why-customer = Sie erhalten diese Nachricht, weil { $partner } Sie als Ansprechperson von { $customer } genannt hat. Wie Sie auch entscheiden: Werbung bekommen Sie von uns nicht.
why-partner = Sie erhalten diese Nachricht als Ansprechperson des Partners für den Anspruch { $number } in { $programme }.
privacy = Fragen zu Ihren personenbezogenen Daten: { $contact }
other-language = Diese Seite auf Deutsch lesen

label-address = Adresse, die nicht erreichbar ist
label-by = Entschieden von
label-claim-name = Name des Anspruchs
label-customer = Kunde
label-customer-words = Genannter Grund
label-due = Bis wann
label-engagement = Engagement
label-file = Datei
label-items = Produkte
label-location = Partnerstandort
label-move = Wer ist am Zug
label-next = Wie es weitergeht
label-number = Anspruchsnummer
label-partner = Partner
label-person = Ansprechperson beim Partner
label-problem = Problem
label-programme = Programm
label-reason = Grund
label-receipt = Beleg
label-recorded = Erfasst
label-role = Rolle des Partners
label-tenant = Ihr Mandant
label-vendor = Programmbetreiber

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

sees-title = Was der Partner sehen wird
sees-now-title = Was der Partner jetzt sehen kann
sees-usage = wie stark die genannten Produkte genutzt werden (Zahlen je Monat)
sees-seats = wie viele Plätze Sie gekauft haben
sees-not-title = Was der Partner nicht sehen wird
sees-not-content = den Inhalt Ihrer Mails, Dateien, Chats oder Geschäftsdaten
sees-not-people = Namen oder Handlungen einzelner Personen
sees-not-other = Angaben zu anderen Produkten

## Kunde: Anfrage hinfällig
voided-subject = Zuordnungsanfrage von { $partner } wurde zurückgezogen ({ $number })
voided-heading = Die Anfrage wurde zurückgezogen
voided-recalled = { $partner } hat die Anfrage zurückgenommen, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden.
voided-canceled = Die Anfrage von { $partner }, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden, ist beendet.
voided-nothing-to-do = Sie brauchen nichts zu tun. Der Link in unseren früheren Nachrichten nimmt keine Antwort mehr an.
replaced-subject = Zuordnungsanfrage von { $partner } wurde ersetzt ({ $number })
replaced-heading = Eine neuere Anfrage tritt an ihre Stelle
voided-replaced = { $partner } hat die Anfrage geändert, im Programm { $programme } von { $vendor } als Partner von { $customer } eingetragen zu werden.
replaced-use-newest = Bitte verwenden Sie die neueste Nachricht; sie ging vielleicht an eine Kollegin oder einen Kollegen. Der Link in unseren früheren Nachrichten nimmt keine Antwort mehr an.

## Kunde: Beleg
receipt-subject = Beleg über Ihre Entscheidung ({ $number })
receipt-heading = Ihre Entscheidung ist erfasst
receipt-accepted = Sie haben zugestimmt, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-objected = Sie haben widersprochen, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-withdrawn = Sie haben Ihre Zustimmung widerrufen, dass { $partner } als Partner von { $customer } eingetragen wird.
receipt-change-accepted = Sie können es sich jederzeit anders überlegen und über den Link widerrufen. { $partner } sieht dann Ihre Nutzungszahlen nicht mehr.
receipt-change-objected = { $partner } wird benachrichtigt, die Anfrage ist beendet. Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
receipt-change-withdrawn = { $partner } wird benachrichtigt und sieht Ihre Nutzungszahlen nicht mehr. Wenn Sie es sich anders überlegen, bitten Sie { $partner } um eine neue Anfrage.
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
ended-nothing-to-do = Sie brauchen nichts zu tun.

ended-customer-declined = Der Kunde hat widersprochen.
ended-subscription-expired = Das Abonnement ist beendet.
ended-partner-disassociated = Der Partner hat sie beendet.
ended-superseded = Ein anderer Anspruch hatte Vorrang.
ended-programme = Der Programmbetreiber hat sie beendet.
ended-term = Die vereinbarte Laufzeit ist erreicht.

## Partner: wer ist am Zug
move-you = Sie
move-vendor = Der Programmbetreiber
move-customer = Der Kunde
move-nobody = Niemand
by-now = So bald wie möglich
by-open = Kein fester Termin
by-none = –
claim-button = Anspruch öffnen

submitted-subject = { $number } eingereicht: { $customer }
submitted-heading = Ihr Anspruch ist eingereicht
submitted-opening = Der Anspruch { $number } zu { $customer } liegt bei { $programme } zur Prüfung. Der Kunde wird per Mail benachrichtigt.
submitted-next = Die Prüfung beginnt. Der Kunde kann währenddessen zustimmen oder widersprechen.

review-started-subject = { $number } in Prüfung: { $customer }
review-started-heading = Die Prüfung hat begonnen
review-started-opening = { $programme } prüft den Anspruch { $number } zu { $customer }.
review-started-next = Der Anspruch wird genehmigt, abgelehnt oder mit Fragen an Sie zurückgegeben.

action-required-subject = Ihre Antwort wird gebraucht: { $number }, { $customer }
action-required-heading = Ihre Antwort wird gebraucht
action-required-opening = Der Anspruch { $number } zu { $customer } wurde bei der Prüfung mit den folgenden Punkten zurückgegeben.
action-required-next = Berichtigen Sie den Anspruch oder den Nachweis und reichen Sie ihn erneut ein. Ohne rechtzeitige Antwort wird er abgelehnt.
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
accepted-title = Angenommen
refused-title = Nicht angenommen

rejected-subject = { $number } abgelehnt: { $customer }
rejected-heading = Ihr Anspruch ist abgelehnt
rejected-opening = { $programme } hat den Anspruch { $number } zu { $customer } aus den folgenden Gründen abgelehnt.
dispute-next = Sie können die Ablehnung einmal anfechten, mit einer Begründung oder neuem Nachweis. Danach ist sie endgültig.
final-next = Die Ablehnung ist endgültig. Sie können mit neuem Nachweis einen neuen Anspruch stellen.

objected-subject = Der Kunde widerspricht: { $number }, { $customer }
objected-heading = Der Kunde widerspricht
objected-opening = { $customer } widerspricht der Zuordnung im Anspruch { $number }. Der Anspruch ist beendet, und was offiziell war, gilt nicht mehr.
objected-next = Ein Widerspruch kann nicht angefochten werden. Überlegt es sich der Kunde anders, stellen Sie einen neuen Anspruch.

accepted-subject = Der Kunde stimmt zu: { $number }, { $customer }
accepted-heading = Der Kunde stimmt zu
accepted-opening = { $customer } hat der Zuordnung im Anspruch { $number } zugestimmt. Die Widerspruchsfrist ist damit zu Ende.
accepted-next = Genehmigte Positionen werden jetzt offiziell, die übrigen, sobald sie genehmigt sind.

undeliverable-subject = Der Kunde ist nicht erreichbar: { $number }, { $customer }
undeliverable-heading = Unsere Nachricht war nicht zustellbar
undeliverable-opening = Die Nachricht zum Anspruch { $number } an die Ansprechperson bei { $customer } kam zurück. Solange sie nicht zugestellt ist, läuft die Widerspruchsfrist nicht, und die Zuordnung kann nicht offiziell werden.
undeliverable-next = Nennen Sie eine andere Ansprechperson oder senden Sie erneut. Die Frist beginnt mit der Zustellung.
undeliverable-options = Was Sie tun können
undeliverable-change = Ansprechperson ändern: Eine neue Nachricht geht an die neue Adresse, der alte Link wird ungültig.
undeliverable-resend = Erneut senden, wenn die Adresse stimmt und das Postfach wieder erreichbar ist.

active-subject = Die Zuordnung ist offiziell: { $number }, { $customer }
active-heading = Die Zuordnung ist offiziell
active-opening = Sie sind jetzt für die folgenden Positionen des Anspruchs { $number } als Partner von { $customer } eingetragen.
active-next = Sie können die Nutzungszahlen dieser Produkte einsehen. Der Kunde kann jederzeit widersprechen.
active-title = Offiziell

partner-ended-subject = Die Zuordnung ist beendet: { $number }, { $customer }
partner-ended-heading = Die Zuordnung ist beendet
partner-ended-opening = Sie sind für die folgenden Positionen des Anspruchs { $number } nicht mehr als Partner von { $customer } eingetragen. Die Nutzungszahlen dazu sind für Sie geschlossen.
partner-ended-next = Eine neue Zuordnung braucht einen neuen Anspruch.
ended-title = Beendet

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

## Gründe
reason-acknowledgement-required = Eine Bestätigung fehlt.
reason-contest-lost = Ein anderer Anspruch auf dieselbe Position hatte Vorrang.
reason-customer-declined = Der Kunde hat abgelehnt.
reason-insufficient-poe = Der Nachweis reicht nicht aus.
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
reason-other = Grund „{ $code }“.
