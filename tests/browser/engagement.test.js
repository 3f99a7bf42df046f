// Seed B: the Customers page of an engagement; adding a customer, asking for its consent, claiming it again.

import assert from "node:assert/strict";
import { answer } from "./lib/claims.js";
import { contacts, customersOf, engagement, rowOf, tabOf } from "./lib/customers.js";
import { isAt, journey, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

/** Customers that nobody knows yet; one has one running claim for an engagement. */
const DOMAINS = ["alpineskihouse.example", "cohowinery.example", "libertys.example", "woodgrove.example"];
const NAMES = ["Alpine Ski House", "Coho Winery", "Liberty's Delightful Bakery", "Woodgrove Bank AG"];

journey(at, "Seed B", "partner-a-admin", [
  ["seed B lines 14 to 25: eligible, ineligible and completed, each says what it has", async (kept) => {
    await customersOf(kept, "workshop");
    for (const tab of ["ineligible", "completed", "eligible"]) await tabOf(kept, tab);
  }],
  ["seed B line 31, add step 1: Add customers on the tab Eligible", async ({ hand, page, says }) => {
    await hand.follow(says("finish-customer"));
    await isAt(page, says("step-details"));
  }],
  ["seed B line 33, add step 2: a display name", async ({ hand, says, turn }) => {
    await hand.fill(says("claim-name"), `Workshop ${turn}`);
  }],
  ["seed B line 35, add step 3: an enrolled location, Next", async ({ hand, page, says }) => {
    const list = page.getByRole("combobox", { name: says("partner-location") });
    assert.ok(!(await list.innerText()).includes("Graz"), "a location that is not enrolled is not offered");
    await hand.choose(says("partner-location"), "Berlin (4821907)");
    await hand.press(says("go-on"));
    await isAt(page, says("step-customer"));
  }],
  ["seed B line 39, add step 4: the kind of id and its value, Next", async ({ hand, page, says, turn }) => {
    await hand.select(starting(says("identifier-domain")));
    await hand.fill(says("identifier-value"), DOMAINS[turn]);
    await hand.press(says("go-on"));
    await isAt(page, says("step-engagements"));
  }],
  ["seed B line 56, add step 5: the engagements, with those that are not eligible and why, Next", async (kept) => {
    const { hand, page, says } = kept;
    kept.workshop = await engagement(kept, "workshop");
    const one = page.getByRole("checkbox", { name: starting(kept.workshop.name) });
    if (!(await one.isChecked())) await hand.tick(starting(kept.workshop.name));
    await hand.unfold(/./);
    assert.ok((await page.locator(".ineligible dd li").count()) >= 1, "by its domain no customer is eligible for pay by hours");
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed B line 64, add step 6: the contacts, Next", async (kept) => {
    await contacts(kept, `erika.muster@${DOMAINS[kept.turn]}`);
    await kept.hand.press(kept.says("go-on"));
    await isAt(kept.page, kept.says("step-check"));
  }],
  ["seed B line 66, add step 7: checks what was given, with the estimated payout", async ({ page, turn, says }) => {
    const answers = await page.locator("main").innerText();
    for (const words of [`Workshop ${turn}`, DOMAINS[turn], "Erika Muster", "Anna Keller", says("estimate")]) {
      assert.ok(answers.includes(words), `${words} in ${answers}`);
    }
  }],
  ["seed B line 70, add step 8: Add customer, confirmed and on the Customers page", async (kept) => {
    const { hand, page, says, turn } = kept;
    await hand.press(says("finish-customer"));
    await isAt(page, says("finished-customer"));
    await shows(page, says("status-consent-not-requested"));
    await customersOf(kept, "workshop");
    assert.match(await rowOf(page, `Workshop ${turn}`).innerText(), new RegExp(NAMES[turn]));
  }],
  ["seed B line 104, consent step 1: Send the consent email", async ({ hand, page, says, turn }) => {
    await hand.follow(says("send-consent-mail"), rowOf(page, `Workshop ${turn}`));
    await isAt(page, says("step-contacts"));
  }],
  ["seed B line 106, consent step 2: the contacts as they were given, Next", async ({ hand, page, says, turn }) => {
    assert.equal(await page.getByLabel(says("customer-contact-email"), { exact: true }).inputValue(), `erika.muster@${DOMAINS[turn]}`);
    await hand.press(says("go-on"));
    await isAt(page, says("step-deal-size"));
  }],
  ["seed B line 108, consent step 3: the deal size, Next", async ({ hand, page, says }) => {
    await hand.fill(says("deal-size"), "48500");
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
    assert.match(await page.locator("dl.answers").innerText(), new RegExp(says("cannot-be-changed")));
  }],
  ["seed B line 116, consent step 4: the disclaimer, Send for consent; the customer gets the mail", async (kept) => {
    const { hand, page, says, product, turn, workshop } = kept;
    await hand.tick(workshop.disclaimer.text);
    await hand.press(says("finish-consent"));
    await shows(page, says("status-awaiting-consent"));
    await product.later("PT1S");
    kept.link = await product.linkTo(`erika.muster@${DOMAINS[turn]}`);
  }],
  ["seed B line 120: without an answer the mail can be sent again", async (kept) => {
    const { hand, page, says, turn } = kept;
    await customersOf(kept, "workshop");
    await hand.follow(says("next-resend-consent"), rowOf(page, `Workshop ${turn}`));
    await isAt(page, `Workshop ${turn}`);
    assert.ok(await page.getByText(says("again-from")).isVisible(), "it says from when on");
  }],
  ["seed B line 123: with the consent, proof is due by a day that is named", async (kept) => {
    const { page, says, product, link, turn } = kept;
    await answer(product, link, "accept");
    await customersOf(kept, "workshop");
    const row = rowOf(page, `Workshop ${turn}`);
    assert.equal(await row.locator(".tag").innerText(), says("status-consent-received"));
    assert.match(await row.innerText(), new RegExp(says("clock-first-submit")));
    assert.equal(await row.getByRole("link", { name: says("next-upload-proof") }).count(), 1);
  }],
  ["seed B line 80, claim step 1: Claim customer in the column Action", async (kept) => {
    const { hand, page, says, turn } = kept;
    await customersOf(kept, "assessment");
    await hand.follow(starting(says("next-claim-customer")), rowOf(page, NAMES[turn]));
    await isAt(page, says("step-details"));
  }],
  ["seed B line 82, claim step 2: a display name", async ({ hand, says, turn }) => {
    await hand.fill(says("claim-name"), `Assessment ${turn}`);
  }],
  ["seed B line 84, claim step 3: a location, Next", async ({ hand, page, says }) => {
    await hand.choose(says("partner-location"), "Hamburg (4821908)");
    await hand.press(says("go-on"));
    await isAt(page, says("step-engagements"));
  }],
  ["seed B line 90, claim step 4: the engagements, Next", async (kept) => {
    const { hand, page, says } = kept;
    kept.assessment = await engagement(kept, "assessment");
    const one = page.getByRole("checkbox", { name: starting(kept.assessment.name) });
    if (!(await one.isChecked())) await hand.tick(starting(kept.assessment.name));
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed B line 92, claim step 5: the contacts, Next", async (kept) => {
    await contacts(kept, `erika.muster@${DOMAINS[kept.turn]}`);
    await kept.hand.press(kept.says("go-on"));
    await isAt(kept.page, kept.says("step-check"));
  }],
  ["seed B line 94, claim step 6: checks, claims, and is told so", async (kept) => {
    const { hand, page, says, turn } = kept;
    await hand.press(says("finish-known-customer"));
    await isAt(page, says("finished-known-customer"));
    await customersOf(kept, "assessment");
    assert.match(await rowOf(page, `Assessment ${turn}`).innerText(), new RegExp(says("status-consent-not-requested")));
  }],
]);

journey(at, "Seed B, pay by hours", "partner-a-admin", [
  ["seed B line 47, add step 4, variable pay: only the number of a sales opportunity names the customer", async (kept) => {
    const { hand, page, says, turn, product } = kept;
    kept.opportunity = `7-HOURS${turn}`;
    const row = {
      opportunityId: kept.opportunity,
      tenantId: "1b701e8b-ef09-56e1-acaf-56a61865351b",
      value: { amount: "250000.00", currency: "USD" },
      closesOn: "2027-03-31",
    };
    await product.import("opportunities", [row]);
    await customersOf(kept, "variable-project");
    await hand.follow(says("finish-customer"));
    await hand.fill(says("claim-name"), `By hours ${turn}`);
    await hand.choose(says("partner-location"), "Berlin (4821907)");
    await hand.press(says("go-on"));
    assert.equal(await page.getByRole("radio").count(), 0, "there is one kind of id alone");
    await hand.fill(says("identifier-opportunity"), kept.opportunity);
    await hand.press(says("go-on"));
    await isAt(page, says("step-engagements"));
  }],
  ["seed B line 60, add step 5, variable pay: one engagement, and its hours", async (kept) => {
    const { hand, page, says } = kept;
    const { name } = await engagement(kept, "variable-project");
    if (!(await page.getByRole("checkbox", { name: starting(name) }).isChecked())) await hand.tick(starting(name));
    await hand.fill(says("hours"), "40");
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed B line 68, add step 7, variable pay: the suggested payout is shown before", async (kept) => {
    const { hand, page, says } = kept;
    await contacts(kept, `hours.${kept.turn}@fabrikam.example`);
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
    const payout = page.getByRole("row").filter({ hasText: says("line-hours-times-rate") });
    assert.match(await payout.innerText(), /\d/);
  }],
]);
