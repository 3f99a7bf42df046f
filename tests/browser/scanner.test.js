// A mail scanner with a real browser: it opens every link of every mail, runs scripts, sends every form as it
// found it and presses every button. None of that is anybody's decision (promise 7, fault F24).

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Person } from "./lib/browser.js";
import { stage } from "./lib/journey.js";

const at = stage();

/** What counts: where every claim stands, and what is said of its customer. */
async function standing() {
  const claims = await at.product.all("/v1/claims?limit=100", "auditor");
  const stands = [];
  for (const { id } of claims) {
    const { status, version, consent, customerContact } = await at.product.get(`/v1/claims/${id}`, "auditor");
    stands.push({ id, status, version, consent, customerContact });
  }
  return stands;
}

/** Pages that are open at once, and how long they are before anything is pressed, in ms. */
const TOGETHER = 16;
const PATIENCE = 2100;

/** Unfolds, presses and sends everything on a page; answers come in pages of their own, so that it stays. */
async function pressesEverything(page) {
  const forms = page.locator("form");
  await forms.evaluateAll((forms) => forms.forEach((form) => (form.target = "_blank")));
  await page.locator("summary").evaluateAll((all) => all.forEach((summary) => summary.click()));
  const presses = [
    ...(await page.locator("button, input[type=submit]").all()).map((button) => () => button.evaluate((it) => it.click())),
    ...(await forms.all()).map((form) => () => form.evaluate((it) => it.submit())),
  ];
  for (const press of presses) {
    const [answer] = await Promise.all([page.waitForEvent("popup"), press()]);
    await answer.waitForLoadState();
    await answer.close();
  }
  return presses.length;
}

test("promise 7: a scanner that opens every link and presses every button decides nothing", async () => {
  const mails = await at.product.mails();
  const links = new Set(mails.flatMap((mail) => mail.links).filter((link) => new URL(link).pathname.startsWith("/c/")));
  assert.ok(links.size > 40, `${links.size} links in ${mails.length} mails`);
  const before = await standing();
  const scanner = await Person.open(at.browser, at.product.base);
  let pressed = 0;
  const waiting = [...links];
  while (waiting.length > 0) {
    const pages = [];
    for (const link of waiting.splice(0, TOGETHER)) {
      const page = await scanner.context.newPage();
      await page.goto(link);
      pages.push(page);
    }
    // An answer that comes at once is no person's; this scanner has read about that.
    await setTimeout(PATIENCE);
    for (const page of pages) {
      pressed += await pressesEverything(page);
      await page.close();
    }
  }
  assert.ok(pressed > links.size, `${pressed} presses`);
  await scanner.close();
  await at.product.later("PT1M");
  assert.deepEqual(await standing(), before);
  assert.equal((await at.product.mails()).length, mails.length, "nobody is told anything");
});
