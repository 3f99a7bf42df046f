use super::texts::{Acknowledgement, Activities, Disclosure, Identity, Products, Texts};

pub(super) const TEXTS: Texts = Texts {
    language: "de-DE",
    file_stem: "leistungsnachweis",
    title: "Leistungsnachweis",
    subtitle: |programme, today| format!("{programme} · erstellt am {today}"),
    introduction: "Prüfen Sie die bereits ausgefüllten Angaben, ergänzen Sie die übrigen, lassen Sie den Kunden \
                   Abschnitt 2 unterschreiben und laden Sie das Dokument zu Ihrem Anspruch hoch. Sie können auch andere \
                   Unterlagen verwenden, wenn sie zusammen alles enthalten, was hier gefragt ist.",
    identity: Identity {
        heading: "1. Partner und Kunde",
        hint: "Diese Angaben müssen mit dem Anspruch übereinstimmen.",
        header: ["Angabe", "Eintrag"],
        programme: "Programm",
        engagement: "Engagement",
        claim_number: "Anspruchsnummer",
        claim_name: "Name des Anspruchs",
        partner: "Partner",
        location: "Partnerstandort",
        partner_role: "Partnerrolle",
        partner_contact: "Ansprechperson des Partners",
        customer: "Kunde",
        tenant: "Mandanten-ID des Kunden",
        customer_contact: "Ansprechperson des Kunden",
    },
    acknowledgement: Acknowledgement {
        heading: "2. Bestätigung des Kunden",
        statement: |partner, customer| {
            format!(
                "Im Namen von {customer} bestätige ich, dass {partner} die Tätigkeiten in Abschnitt 3 für uns erbracht \
                 hat und dass die Angaben in Abschnitt 4 zutreffen."
            )
        },
        hint: "Das Datum darf höchstens 12 Monate vor der Einreichung des Anspruchs liegen.",
        header: ["Unterschrift für den Kunden", "Eintrag"],
        name: "Name",
        position: "Funktion",
        date: "Ort und Datum",
        signature: "Unterschrift",
    },
    activities: Activities {
        heading: "3. Tätigkeiten und Belege",
        hint: "Was der Partner für den Kunden getan hat, wann, und welches Dokument es belegt. Laden Sie auch diese Dokumente \
               hoch.",
        header: ["Nr.", "Datum oder Zeitraum", "Was der Partner getan hat", "Beleg"],
    },
    products: Products {
        heading: "4. Produkte je Tätigkeit",
        hint: "Jede Position des Anspruchs muss durch ein Dokument belegt sein. Beschreiben Sie nur die Nutzung: keine \
               Preise, keine Umsätze.",
        header: ["Beanspruchte Position", "Tätigkeit Nr.", "Wie der Kunde sie nutzt", "Dokument und Seite"],
    },
    disclosure: Disclosure {
        heading: "5. Offenlegung gegenüber öffentlichen Auftraggebern",
        needed: "Der Kunde ist ein öffentlicher Auftraggeber. Der Partner muss ihm seine Vergütung offengelegt haben.",
        not_needed: "Nicht erforderlich: Laut Anspruch ist der Kunde kein öffentlicher Auftraggeber.",
        not_known: "Nur wenn der Kunde ein öffentlicher Auftraggeber ist: Der Partner muss ihm seine Vergütung offengelegt \
                    haben.",
        header: ["Offenlegung", "Eintrag"],
        told: |vendor| {
            format!("Der Kunde wurde informiert, dass {vendor} dem Partner eine Vergütung zahlen kann")
        },
        yes_no: "☐ ja     ☐ nein",
        fee: "Art oder Höhe der offengelegten Vergütung",
        date: "Offengelegt am",
        document: "Dokument und Seite",
    },
    closing: "Zulässige Formate: PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV, EML; ohne Makros und ohne Kennwort, bis 25 MiB je Datei.",
    page: "Seite",
    of: "von",
};
