// What a page costs on the wire: at most 40 KB on the first visit, at most 5 KB compressed afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Person } from "./lib/browser.js";
import { crawl } from "./lib/crawl.js";
import { stage } from "./lib/journey.js";


const FIRST = 40 * 1024;
const LATER = 5 * 1024;
const PEOPLE = ["partner-a-admin", "reviewer", "programme-manager"];

const at = stage();

/** Counts what comes over the wire, what it would be compressed, and from where. */
async function counting(person) {
  const session = await person.context.newCDPSession(person.page);
  await session.send("Network.enable");
  const answers = new Map();
  let loaded = [];
  session.on("Network.responseReceived", ({ requestId, response }) => answers.set(requestId, response));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const { url, fromDiskCache } = answers.get(requestId) ?? {};
    if (url && !fromDiskCache) loaded.push({ requestId, url, bytes: encodedDataLength });
  });
  return async (go) => {
    loaded = [];
    await go();
    await person.page.waitForLoadState("load");
    let wire = 0;
    let compressed = 0;
    for (const { requestId, bytes } of loaded) {
      wire += bytes;
      const answer = await session.send("Network.getResponseBody", { requestId }).catch(() => ({ body: "" }));
      compressed += Math.min(bytes, gzipSync(Buffer.from(answer.body, answer.base64Encoded ? "base64" : "utf8")).length);
    }
    return { wire, compressed, files: loaded.length };
  };
}

/** Only what is right on a second visit is kept: everything else is asked for again. */
for (const persona of PEOPLE) {
  test(`the console of ${persona}: at most 40 KB first, at most 5 KB compressed on every later page`, async (t) => {
    const person = await (await Person.open(at.browser, at.product.base)).signIn(persona);
    // The first visit again, by a browser that has nothing yet but is signed in.
    const session = await person.context.newCDPSession(person.page);
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    await session.detach();
    const count = await counting(person);
    const first = await count(() => person.page.goto("/console"));
    assert.ok(first.files >= 3, "page, style sheet and script are counted");
    assert.ok(first.wire <= FIRST, `${first.wire} bytes on the first visit`);
    const sizes = [];
    await crawl(person, "/console", async (name) => {
      const later = await count(() => person.page.reload());
      sizes.push([later.compressed, name]);
    });
    sizes.sort(([a], [b]) => b - a);
    for (const [bytes, name] of sizes.slice(0, 3)) t.diagnostic(`${bytes} bytes compressed: ${name}`);
    t.diagnostic(`${first.wire} bytes on the wire, ${first.compressed} compressed: the first visit`);
    assert.deepEqual(sizes.filter(([bytes]) => bytes > LATER), []);
    await person.close();
  });
}

test("a customer's page: one answer of at most 40 KB", async () => {
  const mails = await at.product.mails();
  const links = new Set(mails.flatMap((mail) => mail.links).filter((link) => new URL(link).pathname.startsWith("/c/")));
  const person = await Person.open(at.browser, at.product.base, { script: false });
  const count = await counting(person);
  for (const link of links) {
    const { wire, files } = await count(() => person.page.goto(link));
    assert.equal(files, 1, link);
    assert.ok(wire <= FIRST, `${wire} bytes: ${link}`);
  }
  await person.close();
});
