// Whether a page is right: as it is drawn (`look.js`), and by the rules of WCAG 2.2 AA as far as axe knows them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { WIDTHS } from "./browser.js";
import { look } from "./look.js";
import { KEYS, foreign } from "./texts.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Proven false positives of axe: the rule, and the selector of what it is wrong about. */
const ALLOWED = [];

/** Pages whose elements axe has seen before, with other words in them. */
const seen = new Set();

/** Everything wrong with the page that is open, at the width it has. */
export async function faultsOf(person) {
  const { page, lang } = person;
  const opened = await page.evaluateHandle(() => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((details) => (details.open = true));
    return closed;
  });
  const faults = [...person.faults.splice(0), ...(await page.evaluate(look, { lang, keys: KEYS, foreign: foreign(lang) }))];
  if (await isNew(person)) faults.push(...(await person.withScript(axe)));
  await opened.evaluate((closed) => closed.forEach((details) => (details.open = false)));
  await opened.dispose();
  return faults;
}

/** The page is right at every width. */
export async function looksRight(person, name = person.page.url()) {
  const faults = [];
  const { width } = person.page.viewportSize();
  for (const width of WIDTHS) {
    await person.resize(width);
    const found = await faultsOf(person);
    faults.push(...found.map((fault) => `${name}, ${person.lang}, ${width} px: ${fault}`));
  }
  await person.resize(width);
  assert.deepEqual(faults, []);
}

async function isNew({ page, options }) {
  const skeleton = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.trim() ? "x" : "";
    for (const element of copy.querySelectorAll("*")) {
      for (const name of ["href", "action", "value", "nonce", "srcdoc"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, "x");
      }
    }
    return copy.outerHTML;
  });
  const { width } = page.viewportSize();
  const key = createHash("sha256").update(`${width} ${options.colorScheme} ${skeleton}`).digest("hex");
  return !seen.has(key) && seen.add(key);
}

async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) =>
      window.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations"],
        iframes: false,
      }),
    TAGS,
  );
  const allowed = ({ id }, { target }) => ALLOWED.some(([rule, selector]) => rule === id && target.join(" ") === selector);
  return violations.flatMap((violation) =>
    violation.nodes
      .filter((node) => !allowed(violation, node))
      .map((node) => `axe ${violation.id}: ${node.html.slice(0, 120)} (${node.failureSummary.split("\n")[1]?.trim()})`),
  );
}
