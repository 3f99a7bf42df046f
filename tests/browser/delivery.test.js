// Seed B, after the consent: proof, submission, the end of a claim; the referral that comes of it, and co-selling.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { agreed, answer, asked } from "./lib/claims.js";
import { customersOf, engagement, rowOf, tabOf } from "./lib/customers.js";
import { pdf } from "./lib/files.js";
import { isAt, journey, parts, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

const nameOf = ({ turn }, what) => `${what} ${turn}`;

/** Brings one file for the proof that is open. */
async function brings({ hand, page, says, product }, kind, elements) {
  const form = page.locator("form.upload");
  await hand.unfold(says("upload-proof"));
  await hand.drop(page.locator(".drop"), await pdf(`${kind}.pdf`, `${kind} of the project`));
  await hand.choose(says("kind-of-document"), says(`file-${kind}`));
  const { now } = await product.get("/dev/clock");
  await hand.date(says("activity-date"), now.slice(0, 10));
  for (const name of elements) await hand.tick(name, form);
  await hand.press(says("upload"));
  assert.equal(await page.getByRole("status").innerText(), says("done-upload"));
  const document = page.locator(".documents li").filter({ hasText: `${kind}.pdf` });
  assert.equal(await document.locator(".tag").innerText(), says("document-clean"));
}

journey(at, "Seed B, the claim of an engagement", "partner-a-admin", [
  ["seed B line 123: with the consent, the Customers page asks for the proof and says until when", async (kept) => {
    const { product, lang, hand, page, says } = kept;
    kept.claim = await agreed(product, { locale: lang, name: nameOf(kept, "Project"), engagementId: "small-project" });
    await customersOf(kept, "small-project");
    const row = rowOf(page, nameOf(kept, "Project"));
    assert.match(await row.innerText(), new RegExp(says("clock-first-submit")));
    await hand.follow(says("next-upload-proof"), row);
    await isAt(page, nameOf(kept, "Project"));
    await shows(page, says("status-consent-received"));
  }],
  ["seed B line 123: the checklist says what the proof has to show, the invoice among it", async (kept) => {
    const { page } = kept;
    const { proof } = await engagement(kept, "small-project");
    kept.elements = proof.elements.filter(({ id, check }) => check === "reviewer" && id !== "public_sector_disclosure");
    const missing = await page.locator(".checklist li.missing").allInnerTexts();
    for (const { name } of kept.elements) assert.ok(missing.some((line) => line.includes(name)), `${name} in ${missing}`);
    assert.ok(missing.some((line) => line.includes(kept.says("invoice-needed"))), missing.join());
  }],
  ["seed B line 123: proof that shows everything but the invoice is not complete", async (kept) => {
    await brings(kept, "report", kept.elements.map(({ name }) => name));
    assert.equal(await kept.page.locator(".checklist li.missing").count(), 1);
  }],
  ["seed B line 123: handing in too early is refused, and says what is missing", async (kept) => {
    const { hand, page, says, product, claim } = kept;
    await hand.unfold(says("act-submit"));
    await hand.fill(says("comment-for-reviewer"), "The invoice comes next.");
    await hand.press(says("act-submit"));
    assert.match(await page.getByRole("alert").innerText(), new RegExp(says("accept-all")));
    const comment = page.getByRole("textbox", { name: says("comment-for-reviewer") });
    assert.equal(await comment.inputValue(), "The invoice comes next.", "what was written is not lost");
    const { status } = await product.get(`/v1/claims/${claim.id}`, "partner-a-admin");
    assert.equal(status, "consent_received");
  }],
  ["seed B line 123: the invoice completes it", async (kept) => {
    await brings(kept, "invoice", []);
    assert.equal(await kept.page.locator(".checklist li.missing").count(), 0);
  }],
  ["seed B line 123: the claim is submitted in time", async (kept) => {
    const { hand, page, says } = kept;
    const { acknowledgements } = await engagement(kept, "small-project");
    await hand.unfold(says("act-submit"));
    for (const { text } of acknowledgements) await hand.tick(text);
    await hand.press(says("act-submit"));
    assert.equal(await page.getByRole("status").innerText(), says("done-submit"));
    await shows(page, says("status-submitted"));
  }],
  ["a reviewer approves it as a whole", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    await hand.follow(nameOf(kept, "Project"));
    await hand.press(says("act-start-review"));
    await hand.press(says("act-approve"));
    assert.equal(await page.getByRole("status").innerText(), says("done-approve"));
  }, "reviewer"],
  ["seed B line 25: on Completed, the number of the claim leads to its details", async (kept) => {
    const { hand, page, says, claim } = kept;
    await customersOf(kept, "small-project");
    await tabOf(kept, "completed");
    await hand.follow(new RegExp(claim.number), rowOf(page, nameOf(kept, "Project")));
    await isAt(page, nameOf(kept, "Project"));
    await shows(page, says("status-approved"));
    assert.match(await page.locator("main").innerText(), new RegExp(says("earns-accrued")));
  }, "partner-a-admin"],
]);

/** A customer that field sellers manage: with its consent a deal becomes a co-sell. */
async function managed(product, name) {
  const tenant = randomUUID();
  await product.import("customers", [{ name, country: "DE", domains: [], tenants: [tenant], managed: true, publicSector: false }]);
  return tenant;
}

journey(at, "Seed B, referrals", "partner-a-admin", [
  ["seed B lines 129 and 131: with the request for consent comes a referral, told on the page of the claim", async (kept) => {
    const { product, lang, hand, page, says } = kept;
    kept.customer = nameOf(kept, "Humongous Hotels");
    const tenant = await managed(product, kept.customer);
    kept.claim = await asked(product, { locale: lang, name: nameOf(kept, "Deal"), tenant });
    await hand.follow(says("part-claims"), parts({ page, says }));
    await hand.follow(nameOf(kept, "Deal"));
    await isAt(page, nameOf(kept, "Deal"));
    assert.ok(await page.getByText(says("referral-administrators-open")).isVisible());
    assert.match(await page.locator(".history").textContent(), new RegExp(says("did-referral-created")));
  }],
  ["seed B line 131: a referral administrator opens it", async (kept) => {
    const { hand, page, says, customer } = kept;
    await hand.follow(says("part-referrals"), parts({ page, says }));
    await hand.follow(says("referral-partner-led"), rowOf(page, customer));
    await isAt(page, `${says("referral")}: ${customer}`);
    await shows(page, says("referral-active"));
    const told = await page.locator("main").innerText();
    assert.ok(told.includes(says("about-referral-partner-led")) && told.includes(kept.claim.number), told);
    assert.match(told, /48[.,]500/, "the deal size");
  }, "partner-a-referrals"],
  ["seed B line 133: before the customer has agreed, field sellers do not see the claim", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("part-claims"), parts({ page, says }));
    assert.equal(await rowOf(page, nameOf(kept, "Deal")).count(), 0);
    await hand.follow(says("part-referrals"), parts({ page, says }));
    assert.equal(await rowOf(page, kept.customer).count(), 0);
  }, "field-seller"],
  ["seed B line 133: with the consent of a managed customer it becomes a co-sell, and field sellers see the claim", async (kept) => {
    const { hand, page, says, product, claim } = kept;
    await answer(product, claim.link, "accept");
    await hand.follow(says("part-referrals"), parts({ page, says }));
    await hand.follow(says("referral-co-sell"), rowOf(page, kept.customer));
    assert.ok(await page.getByText(says("about-referral-co-sell")).isVisible());
    await hand.follow(claim.number);
    await isAt(page, nameOf(kept, "Deal"));
    await shows(page, says("status-consent-received"));
  }],
  ["seed B line 133: the partner's referral administrator sees that it is a co-sell now", async (kept) => {
    const { hand, page, says, customer } = kept;
    await hand.follow(says("part-referrals"), parts({ page, says }));
    await hand.follow(says("referral-co-sell"), rowOf(page, customer));
    await isAt(page, `${says("referral")}: ${customer}`);
  }, "partner-a-referrals"],
  ["seed B line 133: a customer that field sellers do not manage stays led by the partner", async (kept) => {
    const { hand, page, says, product, lang } = kept;
    const { number } = await agreed(product, { locale: lang, name: nameOf(kept, "Alone") });
    await hand.follow(says("part-referrals"), parts({ page, says }));
    assert.match(await rowOf(page, number).innerText(), starting(says("referral-partner-led")));
  }],
  ["when the customer declines, its referral is closed and says why", async (kept) => {
    const { hand, page, says, product, lang } = kept;
    const { number, link } = await asked(product, { locale: lang, name: nameOf(kept, "Never") });
    await answer(product, link, "decline");
    await hand.follow(says("part-referrals"), parts({ page, says }));
    await hand.follow(says("referral-partner-led"), rowOf(page, number));
    await shows(page, says("referral-closed"));
    assert.ok(await page.getByText(says("ended-declined"), { exact: true }).isVisible());
  }],
]);
