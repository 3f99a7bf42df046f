//! The OpenAPI 3.1 document: schemas from the structs, everything else from the table of operations.

use std::collections::BTreeMap;

use utoipa::{
    ToSchema,
    openapi::{
        Components, ComponentsBuilder, Content, Header, HttpMethod, InfoBuilder, Object, ObjectBuilder,
        OpenApiBuilder, PathItem, Paths, PathsBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
        Schema, SecurityRequirement,
        path::{OperationBuilder, Parameter as Documented, ParameterBuilder, ParameterIn},
        request_body::{RequestBody, RequestBodyBuilder},
        schema::{AdditionalProperties, ArrayBuilder, SchemaType, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    operation::{self, Access, Answer, Operation, Parameter},
    operations::operations,
};
use crate::{
    problem::ProblemView,
    views::{self, requests},
};

const TOKEN: &str = "token";
/// Statuses that problems have.
const STATUSES: [u16; 15] = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 503];

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// The document as JSON text, always the same.
#[must_use]
pub fn document() -> String {
    let info = InfoBuilder::new()
        .title("Assent")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Partner-of-record claims: create, prove, ask the customer, review."));
    let document = OpenApiBuilder::new().info(info.build()).paths(paths()).components(Some(components()));
    document.build().to_json().unwrap_or_default()
}

fn paths() -> Paths {
    let mut items: BTreeMap<&str, PathItem> = BTreeMap::new();
    for operation in operations() {
        let Some(method) = method(operation.method) else { continue };
        let item = PathItem::new(method, documented(operation));
        match items.get_mut(operation.path) {
            Some(known) => known.merge_operations(item),
            None => drop(items.insert(operation.path, item)),
        }
    }
    items.into_iter().fold(PathsBuilder::new(), |paths, (path, item)| paths.path(path, item)).build()
}

fn method(name: &str) -> Option<HttpMethod> {
    match name {
        "GET" => Some(HttpMethod::Get),
        "HEAD" => Some(HttpMethod::Head),
        "POST" => Some(HttpMethod::Post),
        "PUT" => Some(HttpMethod::Put),
        "PATCH" => Some(HttpMethod::Patch),
        "DELETE" => Some(HttpMethod::Delete),
        _ => None,
    }
}

fn documented(operation: &Operation) -> OperationBuilder {
    let mut documented = OperationBuilder::new()
        .operation_id(Some(operation.id))
        .summary(Some(operation.summary))
        .description(Some(operation.details).filter(|details| !details.is_empty()))
        .request_body(operation.body.as_ref().map(body));
    for parameter in parameters(operation) {
        documented = documented.parameter(parameter);
    }
    for answer in operation.answers {
        documented = documented.response(answer.status.to_string(), answered(answer));
    }
    for status in problems(operation) {
        documented = documented.response(status.to_string(), Ref::from_response_name(problem_name(status)));
    }
    match operation.access {
        Access::Token => documented.security(SecurityRequirement::new(TOKEN, Vec::<String>::new())),
        Access::Public => documented.securities(Some(Vec::new())),
    }
}

fn parameters(operation: &Operation) -> Vec<Documented> {
    let in_path = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| parameter(name, ParameterIn::Path, "From the path", text(None), Required::True));
    let in_query = operation.query.iter().map(|known| {
        let required = if known.required { Required::True } else { Required::False };
        parameter(known.name, ParameterIn::Query, known.about, query_schema(known), required)
    });
    let mut all: Vec<_> = in_path.chain(in_query).collect();
    if operation.repeatable {
        let about = "Same key and body = the same effect, once (V-10)";
        let schema = text(Some((1, crate::call::IDEMPOTENCY_KEY_MAX)));
        all.push(parameter("Idempotency-Key", ParameterIn::Header, about, schema, Required::False));
    }
    if operation.conditional {
        let about = "The ETag last seen (V-11)";
        all.push(parameter("If-Match", ParameterIn::Header, about, text(None), Required::True));
    }
    all
}

fn parameter(name: &str, place: ParameterIn, about: &str, schema: Schema, required: Required) -> Documented {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .description(Some(about))
        .schema(Some(schema))
        .required(required)
        .build()
}

fn query_schema(parameter: &Parameter) -> Schema {
    if let Some(most) = parameter.most {
        let number = ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer));
        number.minimum(Some(1)).maximum(Some(most)).into()
    } else if parameter.words.is_empty() {
        text(None)
    } else {
        let words = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
        words.enum_values(Some(parameter.words.iter().copied())).into()
    }
}

fn text(length: Option<(usize, usize)>) -> Schema {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .min_length(length.map(|(min, _)| min))
        .max_length(length.map(|(_, max)| max))
        .into()
}

fn body(content: &operation::Content) -> RequestBody {
    let required = if content.required { Required::True } else { Required::False };
    content
        .media_types
        .iter()
        .fold(RequestBodyBuilder::new().required(Some(required)), |body, media_type| {
            body.content(*media_type, typed(content.schema))
        })
        .build()
}

fn typed(schema: &str) -> Content {
    Content::new((!schema.is_empty()).then(|| Ref::from_schema_name(schema)))
}

fn answered(answer: &Answer) -> Response {
    let mut response =
        ResponseBuilder::new().description(answer.about).header("Request-Id", header("Id of the request"));
    if let Some(content) = &answer.content {
        for media_type in content.media_types {
            // pages and tables have no schema
            let schema = if *media_type == "application/json" { content.schema } else { "" };
            response = response.content(*media_type, typed(schema));
        }
    }
    if answer.etag {
        response = response.header("ETag", header("Version of the object"));
    }
    if answer.location {
        response = response.header("Location", header("Address of the object"));
    }
    if answer.link {
        response = response.header("Link", header("Of an export: the next page, as `next`"));
    }
    response.build()
}

fn header(about: &str) -> Header {
    let mut header = Header::new(text(None));
    header.description = Some(about.into());
    header
}

/// The statuses an operation can meet: its own, and those that come with what it takes.
fn problems(operation: &Operation) -> Vec<u16> {
    let mut statuses = vec![500, 503];
    statuses.extend(operation.problems);
    if operation.access == Access::Token {
        statuses.extend([401, 403]);
    }
    if !operation.query.is_empty() {
        statuses.push(400);
    }
    if operation.body.is_some() {
        statuses.extend([400, 413, 415]);
    }
    if operation.repeatable {
        statuses.extend([400, 422]);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn problem_name(status: u16) -> String {
    format!("Problem{status}")
}

fn components() -> Components {
    let builder = ComponentsBuilder::new().security_scheme(
        TOKEN,
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    let builder = STATUSES.into_iter().fold(builder, |builder, status| {
        let reason =
            lambda_http::http::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
        let problem = ResponseBuilder::new()
            .description(reason.unwrap_or_default())
            .content("application/problem+json", typed("Problem"))
            .header("Request-Id", header("Id of the request"));
        let problem = match status {
            429 | 503 => problem.header("Retry-After", header("Seconds to wait")),
            405 => problem.header("Allow", header("Methods of the path")),
            _ => problem,
        };
        builder.response(problem_name(status), problem)
    });
    builder.schemas_from_iter(schemas()).build()
}

/// Adds a type and all it is made of.
fn add<T: ToSchema>(schemas: &mut Schemas) {
    let mut parts = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut parts);
    schemas.extend(parts);
}

fn add_list<T: ToSchema>(schemas: &mut Schemas, name: &str) {
    add::<T>(schemas);
    let next = SchemaType::from_iter([Type::String, Type::Null]);
    let list = ObjectBuilder::new()
        .property("items", ArrayBuilder::new().items(Ref::from_schema_name(T::name())))
        .property(
            "next",
            ObjectBuilder::new()
                .schema_type(next)
                .description(Some("Address of the next page; null at the end, and only there")),
        );
    schemas.insert(name.into(), RefOr::T(list.into()));
}

fn schemas() -> Schemas {
    let mut taken = Schemas::new();
    add::<requests::CreateClaim>(&mut taken);
    add::<requests::EditClaim>(&mut taken);
    add::<requests::ConsentInput>(&mut taken);
    add::<requests::CustomerLookUp>(&mut taken);
    add::<requests::Submission>(&mut taken);
    add::<requests::ReasonInput>(&mut taken);
    add::<requests::CommentInput>(&mut taken);
    add::<requests::ContactInput>(&mut taken);
    add::<requests::DocumentInput>(&mut taken);
    add::<requests::ReviewReasons>(&mut taken);
    add::<requests::Approval>(&mut taken);
    add::<requests::DecisionInput>(&mut taken);
    add::<requests::WithdrawalInput>(&mut taken);
    add::<requests::ReceiptInput>(&mut taken);
    add::<requests::DisputeInput>(&mut taken);
    add::<requests::ExtensionInput>(&mut taken);
    add::<requests::StatementInput>(&mut taken);
    add::<requests::ContestDecisionInput>(&mut taken);
    add::<requests::DelegationInput>(&mut taken);
    add::<requests::EngagementRules>(&mut taken);
    add::<requests::MailSettings>(&mut taken);
    // what callers send has no other fields than these (V-09)
    change(&mut taken, |object| {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    });

    let mut given = Schemas::new();
    add::<views::ClaimAnswer>(&mut given);
    add::<views::ClaimsAnswer>(&mut given);
    add::<views::ConsentRecordView>(&mut given);
    add::<views::DocumentAnswer>(&mut given);
    add::<views::PrecheckView>(&mut given);
    add::<views::ImportView>(&mut given);
    add::<views::MeView>(&mut given);
    add::<views::UsageAnswer>(&mut given);
    add::<views::EngagementView>(&mut given);
    add::<views::CustomerCountsView>(&mut given);
    add::<views::LookUpView>(&mut given);
    add::<views::ReferralView>(&mut given);
    add::<views::DecisionView>(&mut given);
    add::<views::ReceiptView>(&mut given);
    add::<views::ReceiptCheckView>(&mut given);
    add::<views::ReceiptKeySetView>(&mut given);
    add::<requests::Health>(&mut given);
    add_list::<views::ClaimAnswer>(&mut given, "ClaimList");
    add_list::<views::CommentView>(&mut given, "CommentList");
    add_list::<views::HistoryEntryView>(&mut given, "HistoryList");
    add_list::<views::DocumentView>(&mut given, "DocumentList");
    add_list::<views::ReviewRow>(&mut given, "ReviewList");
    add_list::<views::LocationView>(&mut given, "LocationList");
    add_list::<views::EngagementView>(&mut given, "EngagementList");
    add_list::<views::AssociationRow>(&mut given, "AssociationList");
    add_list::<views::CustomerRow>(&mut given, "CustomerList");
    add_list::<views::EligibleLocationRow>(&mut given, "LocationEligibilityList");
    add_list::<views::ReferralView>(&mut given, "ReferralList");
    add::<views::ContestView>(&mut given);
    add_list::<views::ContestView>(&mut given, "ContestList");
    add_list::<views::EarningRow>(&mut given, "EarningList");
    add_list::<views::AccessView>(&mut given, "AccessList");
    // an answer has all its fields, some of them null
    change(&mut given, |object| object.required = object.properties.keys().cloned().collect());

    // of these only what applies
    add::<ProblemView>(&mut given);
    add::<views::ConsentPageView>(&mut given);
    given.extend(taken);
    given
}

/// Changes every object that has fields; lists, alternatives and words have none of their own.
fn change(schemas: &mut Schemas, change: impl Fn(&mut Object)) {
    for schema in schemas.values_mut() {
        if let RefOr::T(Schema::AllOf(all)) = schema {
            all.items.iter_mut().filter_map(object).for_each(&change);
        } else if let Some(object) = object(schema) {
            change(object);
        }
    }
}

fn object(schema: &mut RefOr<Schema>) -> Option<&mut Object> {
    match schema {
        RefOr::T(Schema::Object(object)) => Some(object).filter(|object| !object.properties.is_empty()),
        RefOr::T(_) | RefOr::Ref(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::mails::{MailSettings, StatusMails};
    use domain::{
        Code, Engagement,
        catalogue::{Caps, Deadlines, Named, PartnerRole, ProofElement, VersionedText},
        command::{ItemVerdict, ReasonAnswer, Submission},
        document::Covers,
        identifier::IdentifierInput,
        input::{
            ClaimInput, ConsentInput, ContactInput, ContactPatch, ContentPatch, DocumentInput,
            EngagementInput, ItemInput, RevenueInput, RevenuePatch,
        },
        money::MoneyInput,
    };
    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use super::*;
    use crate::problem;

    fn read() -> Value {
        serde_json::from_str(&document()).unwrap()
    }

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get("$ref") {
                    found.insert(target.clone());
                }
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(elements) => elements.iter().for_each(|value| references(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_operation_is_there_and_every_reference_leads_somewhere() {
        let document = read();
        assert_eq!(document["openapi"], "3.1.0");
        for operation in operations() {
            let known = &document["paths"][operation.path][operation.method.to_lowercase()];
            assert_eq!(known["operationId"], operation.id, "{} {}", operation.method, operation.path);
        }
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 40);
        for target in found {
            let pointer = target.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{target}");
        }
    }

    #[test]
    fn names_and_routes_are_unique_and_the_document_is_always_the_same() {
        let ids: BTreeSet<_> = operations().iter().map(|operation| operation.id).collect();
        let routes: BTreeSet<_> = operations().iter().map(|known| (known.path, known.method)).collect();
        assert_eq!((ids.len(), routes.len()), (operations().len(), operations().len()));
        assert_eq!(document(), document());
    }

    #[test]
    fn every_status_of_a_code_is_documented() {
        for code in Code::ALL {
            assert!(STATUSES.contains(&problem::status(*code).as_u16()), "{}", code.as_str());
        }
    }

    /// What the domain says it takes, out of its own words about a field it does not know.
    fn taken<T: DeserializeOwned>() -> BTreeSet<String> {
        let Err(fault) = serde_json::from_str::<T>("{\"?\":1}") else { panic!("unknown fields are taken") };
        let words = fault.to_string();
        words.split('`').skip(3).step_by(2).map(String::from).collect()
    }

    fn documented_fields(name: &str) -> BTreeSet<String> {
        let document = read();
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["additionalProperties"], false, "{name}");
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn the_document_names_exactly_the_fields_the_domain_takes() {
        assert_eq!(documented_fields("CreateAssociation"), taken::<ClaimInput>());
        assert_eq!(documented_fields("CreateEngagement"), taken::<EngagementInput>());
        assert_eq!(documented_fields("ConsentInput"), taken::<ConsentInput>());
        assert_eq!(documented_fields("IdentifierInput"), taken::<IdentifierInput>());
        assert_eq!(documented_fields("Money"), taken::<MoneyInput>());
        assert_eq!(documented_fields("ItemInput"), taken::<ItemInput>());
        assert_eq!(documented_fields("ContactInput"), taken::<ContactInput>());
        assert_eq!(documented_fields("RevenueInput"), taken::<RevenueInput>());
        assert_eq!(documented_fields("EditClaim"), taken::<ContentPatch>());
        assert_eq!(documented_fields("ContactPatch"), taken::<ContactPatch>());
        assert_eq!(documented_fields("RevenuePatch"), taken::<RevenuePatch>());
        assert_eq!(documented_fields("DocumentInput"), taken::<DocumentInput>());
        assert_eq!(documented_fields("Covers"), taken::<Covers>());
        assert_eq!(documented_fields("Submission"), taken::<Submission>());
        assert_eq!(documented_fields("ReasonAnswer"), taken::<ReasonAnswer>());
        assert_eq!(documented_fields("ItemVerdict"), taken::<ItemVerdict>());
        assert_eq!(documented_fields("MailSettings"), taken::<MailSettings>());
        assert_eq!(documented_fields("EngagementRules"), taken::<Engagement>());
        assert_eq!(documented_fields("RoleRules"), taken::<PartnerRole>());
        assert_eq!(documented_fields("DeadlineRules"), taken::<Deadlines>());
        assert_eq!(documented_fields("ProofRules"), taken::<domain::catalogue::ProofRules>());
        assert_eq!(documented_fields("ElementRule"), taken::<ProofElement>());
        assert_eq!(documented_fields("NamedRule"), taken::<Named>());
        assert_eq!(documented_fields("TextRule"), taken::<VersionedText>());
        assert_eq!(documented_fields("CapRules"), taken::<Caps>());
        assert_eq!(documented_fields("Text"), taken::<domain::text::Text>());
    }

    #[test]
    fn words_of_the_document_are_those_of_the_domain() {
        let document = read();
        let words = |name: &str| -> Vec<String> {
            serde_json::from_value(document["components"]["schemas"][name]["enum"].clone()).unwrap()
        };
        let every = |words: &[&str]| words.iter().map(|word| String::from(*word)).collect::<BTreeSet<_>>();
        assert_eq!(words("Status").into_iter().collect::<BTreeSet<_>>(), every(domain::State::STATUSES));
        assert_eq!(words("CustomerReason"), domain::customer::Ineligible::ALL.map(|known| known.as_str()));
        assert_eq!(
            words("LocationReason"),
            domain::eligibility::Unqualified::ALL.map(|known| known.as_str())
        );
        assert_eq!(words("StatusMails"), StatusMails::ALL.map(|known| known.as_str()));
        assert_eq!(words("IdentifierType"), domain::IdentifierType::ALL.map(|known| known.as_str()));
        assert_eq!(words("ConsentMode"), ["notice", "opt_in"]);
        assert_eq!(words("Kind"), ["association", "engagement"]);
    }
}
