//! What happens rarely: late, with what is missing, or to what was there before.

use super::Company;
use crate::{console_partner, endings};
use serde_json::{Value, json};
use tests::{
    File, Proof,
    claims::{claim_on, fresh_tenant},
    deals::deal_on,
};

/// Far beyond the deadlines of an engagement claim.
const MUCH_LATER: &str = "P300D";

/// Nobody sweeps: deadlines pass, and whoever comes next writes down that they have.
pub(super) async fn year(company: &Company) {
    company.sweep.leaves();
    company.a_mail_is_late().await;
    company.a_report_on_a_mail_is_late().await;
    company.a_file_is_late().await;
    company.a_file_is_added_after_the_end().await;
    company.a_file_is_missing().await;
    company.a_customer_loses_an_identifier().await;
    company.a_draft_moves_to_another_location().await;
    company.the_console_does_as_the_api().await;
}

impl Company {
    async fn a_mail_is_late(&self) {
        let product = &self.product;
        let claim = product.partner().engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
        self.send_mail.leaves();
        product.partner().asks(&claim).await;
        product.wait(MUCH_LATER).await;
        // Whoever first has something to say about the mail writes down the end: here the one who sends it.
        self.track_mail.leaves();
        self.send_mail.is_back().await;
        self.track_mail.is_back().await;
        assert_eq!(product.partner().looks_at(&claim).await.status(), "consent_expired");
    }

    async fn a_report_on_a_mail_is_late(&self) {
        let product = &self.product;
        let claim = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
        product.wait(MUCH_LATER).await;
        let mails = product.mails_to(product.customer().address()).await;
        product.reports(mails.last().unwrap(), "complain").await;
        product.settles().await;
        assert_eq!(product.partner().looks_at(&claim).await.status(), "consent_expired");
    }

    async fn a_file_is_late(&self) {
        let (product, partner) = (&self.product, self.product.partner());
        let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["workshop"])).await;
        let file = File::csv("late");
        let proof = Proof::of_everything(&claim, file.clone(), product.now().await);
        let ticket = partner.announces(&claim, &proof).await.is(201).json();
        product.wait(MUCH_LATER).await;
        partner.uploads(&ticket, &file.bytes).await.is(200);
        product.settles().await;
        assert_eq!(partner.looks_at(&claim).await.status(), "not_submitted_expired");
    }

    /// Proof is still welcome when an association has ended, and its end is written with the file.
    async fn a_file_is_added_after_the_end(&self) {
        let (product, partner, tenant) = (&self.product, self.product.partner(), fresh_tenant());
        let id = fresh_tenant();
        let end = product.now().await + jiff::SignedDuration::from_hours(24 * 60);
        let row = endings::row(&tenant, &id, "active", Some(&end.to_string()));
        endings::imported(product, &row).await;
        let claim = product.with_an_official_claim(&endings::claim_on_subscriptions(&tenant, &[&id])).await;
        // Nobody looks up its end, so it is told.
        endings::imported(product, &row).await;
        product.wait(MUCH_LATER).await;
        let proof = Proof::of_everything(&claim, File::csv("after the end"), product.now().await);
        partner.announces(&claim, &proof).await.is(201);
        assert_eq!(partner.looks_at(&claim).await.associations(), ["ended"]);
    }

    /// Whoever may not list a bucket could not tell a missing file from a forbidden one, and would try for ever.
    async fn a_file_is_missing(&self) {
        let (product, partner) = (&self.product, self.product.partner());
        let claim = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
        let proof = Proof::of_everything(&claim, File::csv("nowhere"), product.now().await);
        let ticket = partner.announces(&claim, &proof).await.is(201).json();
        let address = ticket["upload"]["url"].as_str().unwrap();
        let key = &address[address.find("incoming/").unwrap()..address.find('?').unwrap()];
        let event = include_str!("../../../events/record-proof/object-created.json");
        let mut event: Value = serde_json::from_str(event).unwrap();
        event["detail"]["object"]["key"] = json!(key);
        self.functions["record-proof"].invoke(event).await.unwrap();
    }

    async fn a_customer_loses_an_identifier(&self) {
        let (product, tenant) = (&self.product, fresh_tenant());
        let customer = |domains: &[&str]| json!({ "name": "Tailspin Toys", "country": "DE", "domains": domains, "tenants": [tenant] });
        for domains in [&["tailspin.example", "old.example"][..], &["tailspin.example"]] {
            let answer = product.programme_manager().imports("customers", &[customer(domains)]).await;
            assert_eq!(answer.json()["accepted"], 1, "{}", answer.text());
        }
        let mut manager = product.browses_as("programme-manager").await;
        let rows = format!("name,country,domains,tenants\r\nTailspin Toys,DE,new.example,{tenant}\r\n");
        let mut fields = vec![("kind", "customers"), ("rows", rows.as_str())];
        let rehearsed = manager.sends("/console/imports", &fields).await.is(200).text();
        let once = rehearsed.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        fields.push(("once", once));
        manager.sends("/console/imports", &fields).await.is(303);
    }

    async fn a_draft_moves_to_another_location(&self) {
        let partner = self.product.partner();
        let claim = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
        partner.edits(&claim, &json!({ "locationId": "4821908" })).await;
    }

    async fn the_console_does_as_the_api(&self) {
        let (product, partner) = (&self.product, self.product.partner());
        let claim = product.with_a_submitted_claim(&["teams"]).await;
        let mut browser = product.browses_as("partner-a-admin").await;
        let document = claim.view["documents"][0]["id"].as_str().unwrap();
        let links = [
            browser.get(&format!("/console/claims/{}/documents/{document}", claim.id)).await.is(303),
            partner.get(&claim.path(&format!("/documents/{document}/content"))).await.is(303),
        ];
        for link in links {
            product.http.get(link.header("location")).await.is(200);
        }
        let found = format!("/console/claims?q={}", claim.view["number"].as_str().unwrap());
        browser.get(&found).await.is(200);
        // Taken back, which frees what it held; moved, which its location must allow.
        let page = format!("/console/claims/{}", claim.id);
        let version = claim.view["version"].to_string();
        browser
            .sends(&format!("{page}/recall"), &[("version", &version), ("reason", "Not yet.")])
            .await
            .is(303);
        let version = partner.looks_at(&claim).await.view["version"].to_string();
        let moved =
            [("version", version.as_str()), ("name", "Moved"), ("locationId", "4821908"), ("items", "teams")];
        browser
            .sends(&format!("{page}/edit"), &[&console_partner::CONTACTS[..], &moved].concat())
            .await
            .is(303);
        let today = product.now().await.to_string()[..10].to_owned();
        let fields = [
            ("kind", "report"),
            ("activityDate", &*today),
            ("items", "workload:teams"),
            ("elements", "identity"),
        ];
        let file = console_partner::with_file(&fields, "a.csv", "text/csv", b"product,users\nteams,1\n");
        console_partner::brings(&mut browser, product, &claim, file).await.is(303);
    }
}
