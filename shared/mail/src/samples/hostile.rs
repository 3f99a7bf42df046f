//! Promise 15: partner-supplied text can neither break a mail nor choose its subject or a link.

use super::{all, bytes};

const ATTACKS: [&str; 6] = [
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>",
    "Jane\r\nBcc: everybody@example.org\r\n\r\n<b>body</b>",
    "</p></td></mj-text><mj-raw><iframe src='https://evil.example'></iframe></mj-raw> & &lt;b&gt; ]]> {{ 7 }}",
    "\u{202e}gpj.exe\u{202c} \u{200f}rtl \u{2066}x\u{2069}",
    "https://evil.example/login?x=1 <a href=\"https://evil.example\">click</a>",
    "{ $link } { -brand } =?utf-8?B?SGk=?= %0d%0aX: y\u{0}\u{7}",
];

fn attacks() -> Vec<String> {
    let mut attacks: Vec<String> = ATTACKS.iter().map(|attack| (*attack).to_owned()).collect();
    attacks.push("Ä<".repeat(5_000));
    attacks
}

fn tags(html: &str) -> usize {
    html.matches('<').count()
}

#[test]
fn promise_15_partner_text_cannot_break_html() {
    for attack in attacks() {
        for ((name, _, hostile), (_, _, harmless)) in all(&attack).iter().zip(all("Erika").iter()) {
            assert_eq!(tags(&hostile.html), tags(&harmless.html), "{name}: {attack:.40}");
            assert!(!hostile.html.contains("href=\"https://evil"), "{name}");
            assert!(!hostile.html.contains("{{ 7 }}") || hostile.text.contains("{{ 7 }}"), "{name}");
        }
    }
}

#[test]
fn promise_15_partner_text_cannot_break_headers_or_choose_the_subject() {
    for attack in attacks() {
        for ((name, mail, hostile), (_, _, harmless)) in all(&attack).iter().zip(all("Erika").iter()) {
            assert_eq!(hostile.subject, harmless.subject, "{name}");
            let heads = [hostile, harmless].map(|message| {
                let raw = String::from_utf8(bytes(message, mail.kind())).unwrap();
                raw.split("\r\n\r\n").next().unwrap().to_owned()
            });
            assert_eq!(heads[0], heads[1], "{name}");
        }
    }
}

#[test]
fn promise_15_partner_text_stays_in_its_line_and_makes_no_link() {
    for attack in attacks() {
        for ((name, _, hostile), (_, _, harmless)) in all(&attack).iter().zip(all("Erika").iter()) {
            assert_eq!(hostile.text.lines().count(), harmless.text.lines().count(), "{name}: {attack:.40}");
            assert_eq!(hostile.text.matches("://").count(), harmless.text.matches("://").count(), "{name}");
            assert!(hostile.text.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
            assert!(!hostile.text.contains(['\u{202e}', '\u{200f}', '\u{2066}']), "{name}");
            assert!(hostile.text.len() < 60_000, "{name}");
        }
    }
}

#[test]
fn promise_15_a_hostile_organisation_name_cannot_break_the_subject_line() {
    for attack in attacks() {
        let mut mail = super::mails("Erika").swap_remove(0).1;
        if let crate::Mail::Notice { request, .. } = &mut mail {
            request.partner.legal_name.clone_from(&attack);
        }
        let message = crate::render(&mail, crate::Locale::En, &super::identity()).unwrap();
        assert!(!message.subject.chars().any(char::is_control));
        let raw = String::from_utf8(bytes(&message, "notice")).unwrap();
        let head = raw.split("\r\n\r\n").next().unwrap();
        assert!(head.lines().all(|line| line.len() < 999));
        let names = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        let names: Vec<&str> = names.map(|line| line.split(':').next().unwrap()).collect();
        assert_eq!(
            names,
            [
                "Date",
                "Message-ID",
                "From",
                "To",
                "Subject",
                "Auto-Submitted",
                "Content-Language",
                "X-Assent-Row",
                "X-Assent-Request",
                "MIME-Version",
                "Content-Type"
            ]
        );
    }
}
