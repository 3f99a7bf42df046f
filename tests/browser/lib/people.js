// Who of the demo looks at the pages, and in which language.

import { LANGUAGES } from "./browser.js";

/** Personas with pages of their own look in both languages; whoever shares theirs with one of them, in one. */
const BOTH = ["partner-a-admin", "reviewer", "programme-manager"];
const ONCE = ["partner-a-user", "partner-a-referrals", "partner-b-admin", "review-lead", "field-seller", "auditor"];

export const PERSONAS = [...BOTH, ...ONCE];
export const PEOPLE = [
  ...BOTH.flatMap((persona) => LANGUAGES.map((lang) => [persona, lang])),
  ...ONCE.map((persona, place) => [persona, LANGUAGES[place % LANGUAGES.length]]),
];

/** Pages of the local system. */
export const LOCAL_PAGES = ["/", "/dev/mail"];
