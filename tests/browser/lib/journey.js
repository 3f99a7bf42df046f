// What somebody does one step after the other, told once and done with either hand.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Person, launch } from "./browser.js";
import { looksRight } from "./checks.js";
import { Keyboard, Mouse } from "./hand.js";
import { start } from "./product.js";
import { text } from "./texts.js";

/** Both hands meet both languages and both widths; every step is looked at in both widths anyway. */
export const WAYS = [
  { Hand: Mouse, lang: "en", width: 1280 },
  { Hand: Mouse, lang: "de", width: 390 },
  { Hand: Keyboard, lang: "en", width: 390 },
  { Hand: Keyboard, lang: "de", width: 1280 },
];

/** A product with its demo data and a browser, for the tests of a file. */
export function stage() {
  const stage = {};
  before(async () => {
    stage.product = await start();
    stage.browser = await launch();
  });
  after(async () => {
    await stage.browser?.close();
    await stage.product?.stop();
  });
  return stage;
}

/**
 * Tests of a journey: one for each step, in each way. Steps get the page, the hand, the words of the language,
 * and what earlier steps have kept. A step that names a persona goes on as that one.
 */
export function journey(stage, title, persona, steps) {
  WAYS.forEach(({ Hand, lang, width }, turn) => {
    describe(`${title} (${Hand.name}, ${lang}, ${width} px)`, () => {
      const kept = { lang, turn, says: (name) => text(lang, name) };
      const goOn = async (persona) => {
        await kept.person?.close();
        const person = await (await Person.open(stage.browser, stage.product.base, { lang, width })).signIn(persona);
        Object.assign(kept, { person, page: person.page, hand: new Hand(person.page), product: stage.product });
      };
      before(() => goOn(persona));
      after(() => kept.person?.close());
      for (const [name, step, other] of steps) {
        test(name, async () => {
          if (other) await goOn(other);
          await step(kept);
          await looksRight(kept.person, name);
        });
      }
    });
  });
}

/** The parts of the console, at the head of every page. */
export const parts = ({ page, says }) => page.getByRole("navigation", { name: says("parts") });

/** The heading of the page that is open. */
export async function isAt(page, heading) {
  await page.getByRole("heading", { level: 1, name: heading, exact: typeof heading === "string" }).waitFor();
}

/** The status that the page shows first. */
export async function shows(page, status) {
  assert.equal((await page.locator("main .tag").first().textContent()).trim(), status);
}
