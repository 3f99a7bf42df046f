// What happened before a journey begins, told to the API.

import { createHash, randomUUID } from "node:crypto";

const PARTNER = "partner-a-admin";
const PARTNER_CONTACT = { name: "Anna Keller", email: "anna@contoso.example" };
const contact = (locale) => ({
  name: "Erika Muster",
  title: "Head of IT",
  // One customer per claim, so that the newest mail is about it.
  email: `erika.${randomUUID().slice(0, 8)}@fabrikam.example`,
  locale,
});

/** A draft on workloads of a new tenant; its customer speaks this language. */
export async function draft(product, { locale = "en", name = "Fabrikam Teams" } = {}) {
  return product.json("POST", "/v1/claims", {
    as: PARTNER,
    body: {
      kind: "association",
      name,
      engagementId: "modern-work-usage",
      partnerRole: "use_or_consume",
      locationId: "4821907",
      tenantId: randomUUID(),
      items: [{ workload: "teams" }, { workload: "intune" }],
      optOutOfIncentives: false,
      customerContact: contact(locale),
      partnerContact: PARTNER_CONTACT,
    },
  }).then(created);
}

/** A claim for an engagement, whose customer has not been asked. */
export async function engagement(product, { locale = "en" } = {}) {
  return product.json("POST", "/v1/claims", {
    as: PARTNER,
    body: {
      kind: "engagement",
      origin: "added",
      name: "Fabrikam workshop",
      locationId: "4821907",
      identifier: { type: "tenant", value: randomUUID() },
      engagementIds: ["workshop"],
      customerContact: contact(locale),
      partnerContact: PARTNER_CONTACT,
    },
  }).then(created);
}

function created(answer) {
  return answer.claims ? answer.claims[0] : answer;
}

/** Proves everything with one clean file. */
export async function prove(product, claim, kind = "statement_of_work") {
  const { now } = await product.get("/dev/clock");
  const bytes = Buffer.from(`date,activity\r\n${now.slice(0, 10)},${kind} of ${claim.number}\r\n`);
  const { document, upload } = await product.json("POST", `/v1/claims/${claim.id}/documents`, {
    as: PARTNER,
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
    const { documents } = await product.get(`/v1/claims/${claim.id}`, PARTNER);
    state = documents.find(({ id }) => id === document.id).state;
  }
}

/** What the partner answers to the questions of a reviewer. */
export async function resubmit(product, claim) {
  const answers = [{ reason: 0, text: "The report shows it on page 3." }];
  await product.act(PARTNER, claim.id, "resubmit", { acknowledgements: ["accuracy@1", "customer-notice@1"], answers });
}

/** Submitted, and the customer told. */
export async function submitted(product, options) {
  const claim = await draft(product, options);
  await prove(product, claim);
  await product.act(PARTNER, claim.id, "submit", { acknowledgements: ["accuracy@1", "customer-notice@1"] });
  return told(product, claim);
}

/** The customer asked. */
export async function asked(product, options) {
  const claim = await engagement(product, options);
  const body = { dealSize: { amount: "48500.00", currency: "USD" }, disclaimer: "deal-disclaimer@1" };
  await product.act(PARTNER, claim.id, "consent", body);
  return told(product, claim);
}

async function told(product, claim) {
  await product.later("PT1S");
  const link = await product.linkTo(claim.customerContact.email);
  return { ...claim, link };
}

/** The status a claim has now. */
export async function statusOf(product, claim) {
  return (await product.get(`/v1/claims/${claim.id}`, PARTNER)).status;
}

/** What the customer answers, by the link of the mail. */
export async function answer(product, link, decision) {
  const { nonce } = await product.get(new URL(link).pathname);
  await product.later("PT5S");
  const body = { decision, name: "Erika Muster", confirmed: true, nonce };
  return product.json("POST", `${new URL(link).pathname}/decision`, { body });
}
