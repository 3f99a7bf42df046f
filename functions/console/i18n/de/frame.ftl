skip = Zum Inhalt
sign-out = Abmelden
parts = Bereiche der Konsole
claims = Ihre Ansprüche
all-claims = Ansprüche
claim = Anspruch
customer = Kunde
status = Status
whose-move = Am Zug
by-when = Bis wann
no-deadline = Keine Frist
next-page = Nächste Seite
to-the-start = Zur Startseite
request = Wenn Sie um Hilfe bitten, nennen Sie diese Anfrage:
location = Standort
deal-size = Dealgröße
reason = Begründung
away-today = Weniger als ein Tag
away-days = { $days ->
    [one] In 1 Tag
   *[other] In { $days } Tagen
}
away-over = Vorbei
part-claims = Ansprüche
something-wrong = Etwas stimmt noch nicht
error = Fehler
back = Zurück
go-on = Weiter
change = Ändern
yes = Ja
no = Nein
not-answered = Keine Angabe
please-choose = Bitte wählen
