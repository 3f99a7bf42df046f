// Every page of the console and of the local system that links lead to, for everybody who signs in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES, Person, WIDTHS } from "./lib/browser.js";
import { FIRST, LATER, counting } from "./lib/bytes.js";
import { faultsOf, looksRight } from "./lib/checks.js";
import { crawl } from "./lib/crawl.js";
import { stage } from "./lib/journey.js";
import { LOCAL_PAGES, PEOPLE, PERSONAS } from "./lib/people.js";
import { text } from "./lib/texts.js";

const at = stage();

test("everybody of the demo is looked at", async () => {
  const { items } = await at.product.get("/dev/personas");
  assert.deepEqual(items.map(({ persona }) => persona).sort(), [...PERSONAS].sort());
});

for (const [persona, lang] of PEOPLE) {
  test(`every page of ${persona} looks right and is small, ${lang}`, async (t) => {
    const person = await (await Person.open(at.browser, at.product.base, { lang })).signIn(persona);
    const count = await counting(person);
    const faults = new Map();
    const sizes = [];
    const visited = await crawl(person, "/console", async (name, answer) => {
      assert.equal(answer.status(), 200, name);
      sizes.push([(await count()).bytes, name]);
      for (const width of WIDTHS) {
        await person.resize(width);
        // What is wrong on many pages is told once.
        for (const fault of await faultsOf(person)) faults.set(fault, faults.get(fault) ?? `${width} px, ${name}: ${fault}`);
      }
    });
    assert.deepEqual([...faults.values()], []);
    sizes.sort(([one], [other]) => other - one);
    t.diagnostic(`${sizes[0][0]} bytes: ${sizes[0][1]}`);
    // The first page brings what all the others need.
    assert.deepEqual(sizes.filter(([bytes, name]) => bytes > (name === "/console" ? FIRST : LATER)), []);
    // Links lead on from the start.
    assert.ok(visited.length >= 3, visited.join(", "));
    await person.close();
  });
}

test("a first visit costs at most 40 KB, one to a customer's page as well", async (t) => {
  const person = await (await Person.open(at.browser, at.product.base)).signIn("partner-a-admin");
  const session = await person.context.newCDPSession(person.page);
  await session.send("Network.clearBrowserCache");
  const count = await counting(person);
  await person.page.goto("/console");
  const first = await count();
  t.diagnostic(`${first.bytes} bytes in ${first.files} files`);
  assert.ok(first.files >= 3, "page, style sheet and script are counted");
  assert.ok(first.bytes <= FIRST, `${first.bytes} bytes`);
  const links = (await at.product.mails()).flatMap((mail) => mail.links).filter((link) => link.includes("/c/"));
  for (const link of new Set(links)) {
    await person.page.goto(link);
    const { bytes, files } = await count();
    assert.equal(files, 1, link);
    assert.ok(bytes <= FIRST, `${bytes} bytes: ${link}`);
  }
  await person.close();
});

for (const lang of LANGUAGES) {
  test(`pages that are not there, or not for everybody, say so, ${lang}`, async () => {
    const person = await (await Person.open(at.browser, at.product.base, { lang })).signIn("partner-a-user");
    const claims = ["/console/claims/clm_00000000000000000000000000", "/console/claims/nothing"];
    for (const address of [...claims, "/console/nowhere", "/console/claims/nothing/there"]) {
      const answer = await person.page.goto(address);
      assert.equal(answer.status(), 404, address);
      assert.ok(await person.page.getByRole("navigation", { name: text(lang, "parts") }).isVisible(), address);
      await looksRight(person, address);
    }
    await person.close();
  });

  test(`the pages of the local system look right, ${lang}`, async () => {
    const person = await Person.open(at.browser, at.product.base, { lang });
    await person.page.goto("/console");
    await looksRight(person, "the choice of a persona");
    for (const address of LOCAL_PAGES) {
      await person.page.goto(`${address}?lang=${lang}`);
      await looksRight(person, address);
    }
    await person.close();
  });
}
