// Seed A: a customer association from the first click to the status "Submitted", step by step.

import assert from "node:assert/strict";
import { pdf } from "./lib/files.js";
import { isAt, journey, parts, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

const WORKLOADS = ["teams", "exchange_online", "sharepoint_online", "intune", "entra_id"];
/** Somebody else claims each time: a customer has one partner per workload. */
const TENANTS = [
  "1b701e8b-ef09-56e1-acaf-56a61865351b",
  "ebe7d317-1d02-5e78-97e8-1cc11c4fde9e",
  "55dd8b61-fcf7-58b8-922f-c3dd5159b0a3",
  "56288164-0570-5ad8-baef-d183793b8168",
];
const DOMAINS = ["fabrikam.example", "adventure-works.example", "alpineskihouse.example", "cohowinery.example"];

/** Of the catalogue, in the language of the page. */
const engagement = ({ product, lang }, id) =>
  product.json("GET", `/v1/engagements/${id}`, { as: "partner-a-admin", headers: { "accept-language": lang } });

journey(at, "Seed A, modern work", "partner-a-admin", [
  ["seed A line 42, step 1: signs in and chooses the incentives", async ({ page, says }) => {
    await isAt(page, says("claims"));
  }],
  ["seed A line 44, step 2: the customer claims", async ({ page, hand, says }) => {
    await hand.follow(says("part-engagements"), parts({ page, says }));
    await isAt(page, says("part-engagements"));
  }],
  ["seed A line 46, step 3: the solution area", async ({ page, hand, says }) => {
    const areas = page.getByRole("navigation", { name: says("solution-areas") });
    await hand.follow(starting(says("area-modern-work-security")), areas);
    assert.match(await areas.locator("[aria-current=page]").innerText(), starting(says("area-modern-work-security")));
  }],
  ["seed A line 48, step 4: Add customer", async ({ page, hand, says }) => {
    await hand.follow(says("finish-association"));
    await isAt(page, says("step-role"));
  }],
  ["seed A line 50, step 5: the partner role", async (kept) => {
    kept.usage = await engagement(kept, "modern-work-usage");
    await kept.hand.select(starting(kept.usage.partnerRoles[0].name));
    await kept.hand.press(kept.says("go-on"));
    await isAt(kept.page, kept.says("step-details"));
  }],
  ["seed A line 66, step 6: name, location, tenant, no incentives", async ({ hand, says, turn, page }) => {
    // What is missing is told beside its field.
    await hand.press(says("go-on"));
    assert.equal(await page.getByRole("alert").getByRole("link").count(), 3);
    await hand.fill(says("claim-name"), `Teams and more ${turn}`);
    await hand.choose(says("partner-location"), "Berlin (4821907)");
    await hand.fill(says("tenant"), TENANTS[turn]);
    await hand.tick(says("opt-out"));
  }],
  ["seed A line 68, step 7: Next", async ({ page, hand, says }) => {
    await hand.press(says("go-on"));
    await isAt(page, says("step-products"));
  }],
  ["seed A line 70, step 8: more than four workloads", async ({ hand, usage }) => {
    for (const { id, name } of usage.workloads) if (WORKLOADS.includes(id)) await hand.tick(name);
  }],
  ["seed A line 76, step 9: Next", async ({ page, hand, says }) => {
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed A line 78, step 10: contacts of the customer and of the own company, all required", async (kept) => {
    const { page, hand, says, turn, lang } = kept;
    kept.email = `erika.muster@${DOMAINS[turn]}`;
    await hand.fill(says("customer-contact-name"), "Erika Muster");
    await hand.press(says("go-on"));
    assert.ok((await page.getByRole("alert").getByRole("link").count()) >= 2, "what is missing is told");
    await hand.fill(says("customer-contact-title"), "Head of IT");
    await hand.fill(says("customer-contact-email"), kept.email);
    await hand.choose(says("customer-contact-language"), { en: "English", de: "Deutsch" }[lang]);
    await hand.fill(says("partner-contact-name"), "Anna Keller");
    await hand.fill(says("partner-contact-email"), "anna.keller@contoso.example");
  }],
  ["seed A line 80, step 11: Next", async ({ page, hand, says }) => {
    await hand.press(says("go-on"));
    await isAt(page, says("step-check"));
  }],
  ["seed A line 82, step 12: checks what was given", async ({ page, usage, email, turn }) => {
    const answers = await page.locator("dl.answers").innerText();
    const names = usage.workloads.filter(({ id }) => WORKLOADS.includes(id)).map(({ name }) => name);
    const given = [`Teams and more ${turn}`, TENANTS[turn], "4821907", "Erika Muster", "Head of IT", email, ...names];
    for (const words of given) assert.ok(answers.includes(words), `${words} in ${answers}`);
  }],
  ["seed A line 84, step 13: edits a section, then Add customer", async ({ page, hand, says, turn }) => {
    await hand.follow(new RegExp(`^${says("change")}\\s+${says("claim-name")}$`));
    await isAt(page, says("step-details"));
    await hand.fill(says("claim-name"), `Work of ${turn}`);
    while ((await page.locator("dl.answers").count()) === 0) await hand.press(says("go-on"));
    assert.ok((await page.locator("dl.answers").innerText()).includes(`Work of ${turn}`));
    await hand.press(says("finish-association"));
    await isAt(page, says("finished-association"));
  }],
  ["seed A line 86, step 14: the claim is a draft", async ({ page, says }) => {
    await shows(page, says("status-draft"));
  }],
  ["seed A line 88, step 15: Upload proof", async (kept) => {
    const { page, hand, says, turn } = kept;
    await hand.follow(says("upload-proof"));
    await isAt(page, `Work of ${turn}`);
    kept.claim = new URL(page.url()).pathname;
  }],
  ["seed A line 90, step 16: what the proof is", async ({ hand, says, page, product, usage }) => {
    const form = page.locator("form.upload");
    await hand.choose(says("kind-of-document"), says("file-statement-of-work"));
    const { now } = await product.get("/dev/clock");
    await hand.date(says("activity-date"), now.slice(0, 10));
    for (const { name, check } of usage.proof.elements) {
      if (check === "reviewer" && (await form.getByRole("checkbox", { name, exact: true }).count())) await hand.tick(name, form);
    }
  }],
  ["seed A line 92, step 17: the template, and the file into the field", async ({ hand, says, page, turn }) => {
    const download = page.waitForEvent("download");
    await hand.use(page.getByRole("link", { name: says("download-filled-template"), exact: true }));
    assert.match((await download).suggestedFilename(), /\.docx$/);
    await hand.drop(page.locator(".drop"), await pdf("statement-of-work.pdf", `Signed by Erika Muster, ${turn}`));
    await hand.press(says("upload"));
    assert.equal(await page.getByRole("status").innerText(), says("done-upload"));
    const document = page.locator(".documents li");
    assert.match(await document.innerText(), /statement-of-work\.pdf/);
    assert.equal(await document.locator(".tag").innerText(), says("document-clean"));
  }],
  ["seed A line 94, step 18: comment, acknowledgements, Submit; the customer is told", async ({ hand, says, page, product, usage, email }) => {
    await hand.unfold(says("act-submit"));
    await hand.fill(says("comment-for-reviewer"), "The statement of work is signed.");
    for (const { text } of usage.acknowledgements) await hand.tick(text);
    await hand.press(says("act-submit"));
    assert.equal(await page.getByRole("status").innerText(), says("done-submit"));
    await product.later("PT1S");
    assert.ok(await product.linkTo(email));
  }],
  ["seed A line 96, step 19: submitted, and not to be edited any more", async ({ page, says }) => {
    await shows(page, says("status-submitted"));
    assert.equal(await page.getByRole("link", { name: says("change-claim") }).count(), 0);
    assert.equal(await page.locator("form.upload").count(), 0);
  }],
  ["seed A line 102, step 20: the status in the list", async ({ page, hand, says, turn }) => {
    await hand.follow(says("part-claims"), parts({ page, says }));
    const row = page.getByRole("row").filter({ hasText: `Work of ${turn}` });
    assert.equal(await row.locator(".tag").innerText(), says("status-submitted"));
  }],
]);

/** An active subscription of each customer. */
const SUBSCRIPTIONS = [
  "319d13b9-b86d-5bfc-8311-4397e983afcc",
  "a5072e99-ab4c-5287-a201-04b52dec7d8d",
  "f835589f-a043-52b6-a533-4a2081c9a02d",
  "f1f3edec-bbae-5e01-9433-c627dead9d2d",
];

journey(at, "Seed A, business applications", "partner-a-admin", [
  ["seed A lines 46 to 63, steps 3 to 5: the other solution area and its roles, each with when it is right", async (kept) => {
    const { hand, page, says } = kept;
    await hand.follow(says("part-engagements"), parts({ page, says }));
    await hand.follow(starting(says("area-business-applications")), page.getByRole("navigation", { name: says("solution-areas") }));
    await hand.follow(says("finish-association"));
    kept.revenue = await engagement(kept, "application-revenue");
    const radios = page.getByRole("radio");
    assert.equal(await radios.count(), 3);
    for (const label of await page.locator("label.tick").all()) assert.notEqual(await label.locator(".hint").innerText(), "");
    await hand.select(starting(kept.revenue.partnerRoles[0].name));
    await hand.press(says("go-on"));
  }],
  ["seed A line 31, step 6, only for revenue: solution, customer and product are named", async ({ hand, page, says, turn }) => {
    await hand.fill(says("claim-name"), `Sales ${turn}`);
    await hand.choose(says("partner-location"), "Berlin (4821907)");
    await hand.fill(says("tenant"), TENANTS[turn]);
    await hand.fill(says("solution-seller"), "Sales");
    await hand.fill(says("customer-name"), "Fabrikam");
    await hand.fill(says("isv-solution"), "Quotes");
    await hand.press(says("go-on"));
    await isAt(page, says("step-products"));
  }],
  ["seed A line 74, step 8, note: a business application goes with its subscription", async ({ hand, page, says, turn, revenue }) => {
    const sales = revenue.products.find(({ id }) => id === "sales").name;
    await hand.choose(`${says("product")} 1`, sales);
    await hand.fill(`${says("subscription")} 1`, SUBSCRIPTIONS[turn]);
    await hand.press(says("go-on"));
    await isAt(page, says("step-contacts"));
  }],
  ["seed A lines 78 to 86, steps 10 to 14: contacts, check, a draft", async ({ hand, page, says, turn, lang }) => {
    await hand.fill(says("customer-contact-name"), "Erika Muster");
    await hand.fill(says("customer-contact-title"), "Head of Sales");
    await hand.fill(says("customer-contact-email"), `sales@${DOMAINS[turn]}`);
    await hand.choose(says("customer-contact-language"), { en: "English", de: "Deutsch" }[lang]);
    await hand.fill(says("partner-contact-name"), "Anna Keller");
    await hand.fill(says("partner-contact-email"), "anna.keller@contoso.example");
    await hand.press(says("go-on"));
    assert.match(await page.locator("dl.answers").innerText(), new RegExp(SUBSCRIPTIONS[turn]));
    await hand.press(says("finish-association"));
    await shows(page, says("status-draft"));
  }],
]);
