// The texts of the product's pages, read from where it has them.

import { readFileSync, readdirSync } from "node:fs";

const FOLDERS = ["functions/console/i18n", "functions/answer-consent/i18n", "shared/web/i18n"];

function read(lang) {
  const files = FOLDERS.flatMap((folder) => {
    const url = new URL(`../../../${folder}/`, import.meta.url);
    return readdirSync(url, { recursive: true }).map((name) => new URL(name, url));
  });
  const spoken = files.filter(({ pathname }) => pathname.endsWith(".ftl") && pathname.match(`[/.]${lang}[/.]`));
  return spoken.flatMap((file) => {
    const texts = readFileSync(file, "utf8").matchAll(/^([a-z][\w-]*) = (.+)$/gm);
    return [...texts].map(([, key, words]) => [key, words.trim()]);
  });
}

const TEXTS = { en: read("en"), de: read("de") };

/** Names of texts; none may stand where the text should. */
export const KEYS = TEXTS.en.map(([key]) => key).filter((key) => key.includes("-"));

/** A text of the console or of a customer's page, by its name. */
export function text(lang, name) {
  const found = TEXTS[lang].find(([key]) => key === name);
  if (!found) throw new Error(`no text is named ${name}`);
  return found[1];
}

/** Whole texts that belong to the other language alone. */
export function foreign(lang) {
  const own = new Set(TEXTS[lang].map(([, words]) => words));
  // What a reviewer may send is in the language of the one who gets it.
  const theirs = TEXTS[{ en: "de", de: "en" }[lang]].filter(([key]) => !key.startsWith("canned-")).map(([, words]) => words);
  // Languages are named in themselves.
  const names = ["Deutsch", "English"];
  return theirs.filter((words) => !own.has(words) && !names.includes(words) && !words.includes("{") && words.length > 3);
}

/** What a text says once it is filled, whatever with. */
export function said(lang, name) {
  const parts = text(lang, name).split(/\{[^}]*\}/);
  return new RegExp(`^${parts.map(escaped).join(".+")}$`);
}

/** The first sentences of the customer's pages: one for each state. */
export function leads() {
  return KEYS.filter((key) => key.endsWith("-lead") && key !== "receipt-lead");
}

/** Whatever begins with these words: a label with a hint or a number behind it. */
export function starting(words) {
  return new RegExp(`^${escaped(words)}`);
}

function escaped(words) {
  return words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
