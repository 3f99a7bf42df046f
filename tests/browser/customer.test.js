// The customer's pages: every state, without script and without cookies, and everything a customer can do there.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { LANGUAGES, Person, WIDTHS } from "./lib/browser.js";
import { looksRight } from "./lib/checks.js";
import { asked, statusOf, submitted } from "./lib/claims.js";
import { HANDS } from "./lib/hand.js";
import { stage } from "./lib/journey.js";
import { leads, said, text } from "./lib/texts.js";

const at = stage();

/** A customer's browser runs no script: nothing on these pages needs any. */
const customer = (options) => Person.open(at.browser, at.product.base, { script: false, ...options });

async function withoutTraces(person) {
  assert.deepEqual(await person.context.cookies(), [], "no cookies");
  assert.equal(await person.page.locator("script, img, link[rel=stylesheet], iframe").count(), 0, "nothing is loaded");
}

/** The page is right in both languages. */
async function rightInEveryDress(link, lead, status = 200) {
  for (const dress of [{ lang: "en" }, { lang: "de" }]) {
    const person = await customer(dress);
    const answer = await person.page.goto(`${link}?lang=${dress.lang}`);
    assert.equal(answer.status(), status);
    assert.match(await person.page.locator(".lead").textContent(), said(dress.lang, lead));
    await looksRight(person, lead);
    await withoutTraces(person);
    await person.close();
  }
}

describe("every state of a customer's page", () => {
  /** What is made here instead: nothing of the story leads to it. */
  const MADE = ["unknown-lead", "unavailable-lead"];
  const links = new Map();

  before(async () => {
    const mailed = new Set((await at.product.mails()).flatMap((mail) => mail.links.map((link) => link.split("?")[0])));
    for (const link of mailed) {
      if (!new URL(link).pathname.startsWith("/c/")) continue;
      const page = await (await fetch(`${link}?lang=en`)).text();
      const words = page.match(/class="lead">(.*?)<\/p>/s)[1].replaceAll("&#39;", "'");
      const lead = leads().find((lead) => words.match(said("en", lead)));
      if (!links.has(lead)) links.set(lead, link);
    }
  });

  for (const lead of leads().filter((lead) => !MADE.includes(lead))) {
    test(`${lead.replace("-lead", "")} looks right`, async () => {
      assert.ok(links.has(lead), "the demo data have a claim in this state");
      await rightInEveryDress(links.get(lead), lead);
    });
  }

  test("what is asked and what was answered can be read in the dark", async () => {
    for (const lead of ["open-lead", "opt-in-lead", "agreed-lead", "objected-lead"]) {
      const person = await customer({ dark: true });
      await person.page.goto(`${links.get(lead)}?lang=en`);
      await looksRight(person, lead);
      await person.close();
    }
  });

  test("an unknown link looks right", async () => {
    await rightInEveryDress(`${at.product.base}/c/BWxvY2FsAAAAAWNsbV8`, "unknown-lead", 404);
  });

  test("a page that cannot be made looks right", async () => {
    for (const lang of LANGUAGES) {
      const person = await customer({ lang });
      await person.page.setContent(asMade("unavailable", lang));
      assert.match(await person.page.locator(".lead").textContent(), said(lang, "unavailable-lead"));
      await looksRight(person, "unavailable");
      await withoutTraces(person);
      await person.close();
    }
  });

  test("an incomplete answer names every fault, in both languages, and decides nothing", async () => {
    for (const lang of LANGUAGES) {
      for (const made of [asked, submitted]) {
        const claim = await made(at.product, { locale: lang });
        const person = await customer({ lang });
        await person.page.goto(`${claim.link}?lang=${lang}`);
        await at.product.later("PT3S");
        const before = await statusOf(at.product, claim);
        await person.page.getByRole("button", { name: text(lang, "decide-button") }).click();
        const told = person.page.getByRole("alert");
        assert.equal(await told.getByRole("link").count(), 3, "the decision, the name and the tick are missing");
        assert.match(await person.page.title(), new RegExp(`^${text(lang, "error-prefix")}`));
        // Each fault leads to its field.
        for (const link of await told.getByRole("link").all()) {
          const field = (await link.getAttribute("href")).slice(1);
          assert.equal(await person.page.locator(`[id="${field}"]`).count(), 1, field);
        }
        await looksRight(person, "an incomplete answer");
        await withoutTraces(person);
        assert.equal(await statusOf(at.product, claim), before);
        await person.close();
      }
    }
  });
});

/** A page as the snapshots of the function's own tests have it, with its style. */
function asMade(state, lang) {
  const page = new URL("../../functions/answer-consent/", import.meta.url);
  const snapshot = readFileSync(new URL(`src/page/snapshots/answer_consent__page__tests__${state}.${lang}.snap`, page), "utf8");
  const style = readFileSync(new URL("static/page.css", page), "utf8");
  return snapshot.split("---\n")[2].replace("<style>…</style>", () => `<style>${style}</style>`);
}

/** What every form asks of whoever decides. */
async function signs(hand, lang, form) {
  await hand.fill(text(lang, "name-label"), "Erika Muster", form);
  await hand.tick(said(lang, "confirm-label"), form);
}

const formOf = (person, action) => person.page.locator(`form[action*="/${action}"]`);

/** Somebody with this hand, in this language, on the page of a new request. */
async function asks(made, Hand, lang, width) {
  const claim = await made(at.product, { locale: lang });
  const person = await customer({ lang, width });
  // The way in is the link in the mail, in the language of the contact.
  await person.page.goto(claim.link);
  assert.equal(await person.page.locator("html").getAttribute("lang"), lang);
  // Whoever answers has read the page.
  await at.product.later("PT5S");
  return { claim, person, hand: new Hand(person.page) };
}

for (const Hand of HANDS) {
  for (const lang of LANGUAGES) {
    for (const width of WIDTHS) {
      describe(`a customer, ${Hand.name}, ${lang}, ${width} px`, () => {
        const journey = (name, made, told) =>
          test(name, async () => {
            const all = await asks(made, Hand, lang, width);
            await told(all);
            await looksRight(all.person, name);
            await withoutTraces(all.person);
            await all.person.close();
          });

        journey("seed B line 118: accepts the engagement, keeps the receipt, withdraws", asked, async ({ claim, person, hand }) => {
          const form = formOf(person, "decision");
          await hand.select(new RegExp(`^${text(lang, "choice-accept")}`), form);
          await signs(hand, lang, form);
          await hand.press(text(lang, "decide-button"));
          await person.page.getByRole("heading", { level: 1, name: text(lang, "accepted-title") }).waitFor();
          assert.equal(await statusOf(at.product, claim), "consent_received");
          await hand.follow(text(lang, "to-receipt"));
          await person.page.getByRole("heading", { level: 1, name: text(lang, "receipt-title") }).waitFor();
          await looksRight(person, "the receipt");
          await prints(person, claim);
          await person.page.goto(claim.link);
          await at.product.later("PT5S");
          const withdraws = formOf(person, "withdraw");
          await hand.choose(text(lang, "reason-label-withdraw"), text(lang, "reason-other"), withdraws);
          await signs(hand, lang, withdraws);
          await hand.press(text(lang, "withdraw-button"));
          await person.page.getByRole("heading", { level: 1, name: text(lang, "withdrawn-title") }).waitFor();
          assert.equal(await statusOf(at.product, claim), "consent_withdrawn");
        });

        journey("seed B line 118: declines the engagement", asked, async ({ claim, person, hand }) => {
          const form = formOf(person, "decision");
          await hand.select(new RegExp(`^${text(lang, "choice-decline")}`), form);
          await hand.choose(text(lang, "reason-label"), text(lang, "reason-not-wanted"), form);
          await signs(hand, lang, form);
          await hand.press(text(lang, "decide-button"));
          await person.page.getByRole("heading", { level: 1, name: text(lang, "declined-title") }).waitFor();
          assert.equal(await statusOf(at.product, claim), "consent_declined");
        });

        journey("seed A line 18: the customer can object at any time: also after agreeing", submitted, async ({ claim, person, hand }) => {
          const form = formOf(person, "decision");
          await hand.select(new RegExp(`^${text(lang, "choice-object")}`), form);
          await hand.fill(text(lang, "words-label"), "Another partner does this.", form);
          await signs(hand, lang, form);
          await hand.press(text(lang, "decide-button"));
          await person.page.getByRole("heading", { level: 1, name: text(lang, "objected-title") }).waitFor();
          assert.equal(await statusOf(at.product, claim), "rejected_final");
        });

        journey("names a colleague, then says that the partner is unknown", submitted, async ({ claim, person, hand }) => {
          await hand.unfold(text(lang, "delegate-title"));
          const delegates = formOf(person, "delegate");
          await hand.fill(text(lang, "delegate-name-label"), "Karl Kollege", delegates);
          await hand.fill(text(lang, "email-label"), "karl@fabrikam.example", delegates);
          await hand.press(text(lang, "delegate-button"));
          assert.equal(await person.page.getByRole("status").textContent(), text(lang, "told-delegated"));
          await at.product.later("PT5S");
          await hand.unfold(text(lang, "report-title"));
          const reports = formOf(person, "report");
          await signs(hand, lang, reports);
          await hand.press(text(lang, "report-button"));
          assert.equal(await person.page.getByRole("status").textContent(), text(lang, "told-reported"));
          assert.equal(await statusOf(at.product, claim), "submitted");
        });
      });
    }
  }
}

/** On paper the receipt has everything but what only works on a screen. */
async function prints(person, claim) {
  const { page } = person;
  await page.emulateMedia({ media: "print" });
  for (const screen of await page.locator("form, nav, .screen").all()) assert.equal(await screen.isVisible(), false);
  for (const words of ["Erika Muster", claim.number]) {
    assert.equal(await page.getByText(words, { exact: true }).first().isVisible(), true, words);
  }
  assert.equal(await page.locator("pre.signed").isVisible(), true);
  assert.ok((await page.pdf({ format: "A4" })).length > 1000);
  await page.emulateMedia({ media: null });
}
