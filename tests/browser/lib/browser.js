// Chromium, and what must never happen in it whatever page is open.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const LANGUAGES = ["en", "de"];
export const WIDTHS = [1280, 390];
const HEIGHT = 900;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** A file goes to the storage and comes from there by a link that is signed for it. */
function isSigned(request) {
  return ["PUT", "GET"].includes(request.method()) && new URL(request.url()).searchParams.has("X-Amz-Signature");
}

/** Somebody's browser: one context with one page, and whatever went wrong in it. */
export class Person {
  faults = [];

  static async open(browser, base, { lang = "en", width = WIDTHS[0], script = true, dark = false } = {}) {
    const person = new Person();
    const options = {
      baseURL: base,
      locale: lang,
      viewport: { width, height: HEIGHT },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    };
    Object.assign(person, { browser, base, lang, script, options });
    person.context = await browser.newContext({ ...options, javaScriptEnabled: script });
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(30_000);
    person.#watch();
    return person;
  }

  #watch() {
    const { page, faults } = this;
    page.on("pageerror", (error) => faults.push(`an error of a script: ${error}`));
    page.on("console", (message) => {
      // A page that says what was refused is an answer with 4xx, which Chromium reports here as well.
      if (["error", "warning"].includes(message.type()) && !message.text().startsWith("Failed to load resource")) {
        faults.push(`the console says: ${message.text()}`);
      }
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== this.base && !isSigned(request)) faults.push(`a request elsewhere: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Whoever goes on before a page has come ends its request.
      if (request.failure().errorText !== "net::ERR_ABORTED") faults.push(`it failed: ${request.url()}`);
    });
    page.on("response", (response) => {
      const worst = response.request().isNavigationRequest() ? 500 : 400;
      if (response.status() >= worst) faults.push(`${response.status()} for ${response.url()}`);
    });
  }

  /** Signs in on the page of the local provider, as people do, and is on the page that was asked for. */
  async signIn(persona, page = "/console") {
    await this.page.goto(`/console/sign-in?to=${encodeURIComponent(page)}`);
    await this.page.locator(`a[href$="persona=${persona}"]`).click();
    const spoken = () => this.page.locator("html").getAttribute("lang");
    if ((await spoken()) !== this.lang) await this.page.locator(`button[lang=${this.lang}]`).click();
    assert.equal(await spoken(), this.lang);
    assert.ok(new URL(this.page.url()).pathname.startsWith(page));
    return this;
  }

  /** Does something with the page as it is that needs script; where none runs, with a copy. */
  async withScript(look) {
    if (this.script) return look(this.page);
    const copies = await this.browser.newContext({ ...this.options, viewport: this.page.viewportSize() });
    const copy = await copies.newPage();
    await copy.setContent(await this.page.content());
    const found = await look(copy);
    await copies.close();
    return found;
  }

  async resize(width) {
    await this.page.setViewportSize({ width, height: HEIGHT });
  }

  close() {
    return this.context.close();
  }
}
