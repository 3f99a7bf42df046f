// Chromium, and what must never happen in it whatever page is open.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const LANGUAGES = ["en", "de"];
export const WIDTHS = [1280, 390];
const HEIGHT = 900;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** Somebody's browser: one context with one page, and whatever went wrong in it. */
export class Person {
  faults = [];

  static async open(browser, base, { lang = "en", width = WIDTHS[0], script = true, dark = false } = {}) {
    const person = new Person();
    Object.assign(person, { base, lang, width });
    person.context = await browser.newContext({
      baseURL: base,
      locale: lang,
      viewport: { width, height: HEIGHT },
      javaScriptEnabled: script,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
    });
    person.page = await person.context.newPage();
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
      if (protocol.startsWith("http") && origin !== this.base) faults.push(`a request elsewhere: ${request.url()}`);
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

  /** Signs in on the page of the local provider and is on the page that was asked for. */
  async signIn(persona, page = "/console") {
    await this.page.goto(`/console/sign-in?to=${encodeURIComponent(page)}`);
    const chosen = this.page.locator(`a[href$="persona=${persona}"]`);
    await this.page.goto(`${await chosen.getAttribute("href")}&lang=${this.lang}`);
    assert.equal(new URL(this.page.url()).pathname.startsWith("/console"), true, this.page.url());
    return this;
  }

  async resize(width) {
    await this.page.setViewportSize({ width, height: HEIGHT });
  }

  close() {
    return this.context.close();
  }
}
