// The Customers page of an engagement, and the way there.

import assert from "node:assert/strict";
import { isAt, parts } from "./journey.js";
import { starting } from "./texts.js";

/** An engagement of the catalogue, in the language of the page. */
export const engagement = ({ product, lang }, id) =>
  product.json("GET", `/v1/engagements/${id}`, { as: "partner-a-admin", headers: { "accept-language": lang } });

/** Goes to the Customers page of an engagement by the links that lead there. */
export async function customersOf(kept, id) {
  const { hand, page, says } = kept;
  const { name, solutionArea } = await engagement(kept, id);
  await hand.follow(says("part-engagements"), parts({ page, says }));
  const areas = page.getByRole("navigation", { name: says("solution-areas") });
  const area = starting(says(`area-${solutionArea.replaceAll("_", "-")}`));
  if (!area.test(await areas.locator("[aria-current=page]").innerText())) await hand.follow(area, areas);
  await hand.follow(name);
  await hand.follow(says("customers"));
  await isAt(page, says("customers"));
}

/** Goes to one of its tabs. */
export async function tabOf({ hand, page, says }, tab) {
  const tabs = page.getByRole("navigation", { name: says("customers") });
  await hand.follow(starting(says(`tab-${tab}`)), tabs);
  assert.match(await tabs.locator("[aria-current=page]").innerText(), starting(says(`tab-${tab}`)));
}

/** The row of a table that has these words. */
export const rowOf = (page, words) => page.getByRole("row").filter({ hasText: words });

/** Fills in who speaks for the customer, by this address, and who for the partner. */
export async function contacts({ hand, says, lang }, email) {
  await hand.fill(says("customer-contact-name"), "Erika Muster");
  await hand.fill(says("customer-contact-title"), "Head of IT");
  await hand.fill(says("customer-contact-email"), email);
  await hand.choose(says("customer-contact-language"), { en: "English", de: "Deutsch" }[lang]);
  await speaker({ hand, says });
}

/** Fills in who speaks for the partner. */
export async function speaker({ hand, says }) {
  await hand.fill(says("partner-contact-name"), "Anna Keller");
  await hand.fill(says("partner-contact-email"), "anna.keller@contoso.example");
}
