use super::texts::{Acknowledgement, Activities, Disclosure, Identity, Products, Texts};

pub(super) const TEXTS: Texts = Texts {
    language: "en-GB",
    file_stem: "proof-of-execution",
    title: "Proof of execution",
    subtitle: |programme, today| format!("{programme} · prepared on {today}"),
    introduction: "Check what is filled in already, complete the rest, have the customer sign section 2 and upload the \
                   document to your claim. You may use other documents instead if together they contain everything \
                   asked for here.",
    identity: Identity {
        heading: "1. Partner and customer",
        hint: "These details must match the claim.",
        header: ["Detail", "Entry"],
        programme: "Programme",
        engagement: "Engagement",
        claim_number: "Claim number",
        claim_name: "Claim name",
        partner: "Partner",
        location: "Partner location",
        partner_role: "Partner role",
        partner_contact: "Partner contact",
        customer: "Customer",
        tenant: "Customer's tenant ID",
        customer_contact: "Customer contact",
    },
    acknowledgement: Acknowledgement {
        heading: "2. Acknowledgement by the customer",
        statement: |partner, customer| {
            format!(
                "On behalf of {customer} I confirm that {partner} carried out the activities in section 3 for us and \
                 that the entries in section 4 are correct."
            )
        },
        hint: "To be dated no earlier than 12 months before the claim is submitted.",
        header: ["Signed for the customer", "Entry"],
        name: "Name",
        position: "Position",
        date: "Place and date",
        signature: "Signature",
    },
    activities: Activities {
        heading: "3. Activities and supporting documents",
        hint: "What the partner did for the customer, when, and which document shows it. Upload these documents as well.",
        header: ["No.", "Date or period", "What the partner did", "Supporting document"],
    },
    products: Products {
        heading: "4. Products per activity",
        hint: "Every item of the claim must be covered by a document. Describe usage only: no prices, no revenue.",
        header: ["Claimed item", "Activity no.", "How the customer uses it", "Document and page"],
    },
    disclosure: Disclosure {
        heading: "5. Disclosure to public-sector customers",
        needed: "The customer is a public-sector body. The partner must have told the customer about its fee.",
        not_needed: "Not required: according to the claim, the customer is not a public-sector body.",
        not_known: "Only if the customer is a public-sector body: the partner must have told the customer about its fee.",
        header: ["Disclosure", "Entry"],
        told: |vendor| format!("The customer was told that {vendor} may pay the partner a fee"),
        yes_no: "☐ yes     ☐ no",
        fee: "Kind or amount of the fee as disclosed",
        date: "Disclosed on",
        document: "Document and page",
    },
    closing: "Accepted formats: PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV, EML; without macros or password, up to 25 MiB per file.",
    page: "Page",
    of: "of",
};
