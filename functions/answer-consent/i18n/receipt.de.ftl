### Die Seite eines Belegs. Was sie mit der Zustimmungsseite gemeinsam hat, steht dort.

receipt-title = Beleg
receipt-accept = Sie haben der Anfrage von { $partner } zugestimmt.
receipt-decline = Sie haben die Anfrage von { $partner } abgelehnt.
receipt-object = Sie haben der Anfrage von { $partner } widersprochen.
receipt-withdraw = Sie haben Ihr Ja zur Anfrage von { $partner } widerrufen.
receipt-no-objection = Der Anfrage von { $partner } wurde nicht widersprochen. Als Ihr Ja wird das nicht erfasst.
decision-accept = Ja
decision-decline = Abgelehnt
decision-object = Widersprochen
decision-withdraw = Ja widerrufen
decision-no-objection = Kein Widerspruch

status-active = Aktiv: Das gilt
status-withdrawn = Widerrufen: Der Kunde hat nein gesagt
status-ended = Beendet: Die Anfrage ist abgeschlossen
label-asked = Gefragte Person
label-mode = Was Schweigen bedeutet
mode-notice = Kein Widerspruch, sobald die Nachricht zugestellt ist
mode-opt-in = Nichts: Nur ein Ja zählt
label-basis = Grundlage
basis-explicit = Die eigene Antwort des Kunden
basis-consent = Die Zustimmung des Kunden
basis-no-objection = Kein Widerspruch nach zugestellter Nachricht
label-method = Wie es dazu kam
method-typed = Mit dem Link der Nachricht, angekreuzter Erklärung und eingetipptem Namen
method-notice = Die Nachricht wurde zugestellt, und es kam keine rechtzeitige Antwort
label-valid = Gültig bis
valid-open = Ohne Ende: bis der Kunde etwas anderes sagt
label-previous = Tritt an die Stelle des Belegs

label-hours = Arbeitsstunden
label-controller = Für die Daten verantwortlich
label-recipients = Wer die Daten erhält
label-purposes = Wofür
purpose-record = den Partner als Partner des Kunden einzutragen
purpose-insight = dem Partner zu zeigen, wie stark die Produkte genutzt werden
purpose-incentives = den Partner für seine Arbeit zu vergüten, was den Kunden nichts kostet
purpose-engagement = das Engagement für den Kunden auszuführen und nachzuweisen
label-seen = Sieht ein eingetragener Partner
label-not-seen = Sieht er nie

mind-title = Anders überlegt?
mind = Der Link der Anfrage zeigt, was jetzt gilt und was Sie noch tun können. Wer diesen Beleg hat, hat den Link: Geben Sie ihn mit Bedacht weiter.
signed-title = Der signierte Beleg
signed = Das ist der Beleg selbst, signiert vom Aussteller. Jeder kann ihn ohne uns prüfen: mit den öffentlichen Schlüsseln des Ausstellers unter /.well-known/receipt-keys.json und der Befehlszeile von openssl.
signed-file = Beleg als Datei herunterladen
label-issuer = Aussteller
label-language = Sprache
language-en = Englisch
language-de = Deutsch
label-wording = Fingerabdruck des Wortlauts (SHA-256)
label-version = Version des Belegs
