// A mail scanner with a real browser: it opens every link of every mail, runs scripts, sends every form as it
// found it and presses every button. None of that is anybody's decision (promise 7, fault F24).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Person, launch } from "./lib/browser.js";
import { start } from "./lib/product.js";

let product;
let browser;

before(async () => {
  product = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** What counts: where every claim stands, and what is said of its customer. */
async function standing() {
  const claims = await product.all("/v1/claims?limit=100", "auditor");
  const stands = [];
  for (const { id } of claims) {
    const { status, version, consent, customerContact } = await product.get(`/v1/claims/${id}`, "auditor");
    stands.push({ id, status, version, consent, customerContact });
  }
  return stands;
}

/** What can be pressed or sent, how, and whether a page follows. */
const PRESSES = [
  ["button, input[type=submit]", (element) => element.click(), true],
  ["summary", (element) => element.click(), false],
  ["form", (element) => element.submit(), true],
];
/** Links that are looked into at once, and how long a form waits before anything is pressed, in ms. */
const TOGETHER = 4;
const PATIENCE = 2100;

/** Everything that can be pressed or sent on the page of a link, each in a tab of its own. */
async function opens(scanner, link) {
  const page = await scanner.context.newPage();
  await page.goto(link);
  const found = [];
  for (const [selector, press, leads] of PRESSES) {
    const count = await page.locator(selector).count();
    for (let place = 0; place < count; place += 1) found.push({ selector, place, press, leads });
  }
  await page.close();
  return Promise.all(
    found.map(async ({ selector, place, press, leads }) => {
      const tab = await scanner.context.newPage();
      await tab.goto(link);
      return async () => {
        const gone = leads && tab.waitForEvent("framenavigated");
        await tab.locator(selector).nth(place).evaluate(press);
        await gone;
        await tab.close();
      };
    }),
  );
}

test("promise 7: a scanner that opens every link and presses every button decides nothing", async () => {
  const mails = await product.mails();
  const links = new Set(mails.flatMap((mail) => mail.links).filter((link) => new URL(link).pathname.startsWith("/c/")));
  assert.ok(links.size > 40, `${links.size} links in ${mails.length} mails`);
  const before = await standing();
  const scanner = await Person.open(browser, product.base);
  let pressed = 0;
  const waiting = [...links];
  while (waiting.length > 0) {
    const presses = (await Promise.all(waiting.splice(0, TOGETHER).map((link) => opens(scanner, link)))).flat();
    // An answer that comes at once is no person's; this scanner has read about that.
    if (presses.length > 0) await setTimeout(PATIENCE);
    await Promise.all(presses.map((press) => press()));
    pressed += presses.length;
  }
  assert.ok(pressed > links.size, `${pressed} presses`);
  await scanner.close();
  await product.later("PT1M");
  assert.deepEqual(await standing(), before);
  assert.equal((await product.mails()).length, mails.length, "nobody is told anything");
});
