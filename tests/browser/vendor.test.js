// The vendor's side: a review from the queue to the decision, imports, rules, figures.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { resubmit, statusOf, submitted } from "./lib/claims.js";
import { isAt, journey, parts, shows, stage } from "./lib/journey.js";
import { starting } from "./lib/texts.js";

const at = stage();

const nameOf = ({ turn }) => `Reviewed ${turn}`;

journey(at, "a review", "reviewer", [
  ["finds a new claim in the queue of what nobody has taken", async (kept) => {
    const { product, page, hand, says } = kept;
    kept.claim = await submitted(product, { name: nameOf(kept) });
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    assert.equal(await page.getByRole("row").filter({ hasText: nameOf(kept) }).count(), 1);
  }],
  ["starts the review and sees claim, proof and pre-check", async (kept) => {
    const { page, hand, says } = kept;
    await hand.press(new RegExp(`^${says("act-start-review")}\\s*: ${nameOf(kept)}$`));
    if ((await page.getByRole("heading", { level: 1, name: nameOf(kept) }).count()) === 0) {
      await hand.follow(starting(says("queue-mine")), page.getByRole("navigation", { name: says("queues") }));
      await hand.follow(nameOf(kept));
    }
    await isAt(page, nameOf(kept));
    await shows(page, says("status-under-review"));
    assert.ok(await page.getByText("activities.csv").first().isVisible());
    assert.ok(await page.getByText(says("pre-check-clean")).isVisible());
  }],
  ["is told what an incomplete decision lacks", async ({ page, hand, says }) => {
    await hand.press(says("act-approve"));
    assert.ok((await page.getByRole("alert").getByRole("listitem").count()) >= 1);
  }],
  ["returns with a coded reason, whose text is suggested", async (kept) => {
    const { page, hand, says, product, claim } = kept;
    const reason = page.getByRole("group", { name: `${says("reason")} 1`, exact: true });
    await hand.choose(says("kind-of-reason"), says("why-poe-item-not-covered"), reason);
    await hand.choose(says("about-what"), "Intune", reason);
    assert.notEqual(await reason.getByRole("textbox").inputValue(), "", "a text is suggested");
    await hand.press(says("act-return"));
    assert.equal(await statusOf(product, claim), "action_required");
  }],
  ["takes the answered claim again and decides on each item", async (kept) => {
    const { page, hand, says, product, claim } = kept;
    await resubmit(product, claim);
    await hand.follow(says("part-reviews"), parts({ page, says }));
    await hand.follow(starting(says("queue-unassigned")), page.getByRole("navigation", { name: says("queues") }));
    await hand.follow(nameOf(kept));
    await hand.press(says("act-start-review"));
    const item = (name) => page.getByRole("group", { name, exact: true });
    await hand.select(says("accept"), item("Teams"));
    await hand.select(says("refuse"), item("Intune"));
    await hand.fill(says("why-refused"), "The report does not show it.", item("Intune"));
    await hand.press(says("act-approve"));
    assert.equal(await statusOf(product, claim), "approved");
  }],
]);

journey(at, "the programme", "programme-manager", [
  ["sees what is late, and how old", async ({ page, hand, says }) => {
    await hand.follow(says("part-figures"), parts({ page, says }));
    await isAt(page, says("figures"));
  }],
  ["imports customers: the rows are checked first, bad ones are named", async (kept) => {
    const { page, hand, says } = kept;
    kept.customer = `Newcomer ${kept.turn}`;
    const rows = [
      { name: kept.customer, country: "DE", domains: [`newcomer${kept.turn}.example`], tenants: [randomUUID()], managed: true },
      { name: "", country: "Nowhere", tenants: ["no tenant"] },
    ];
    await hand.follow(says("part-imports"), parts({ page, says }));
    await hand.select(says("import-customers"));
    await hand.paste(says("rows"), rows.map((row) => JSON.stringify(row)).join("\n"));
    await hand.press(says("act-rehearse"));
    await isAt(page, says("rehearsal-result"));
    assert.equal(await page.locator("td .tag.refused").count(), 1);
  }],
  ["imports customers: the good rows are kept", async ({ page, hand, says }) => {
    await hand.press(says("act-import"));
    await isAt(page, says("import-result"));
    assert.equal(await page.getByRole("status").innerText(), says("done-import"));
  }],
  ["puts the next version of an engagement's rules", async (kept) => {
    const { page, hand, says, product, lang } = kept;
    const headers = { "accept-language": lang };
    const { name, deadlines } = await product.json("GET", "/v1/engagements/workshop", { as: "programme-manager", headers });
    await hand.follow(says("part-programme"), parts({ page, says }));
    await hand.follow(name);
    const rules = JSON.parse(await page.getByLabel(says("rules-document"), { exact: true }).inputValue());
    rules.deadlines.submitDays = deadlines.submitDays - 1;
    await hand.paste(says("rules-document"), JSON.stringify(rules, null, 1));
    await hand.press(says("act-put"));
    assert.equal(await page.getByRole("status").innerText(), says("done-put"));
    await product.later("PT3M");
    const now = await product.get("/v1/engagements/workshop", "programme-manager");
    assert.equal(now.deadlines.submitDays, deadlines.submitDays - 1);
  }],
]);
