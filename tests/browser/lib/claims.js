// What happened before a journey begins, told to the API.

import { createHash, randomUUID } from "node:crypto";

/** Who claims, from where, and who speaks for it. */
const OURS = { as: "partner-a-admin", locationId: "4821907", contact: { name: "Anna Keller", email: "anna@contoso.example" } };
export const THEIRS = { as: "partner-b-admin", locationId: "5930018", contact: { name: "Ben Carter", email: "ben@tailspin.example" } };
const ACCEPTED = { association: ["accuracy@1", "customer-notice@1"], engagement: ["accuracy@1", "delivery@1"] };

const contact = (locale) => ({
  name: "Erika Muster",
  title: "Head of IT",
  // One customer per claim, so that the newest mail is about it.
  email: `erika.${randomUUID().slice(0, 8)}@fabrikam.example`,
  locale,
});

/** A draft on workloads; its customer speaks this language. The tenant is a new one if none is named. */
export async function draft(
  product,
  { locale = "en", name = "Fabrikam Teams", tenant = randomUUID(), workloads = ["teams", "intune"], by = OURS } = {},
) {
  return product.json("POST", "/v1/claims", {
    as: by.as,
    body: {
      kind: "association",
      name,
      engagementId: "modern-work-usage",
      partnerRole: "use_or_consume",
      locationId: by.locationId,
      tenantId: tenant,
      items: workloads.map((workload) => ({ workload })),
      optOutOfIncentives: false,
      customerContact: contact(locale),
      partnerContact: by.contact,
    },
  }).then(created);
}

/** A claim for an engagement, whose customer has not been asked. */
export async function engagement(
  product,
  { locale = "en", name = "Fabrikam workshop", tenant = randomUUID(), engagementId = "workshop", by = OURS } = {},
) {
  return product.json("POST", "/v1/claims", {
    as: by.as,
    body: {
      kind: "engagement",
      origin: "added",
      name,
      locationId: by.locationId,
      identifier: { type: "tenant", value: tenant },
      engagementIds: [engagementId],
      customerContact: contact(locale),
      partnerContact: by.contact,
    },
  }).then(created);
}

function created(answer) {
  return answer.claims ? answer.claims[0] : answer;
}

/** Proves everything with one clean file. */
export async function prove(product, claim, { kind = "statement_of_work", by = OURS } = {}) {
  const { now } = await product.get("/dev/clock");
  const bytes = Buffer.from(`date,activity\r\n${now.slice(0, 10)},${kind} of ${claim.number}\r\n`);
  const { document, upload } = await product.json("POST", `/v1/claims/${claim.id}/documents`, {
    as: by.as,
    body: {
      fileName: "activities.csv",
      mediaType: "text/csv",
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      kind,
      activityDate: now.slice(0, 10),
      covers: {
        items: claim.items.map(({ key }) => key),
        elements: ["identity", "customer_acknowledgement", "service_description"],
      },
    },
  });
  const put = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });
  if (!put.ok) throw new Error(`the upload: ${put.status}`);
  for (let state = "pending"; state === "pending"; ) {
    const { documents } = await product.get(`/v1/claims/${claim.id}`, by.as);
    state = documents.find(({ id }) => id === document.id).state;
  }
}

/** What the partner answers to the questions of a reviewer. */
export async function resubmit(product, claim) {
  const answers = [{ reason: 0, text: "The report shows it on page 3." }];
  await product.act(OURS.as, claim.id, "resubmit", { acknowledgements: ACCEPTED.association, answers });
}

/** Submitted, and the customer told. */
export async function submitted(product, { by = OURS, ...options } = {}) {
  const claim = await draft(product, { by, ...options });
  await prove(product, claim, { by });
  await product.act(by.as, claim.id, "submit", { acknowledgements: ACCEPTED[claim.kind] });
  return told(product, claim);
}

/** Everything accepted by a reviewer. */
export async function approved(product, options) {
  const claim = await submitted(product, options);
  await product.act("reviewer", claim.id, "review/start");
  const items = claim.items.map(({ key }) => ({ key, decision: "accepted" }));
  await product.act("reviewer", claim.id, "review/approve", { items });
  return claim;
}

/** Rejected by a reviewer, for this reason. */
export async function rejected(product, code, options) {
  const claim = await submitted(product, options);
  await product.act("reviewer", claim.id, "review/start");
  const reasons = [{ code, pointer: "/proof", text: "The report is about other work." }];
  await product.act("reviewer", claim.id, "review/reject", { reasons });
  return claim;
}

/** Official for some days, and the claim of another partner for the same. */
export async function rivals(product, names) {
  const same = { tenant: randomUUID(), workloads: ["teams"] };
  const incumbent = await approved(product, { ...same, name: names[0] });
  await product.later("P10D");
  const challenger = await submitted(product, { ...same, name: names[1], by: THEIRS });
  return { incumbent, challenger };
}

/** The customer asked. */
export async function asked(product, options) {
  const claim = await engagement(product, options);
  const body = { dealSize: { amount: "48500.00", currency: "USD" }, disclaimer: "deal-disclaimer@1" };
  await product.act(OURS.as, claim.id, "consent", body);
  return told(product, claim);
}

/** The customer has agreed. */
export async function agreed(product, options) {
  const claim = await asked(product, options);
  await answer(product, claim.link, "accept");
  return claim;
}

async function told(product, claim) {
  await product.later("PT1S");
  const link = await product.linkTo(claim.customerContact.email);
  return { ...claim, link };
}

/** The status a claim has now. */
export async function statusOf(product, claim) {
  return (await product.get(`/v1/claims/${claim.id}`, OURS.as)).status;
}

/** What the customer answers, by the link of the mail. */
export async function answer(product, link, decision) {
  const { nonce } = await product.get(new URL(link).pathname);
  await product.later("PT5S");
  const body = { decision, name: "Erika Muster", confirmed: true, nonce };
  return product.json("POST", `${new URL(link).pathname}/decision`, { body });
}
