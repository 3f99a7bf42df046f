// A picture of every page in both languages and widths, in target/screenshots.

import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LANGUAGES, Person, WIDTHS, launch } from "./lib/browser.js";
import { crawl } from "./lib/crawl.js";
import { LOCAL_PAGES, PEOPLE } from "./lib/people.js";
import { start } from "./lib/product.js";
import { leads, said } from "./lib/texts.js";

const FOLDER = fileURLToPath(new URL("../../target/screenshots/", import.meta.url));

await rm(FOLDER, { recursive: true, force: true });
const product = await start();
const browser = await launch();
let count = 0;

async function take(person, folder, name) {
  await mkdir(`${FOLDER}${folder}`, { recursive: true });
  for (const width of WIDTHS) {
    await person.resize(width);
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "start"}.${person.lang}.${width}.png`;
    await person.page.screenshot({ path: `${FOLDER}${folder}/${file}`, fullPage: true });
    count += 1;
  }
}

for (const [persona, lang] of PEOPLE) {
  const person = await (await Person.open(browser, product.base, { lang })).signIn(persona);
  await crawl(person, "/console", (name) => take(person, persona, name.replace("/console", "")));
  await person.close();
}

const mailed = (await product.mails()).flatMap((mail) => mail.links.map((link) => link.split("?")[0]));
const links = new Set(mailed.filter((link) => new URL(link).pathname.startsWith("/c/")));
for (const lang of LANGUAGES) {
  const person = await Person.open(browser, product.base, { lang });
  const seen = new Set();
  for (const link of links) {
    await person.page.goto(`${link}?lang=${lang}`);
    const words = await person.page.locator(".lead").textContent();
    const lead = leads().find((lead) => said(lang, lead).test(words));
    if (!seen.has(lead)) await take(person, "customer", lead.replace("-lead", ""));
    seen.add(lead);
    if ((await fetch(`${link}/receipt`)).ok && !seen.has("receipt")) {
      await person.page.goto(`${link}/receipt?lang=${lang}`);
      await take(person, "customer", "receipt");
      seen.add("receipt");
    }
  }
  for (const page of LOCAL_PAGES) {
    await person.page.goto(`${page}?lang=${lang}`);
    await take(person, "local", page);
  }
  await person.close();
}
await browser.close();
await product.stop();
console.log(`${count} pictures in ${FOLDER}`);
