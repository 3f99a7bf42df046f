// The checks themselves: each finds what it is there for, and nothing in a page that is right.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, launch } from "./lib/browser.js";
import { faultsOf } from "./lib/checks.js";
import { text } from "./lib/texts.js";

let browser;
let person;

before(async () => {
  browser = await launch();
  person = await Person.open(browser, "http://127.0.0.1:1");
});
after(() => browser?.close());

const page = (main, { lang = "en", title = "A page", heading = "<h1>A page</h1>" } = {}) =>
  `<!doctype html><html lang="${lang}"><title>${title}</title><body><main>${heading}${main}</main></body></html>`;

async function faultsIn(html) {
  await person.page.setContent(html);
  return faultsOf(person);
}

test("a page that is right has no fault", async () => {
  assert.deepEqual(await faultsIn(page("<p>Submitted on 3 May by Anna Keller.</p><details><summary>More</summary><p>Words</p></details>")), []);
  assert.equal(await person.page.locator("details").getAttribute("open"), null, "what was folded away is so again");
});

const FAULTS = [
  ["the language", page("<p>Words</p>", { lang: "de" }), "lang is de, not en"],
  ["a title", page("<p>Words</p>", { title: "– Assent" }), "the title is"],
  ["one first heading", page("<p>Words</p>", { heading: "" }), "0 headings of the first level"],
  ["width", page("<p style='width:3000px'>Words</p>"), "wider than the window"],
  ["what is cut off", page("<p style='width:5rem;overflow:hidden;white-space:nowrap'>Words that do not fit here</p>"), "cut off"],
  ["overlap", page("<p>Words below</p><p style='margin-top:-2.2rem'>Words above</p>"), "lies over"],
  ["ids", page("<p>clm_01m7skgqgqfszrzv70emcnaf93</p>"), "an id"],
  ["words of the API", page("<p>under_review</p>"), "a word of the API"],
  ["words of the API in an option", page("<label>Kind <select><option>poe_missing</option></select></label>"), "a word of the API"],
  ["names of texts", page("<p>status-draft</p>"), "the name of a text"],
  ["places that were not filled", page("<p>Until { $until }</p>"), "not filled"],
  ["times of programs", page("<p>2026-11-21T10:00:00Z</p>"), "a time as programs write it"],
  ["the other language", page(`<p>${text("de", "status-submitted")}</p>`), "in the other language"],
  ["empty lists", page("<ul></ul>"), "empty: <ul>"],
  ["parts without content", page("<section><h2>Proof</h2></section>"), "only a heading"],
  ["contrast, by axe", page("<p style='color:#ccc;background:#fff'>Words</p>"), "axe color-contrast"],
  ["labels, by axe", page("<input>"), "axe label"],
  ["the size of targets, by axe", page("<p><button style='all:unset;width:9px;height:9px' aria-label='a'></button><button style='all:unset;width:9px;height:9px' aria-label='b'></button></p>"), "axe target-size"],
];
for (const [what, html, fault] of FAULTS) {
  test(`finds ${what}`, async () => {
    const faults = await faultsIn(html);
    assert.ok(
      faults.some((found) => found.includes(fault)),
      faults.join("\n") || "no fault",
    );
  });
}

test("finds errors of scripts, of the console, and requests elsewhere", async () => {
  await person.page.setContent(page("<p>Words</p>"));
  await person.page.evaluate(async () => {
    console.error("this went wrong");
    setTimeout(() => missing());
    await fetch("http://127.0.0.1:2/").catch(() => {});
  });
  await person.page.waitForTimeout(50);
  const faults = (await faultsOf(person)).join("\n");
  for (const fault of ["the console says: this went wrong", "an error of a script", "a request elsewhere"]) {
    assert.ok(faults.includes(fault), `${fault} in ${faults}`);
  }
});
