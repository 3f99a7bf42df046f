// Seed B: who is on the Customers page of an engagement and why; the many ways to name a customer.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { THEIRS, agreed, answer, asked, engagement as engaged } from "./lib/claims.js";
import { contacts, customersOf, engagement, rowOf, tabOf } from "./lib/customers.js";
import { isAt, journey, parts, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

/** A customer that the programme knows. */
async function customer(product, name, ids = {}) {
  const tenant = randomUUID();
  await product.import("customers", [
    { name, country: "DE", domains: [], tenants: [tenant], managed: false, publicSector: false, ...ids },
  ]);
  return { name, tenant };
}

/** From the Customers page to the question who the customer is. */
async function begins(kept, id, name) {
  const { hand, page, says } = kept;
  await customersOf(kept, id);
  await hand.follow(says("finish-customer"));
  await hand.fill(says("claim-name"), name);
  await hand.choose(says("partner-location"), "Berlin (4821907)");
  await hand.press(says("go-on"));
  await isAt(page, says("step-customer"));
}

/** Names the customer by this id and goes on. */
async function names({ hand, says }, kind, value) {
  await hand.select(starting(says(`identifier-${kind}`)));
  await hand.fill(says("identifier-value"), value);
  await hand.press(says("go-on"));
}

journey(at, "Seed B, how a customer is named", "partner-a-admin", [
  ["seed B line 43: by the tenant id", async (kept) => {
    const { product, turn, page } = kept;
    kept.domain = `westwind${turn}.example`;
    kept.parentAccount = `8100${turn}`;
    const ids = { domains: [kept.domain], parentAccount: kept.parentAccount };
    kept.customer = await customer(product, `Westwind ${turn}`, ids);
    await begins(kept, "workshop", `Named ${turn}`);
    await names(kept, "tenant", kept.customer.tenant);
    await isAt(page, kept.says("step-engagements"));
    assert.match(await page.locator("main").innerText(), new RegExp(kept.customer.name));
  }],
  ["seed B line 45: by the number of the group", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("back"));
    await names(kept, "parent-account", kept.parentAccount);
    await isAt(page, says("step-engagements"));
    assert.match(await page.locator("main").innerText(), new RegExp(kept.customer.name));
  }],
  ["seed B line 43: by one of its subscriptions", async (kept) => {
    const { hand, page, says, product } = kept;
    const subscriptionId = randomUUID();
    await product.import("subscriptions", [
      {
        subscriptionId,
        tenantId: kept.customer.tenant,
        product: "sales",
        channel: "volume_licensing",
        state: "active",
        startsAt: "2026-01-01T00:00:00Z",
        endsAt: "2028-01-01T00:00:00Z",
      },
    ]);
    await hand.follow(says("back"));
    await names(kept, "subscription", subscriptionId);
    await isAt(page, says("step-engagements"));
    assert.match(await page.locator("main").innerText(), new RegExp(kept.customer.name));
  }],
  ["seed B line 54: what is said about one id holds for that id alone", async (kept) => {
    const { hand, page, says, product } = kept;
    const identifier = { type: "domain", value: kept.domain };
    await product.import("eligibility", [
      { engagementId: "workshop", identifier, eligible: false, reasons: ["criteria_not_met"] },
    ]);
    const { name } = await engagement(kept, "workshop");
    await hand.follow(says("back"));
    await names(kept, "domain", kept.domain);
    await isAt(page, says("step-engagements"));
    assert.equal(await page.getByRole("checkbox", { name: starting(name) }).count(), 0);
    await hand.follow(says("back"));
    await names(kept, "tenant", kept.customer.tenant);
    assert.equal(await page.getByRole("checkbox", { name: starting(name) }).count(), 1);
  }],
  ["seed B line 53: the tenant is derived from a domain; where it cannot be, the page says what to do", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("back"));
    await names(kept, "domain", `nobody${kept.turn}.example`);
    await isAt(page, says("step-customer"));
    assert.equal(await page.getByRole("alert").getByRole("link").count(), 1);
    await names(kept, "tenant", kept.customer.tenant);
    await isAt(page, says("step-engagements"));
  }],
  ["seed B line 58: several engagements at once, and why others cannot be chosen", async (kept) => {
    const { hand, page, says } = kept;
    for (const id of ["workshop", "assessment"]) {
      const { name } = await engagement(kept, id);
      const box = page.getByRole("checkbox", { name: starting(name) });
      if (!(await box.isChecked())) await hand.tick(starting(name));
    }
    await hand.unfold(/./);
    for (const reasons of await page.locator(".ineligible dd").allInnerTexts()) assert.ok(reasons.length > 10, reasons);
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed B line 55: a contact with an address of another domain needs a reason", async (kept) => {
    const { hand, page, says } = kept;
    await contacts(kept, `erika@elsewhere${kept.turn}.example`);
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
    await hand.fill(says("mismatch-reason"), "The group has its mails there.");
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
  }],
  ["seed B line 72: it is told that the customer was added, who is on the page of each engagement", async (kept) => {
    const { hand, page, says, turn } = kept;
    await hand.press(says("finish-customer"));
    await isAt(page, says("finished-customer"));
    for (const id of ["workshop", "assessment"]) {
      await customersOf(kept, id);
      assert.equal(await rowOf(page, `Named ${turn}`).count(), 1, id);
    }
  }],
  ["seed B line 106: contacts can still be put right when the customer is asked", async (kept) => {
    const { hand, page, says, product, turn } = kept;
    const address = `karl@westwind${turn}.example`;
    await hand.follow(says("send-consent-mail"), rowOf(page, `Named ${turn}`));
    await isAt(page, says("step-contacts"));
    await hand.fill(says("customer-contact-name"), "Karl Kollege");
    await hand.fill(says("customer-contact-email"), address);
    await hand.press(says("go-on"));
    await hand.fill(says("deal-size"), "1200");
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
    const { disclaimer } = await engagement(kept, "assessment");
    await hand.tick(disclaimer.text);
    await hand.press(says("finish-consent"));
    await shows(page, says("status-awaiting-consent"));
    await product.later("PT1S");
    assert.ok(await product.linkTo(address));
  }],
  ["seed B line 120: after some days without an answer the mail goes out once more", async (kept) => {
    const { hand, page, says, product, turn } = kept;
    const address = `karl@westwind${turn}.example`;
    await product.later("P2D");
    const before = (await product.mails(address)).length;
    await customersOf(kept, "assessment");
    await hand.follow(says("next-resend-consent"), rowOf(page, `Named ${turn}`));
    await hand.press(says("act-resend"));
    assert.equal(await page.getByRole("status").innerText(), says("done-resend"));
    await product.later("PT1S");
    assert.equal((await product.mails(address)).length, before + 1);
  }],
]);

journey(at, "Seed B, who is on the Customers page", "partner-a-admin", [
  ["seed B lines 10 and 16: a customer that has agreed can be claimed for other engagements", async (kept) => {
    const { product, lang, turn, page, says } = kept;
    kept.customer = await customer(product, `Nordlicht ${turn}`);
    kept.claim = await agreed(product, { locale: lang, name: `First ${turn}`, tenant: kept.customer.tenant });
    await customersOf(kept, "assessment");
    const row = rowOf(page, kept.customer.name);
    assert.equal(await row.locator(".tag").innerText(), says("known"));
    assert.equal(await row.getByRole("link", { name: starting(says("next-claim-customer")) }).count(), 1);
  }],
  ["seed B line 20: who does not meet the criteria is ineligible, with the reason", async (kept) => {
    const { product, page, says } = kept;
    await product.import("eligibility", [
      {
        engagementId: "assessment",
        identifier: { type: "tenant", value: kept.customer.tenant },
        eligible: false,
        reasons: ["criteria_not_met"],
      },
    ]);
    await customersOf(kept, "assessment");
    assert.equal(await rowOf(page, kept.customer.name).count(), 0, "it is on Eligible no more");
    await tabOf(kept, "ineligible");
    const row = rowOf(page, kept.customer.name);
    assert.ok((await row.getByRole("cell").last().innerText()).length > 10, "a reason in words");
  }],
  ["seed B line 21: nor who has as many claims as are allowed", async (kept) => {
    const { product, lang, turn, page } = kept;
    const other = await customer(product, `Südlicht ${turn}`);
    await agreed(product, { locale: lang, name: `Small ${turn}`, tenant: other.tenant, engagementId: "small-project" });
    await engaged(product, { tenant: other.tenant, by: THEIRS });
    await customersOf(kept, "workshop");
    assert.equal(await rowOf(page, other.name).count(), 0);
    await tabOf(kept, "ineligible");
    assert.equal(await rowOf(page, other.name).count(), 1);
  }],
  ["seed B line 23: where only a sales opportunity names customers, Ineligible is empty and says why", async (kept) => {
    await customersOf(kept, "variable-project");
    await tabOf(kept, "ineligible");
    assert.ok(await kept.page.getByText(kept.says("no-ineligible-by-opportunity")).isVisible());
    assert.equal(await kept.page.getByRole("table").count(), 0);
  }],
  ["seed B line 27: a customer is added or claimed, not both", async (kept) => {
    const { hand, page, says, turn } = kept;
    await begins(kept, "small-project", `Again ${turn}`);
    await names(kept, "tenant", kept.customer.tenant);
    const { name } = await engagement(kept, "small-project");
    const box = page.getByRole("checkbox", { name: starting(name) });
    if (!(await box.isChecked())) await hand.tick(starting(name));
    await hand.press(says("go-on"));
    await contacts(kept, `erika.again${turn}@nordlicht.example`);
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
    assert.equal(await page.getByRole("button", { name: says("finish-customer") }).count(), 0);
    await hand.follow(says("known-already"));
    await isAt(page, says("step-details"));
    assert.match(await page.locator("main").innerText(), new RegExp(says("flow-known-customer")));
  }],
  ["seed B line 121: a new customer that declines is on the page no more, its claim is in the list", async (kept) => {
    const { product, lang, turn, hand, page, says } = kept;
    const name = `Declined ${turn}`;
    const claim = await asked(product, { locale: lang, name });
    await customersOf(kept, "workshop");
    assert.equal(await rowOf(page, name).count(), 1);
    await answer(product, claim.link, "decline");
    await customersOf(kept, "workshop");
    assert.equal(await rowOf(page, name).count(), 0);
    await tabOf(kept, "completed");
    assert.equal(await rowOf(page, name).count(), 0);
    await hand.follow(says("part-claims"), parts({ page, says }));
    assert.equal(await rowOf(page, name).locator(".tag").innerText(), says("status-consent-declined"));
  }],
  ["seed B line 121: so is one that does not answer within the days that the engagement gives", async (kept) => {
    const { product, lang, turn, hand, page, says } = kept;
    const name = `Silent ${turn}`;
    await asked(product, { locale: lang, name });
    const { deadlines } = await engagement(kept, "workshop");
    await customersOf(kept, "workshop");
    const due = rowOf(page, name).getByRole("cell").nth(3);
    assert.match(await due.innerText(), new RegExp(says("clock-consent")), "seed B line 100: until when");
    await product.later(`P${deadlines.consentDays + 1}D`);
    await customersOf(kept, "workshop");
    assert.equal(await rowOf(page, name).count(), 0);
    await hand.follow(says("part-claims"), parts({ page, says }));
    assert.equal(await rowOf(page, name).locator(".tag").innerText(), says("status-consent-expired"));
  }],
]);
