//! A whole life, as most claims have it.

use domain::{Actor, Command, command::MailFate};
use jiff::SignedDuration;

use super::Scene;
use crate::{build, commands, persona};

impl Scene {
    /// A happy path in real time: five workloads, two documents, the customer stays silent.
    #[must_use]
    pub fn life() -> Self {
        let five = ["teams", "exchange_online", "intune", "sharepoint_online", "onedrive"];
        let minutes = SignedDuration::from_millis(431_337);
        let mut scene = Self::begin("life", &build::claim_input_of(&five), persona::partner_a_admin());
        let partner = scene.partner();
        for name in ["statement of work", "acknowledgement"] {
            let digest = |part: &str| domain::claim::hex(&domain::ids::digest(&[name, part]));
            let mut document = build::document_input(&scene.claim);
            document.file_name = Some(format!("{name}.pdf"));
            document.sha256 = Some(digest("one") + &digest("two"));
            scene =
                scene.after(minutes).step(&partner, Command::AddDocument(document)).after(minutes).clean();
        }
        let scene = scene.after(minutes).submit();
        let sent = commands::mail(&scene.claim, MailFate::Sent);
        let scene = scene.after(minutes).step(&Actor::System, sent);
        let delivered = commands::mail(&scene.claim, MailFate::Delivered);
        let scene = scene.after(minutes).step(&Actor::System, delivered);
        let scene = scene.after(minutes).review().after(minutes).approve();
        let ends = scene.window_ends();
        scene.at(ends).step(&Actor::System, Command::Settle)
    }
}
