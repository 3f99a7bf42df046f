// The texts of the product, read from where it has them.

import { readFileSync } from "node:fs";

const SOURCES = [
  "functions/console/i18n/console",
  "functions/answer-consent/i18n/page",
  "functions/answer-consent/i18n/receipt",
];

function read(source, lang) {
  const text = readFileSync(new URL(`../../../${source}.${lang}.ftl`, import.meta.url), "utf8");
  return [...text.matchAll(/^([a-z][\w-]*) = (.+)$/gm)].map(([, key, words]) => [key, words.trim()]);
}

/** Names of texts; none may stand where the text should. */
export const KEYS = SOURCES.flatMap((source) => read(source, "en").map(([key]) => key)).filter((key) =>
  key.includes("-"),
);

/** Whole texts that belong to the other language alone. */
export function foreign(lang) {
  const other = { en: "de", de: "en" }[lang];
  const own = new Set(SOURCES.flatMap((source) => read(source, lang).map(([, words]) => words)));
  const theirs = SOURCES.flatMap((source) => read(source, other).map(([, words]) => words));
  return theirs.filter((words) => !own.has(words) && !words.includes("{") && words.length > 3);
}
