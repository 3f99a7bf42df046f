//! The HTML side: what people use.

use super::{Shared, language, personas::Persona, query, recipient};
use crate::system::Core;
use crate::{
    aws::ses::Mail,
    gateway::{Answer, finish, problem::Language, request_id},
};
use app::Clock;
use askama::Template;
use axum::extract::{Request, State};
use http::{StatusCode, header};

/// Mails on one page.
const MAILS: usize = 20;

/// The texts of the pages.
struct Texts {
    lang: &'static str,
    other_lang: &'static str,
    other_name: &'static str,
    title: &'static str,
    about: &'static str,
    try_it: &'static str,
    api: &'static str,
    events: &'static str,
    outbox: &'static str,
    outbox_about: &'static str,
    no_mail: &'static str,
    no_mail_to: &'static str,
    mails_to: &'static str,
    find: &'static str,
    of: &'static str,
    newer: &'static str,
    older: &'static str,
    console: &'static str,
    sign_in: &'static str,
    sign_in_about: &'static str,
    people: &'static str,
    people_about: &'static str,
    copy: &'static str,
    clock: &'static str,
    clock_about: &'static str,
    now: &'static str,
    advance: [(&'static str, &'static str); 4],
    span: &'static str,
    forward: &'static str,
    start_over: &'static str,
    start_over_about: &'static str,
    from: &'static str,
    to: &'static str,
    sent: &'static str,
    links: &'static str,
    show: &'static str,
    plain: &'static str,
    home: &'static str,
    deliver: &'static str,
    bounce: &'static str,
    complain: &'static str,
    fates: [&'static str; 4],
    no_html: &'static str,
}

const EN: Texts = Texts {
    lang: "en",
    other_lang: "de",
    other_name: "Deutsch",
    title: "Assent on this machine",
    about: "Partner-of-record claims from request to customer consent to review, in one process: the real \
            functions behind a gateway, with tables, files, mail and events of their own. Nothing leaves this machine.",
    try_it: "Try it",
    api: "API description",
    events: "Published events",
    outbox: "Outbox",
    outbox_about: "Every mail the system has sent. None of them leaves this machine.",
    no_mail: "No mail yet. Submit a claim and its consent request appears here.",
    no_mail_to: "No mail to this address.",
    mails_to: "Mails to",
    find: "Find",
    of: "of",
    newer: "Newer mails",
    older: "Older mails",
    console: "Console",
    sign_in: "Sign in",
    sign_in_about: "Choose who to be. On AWS this page is the identity provider of your organisation.",
    people: "People to act as",
    people_about: "A token is good for 12 hours and survives a restart.",
    copy: "Copy",
    clock: "Clock",
    clock_about: "The time deadlines are measured by. It goes forward only; whatever becomes due happens before the page returns.",
    now: "It is now",
    advance: [("PT1H", "1 hour"), ("P1D", "1 day"), ("P7D", "7 days"), ("P31D", "31 days")],
    span: "Another time span (ISO 8601), for example",
    forward: "Move forward",
    start_over: "Start over",
    start_over_about: "Throws all data away, brings the demo data back and sets the real time.",
    from: "From",
    to: "To",
    sent: "Sent",
    links: "Links",
    show: "Show the mail",
    plain: "As plain text",
    home: "Overview",
    deliver: "Report delivery",
    bounce: "Report bounce",
    complain: "Report complaint",
    fates: ["sent", "delivered", "bounced", "complained"],
    no_html: "This mail has no HTML part.",
};

const DE: Texts = Texts {
    lang: "de",
    other_lang: "en",
    other_name: "English",
    title: "Assent auf diesem Rechner",
    about: "Ansprüche auf Partnerzuordnung vom Entwurf über die Zustimmung des Kunden bis zur Prüfung, in einem Prozess: \
            die echten Funktionen hinter einem Gateway, mit eigenen Tabellen, Dateien, Mails und Ereignissen. \
            Nichts verlässt diesen Rechner.",
    try_it: "Ausprobieren",
    api: "Beschreibung der API",
    events: "Veröffentlichte Ereignisse",
    outbox: "Postausgang",
    outbox_about: "Jede Mail, die das System verschickt hat. Keine verlässt diesen Rechner.",
    no_mail: "Noch keine Mail. Nach dem Einreichen eines Anspruchs erscheint hier die Bitte um Zustimmung.",
    no_mail_to: "Keine Mail an diese Adresse.",
    mails_to: "Mails an",
    find: "Suchen",
    of: "von",
    newer: "Neuere Mails",
    older: "Ältere Mails",
    console: "Konsole",
    sign_in: "Anmelden",
    sign_in_about: "Wählen Sie, wer Sie sein möchten. Auf AWS steht hier der Identitätsanbieter Ihrer Organisation.",
    people: "Personen",
    people_about: "Ein Token gilt 12 Stunden und übersteht einen Neustart.",
    copy: "Kopieren",
    clock: "Uhr",
    clock_about: "Die Zeit, nach der Fristen gemessen werden. Sie geht nur vorwärts; was fällig wird, geschieht, bevor die Seite antwortet.",
    now: "Es ist jetzt",
    advance: [("PT1H", "1 Stunde"), ("P1D", "1 Tag"), ("P7D", "7 Tage"), ("P31D", "31 Tage")],
    span: "Andere Zeitspanne (ISO 8601), zum Beispiel",
    forward: "Vorstellen",
    start_over: "Neu beginnen",
    start_over_about: "Verwirft alle Daten, holt die Demodaten zurück und stellt die wirkliche Zeit ein.",
    from: "Von",
    to: "An",
    sent: "Gesendet",
    links: "Links",
    show: "Mail anzeigen",
    plain: "Als reiner Text",
    home: "Übersicht",
    deliver: "Zustellung melden",
    bounce: "Rückläufer melden",
    complain: "Beschwerde melden",
    fates: ["gesendet", "zugestellt", "zurückgekommen", "beanstandet"],
    no_html: "Diese Mail hat keinen HTML-Teil.",
};

fn texts(language: Language) -> &'static Texts {
    match language {
        Language::En => &EN,
        Language::De => &DE,
    }
}

struct PersonaRow {
    id: &'static str,
    name: &'static str,
    org: &'static str,
    role: String,
    command: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    t: &'a Texts,
    nonce: String,
    base: &'a str,
    now: String,
    personas: Vec<PersonaRow>,
}

struct MailRow {
    id: String,
    from: String,
    to: String,
    subject: String,
    sent: String,
    fate: &'static str,
    links: Vec<String>,
    text: String,
    html: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage<'a> {
    t: &'a Texts,
    actions: [(&'static str, &'static str); 3],
    to: String,
    /// The question for this page without its language, and those for the pages beside it
    here: String,
    newer: Option<String>,
    older: Option<String>,
    /// Numbers of the first and the last mail shown, and of all
    shown: (usize, usize, usize),
    mails: Vec<MailRow>,
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct SignIn<'a> {
    t: &'a Texts,
    query: &'a str,
    /// The question without the language of the page
    asked: String,
    personas: Vec<PersonaRow>,
}

/// Who to be, for whoever asks with these parameters.
pub(super) fn sign_in(core: &Core, language: Language, query: &str) -> Answer {
    let t = texts(language);
    let asked = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang");
    let asked = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    html(&SignIn { t, query, asked, personas: people(core) }, t, "")
}

fn people(core: &Core) -> Vec<PersonaRow> {
    let row = |persona: Persona| {
        let claims = persona.claims();
        let role = claims.roles.join(", ");
        let command = format!("curl -s {}/dev/token -d '{{\"persona\":\"{}\"}}'", core.base_url, claims.sub);
        PersonaRow { id: &claims.sub, name: &claims.name, org: &claims.org_name, role, command }
    };
    Persona::all().map(row).collect()
}

pub(super) async fn home(State(core): Shared, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let nonce = request_id(core.entropy.as_ref());
    let page = Home {
        t: texts(language(&parts)),
        nonce: nonce.clone(),
        base: &core.base_url,
        now: core.clock.now().strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        personas: people(&core),
    };
    html(&page, page.t, &format!("script-src 'nonce-{nonce}'"))
}

pub(super) async fn mail(State(core): Shared, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    let t = texts(language(&parts));
    let to = recipient(&parts);
    let mails = core.outbox.list(to.as_deref());
    let last_page = mails.len().div_ceil(MAILS).max(1);
    let page = query(&parts, "page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, last_page);
    let before = (page - 1) * MAILS;
    let rows: Vec<_> = mails.iter().rev().skip(before).take(MAILS).map(|mail| row(mail, t)).collect();
    let to = to.unwrap_or_default();
    let question = |page: usize| {
        let mut question = form_urlencoded::Serializer::new(String::new());
        if !to.is_empty() {
            question.append_pair("to", &to);
        }
        question.append_pair("page", &page.to_string()).finish()
    };
    let answer = MailPage {
        t,
        actions: [("deliver", t.deliver), ("bounce", t.bounce), ("complain", t.complain)],
        here: question(page),
        newer: (page > 1).then(|| question(page - 1)),
        older: (page < last_page).then(|| question(page + 1)),
        shown: (before + 1, before + rows.len(), mails.len()),
        mails: rows,
        to,
    };
    html(&answer, t, "")
}

fn row(mail: &Mail, t: &Texts) -> MailRow {
    let read = mail.reading();
    let [sent, delivered, bounced, complained] = t.fates;
    let fate = mail.events.last().map_or(sent, |event| match event.fate {
        crate::aws::ses::Fate::Send => sent,
        crate::aws::ses::Fate::Delivery => delivered,
        crate::aws::ses::Fate::Bounce => bounced,
        crate::aws::ses::Fate::Complaint => complained,
    });
    MailRow {
        id: mail.id.clone(),
        from: read.from,
        to: mail.to.join(", "),
        subject: read.subject,
        sent: mail.sent_at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        fate,
        links: read.links,
        text: read.text,
        html: read.html,
    }
}

fn html(page: &impl Template, t: &Texts, script: &str) -> Answer {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; {script}"
    );
    match page.render() {
        Ok(body) => finish(
            http::Response::builder()
                .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
                .header(header::CONTENT_LANGUAGE, t.lang)
                .header(header::CACHE_CONTROL, "no-store")
                .header(header::CONTENT_SECURITY_POLICY, policy),
            body.into(),
        ),
        Err(error) => {
            tracing::error!(%error, "page.failed");
            let answer = http::Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR);
            finish(answer, axum::body::Body::empty())
        }
    }
}
