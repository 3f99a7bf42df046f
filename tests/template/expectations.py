"""What no linter asks of the transformed template, each expectation by its name.

    expectations.py TRANSFORMED.json
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parents[2]
PUBLIC = ("/c/", "/console", "/healthz", "/openapi.json", "/problems/", "/.well-known/", "$default")


EXPECTATIONS = []


def expectation(checks):
    """One of what is checked: yields where, whether it is as expected, and what was looked at."""
    EXPECTATIONS.append(checks)
    return checks


class Template:
    def __init__(self, document: dict):
        self.document, self.resources = document, document["Resources"]

    def of(self, kind: str) -> dict:
        return {name: r for name, r in self.resources.items() if r["Type"] == f"AWS::{kind}"}

    def properties(self, kind: str) -> dict:
        return {name: resource["Properties"] for name, resource in self.of(kind).items()}

    def routes(self):
        for path, methods in self.resources["Api"]["Properties"]["Body"]["paths"].items():
            for method, operation in methods.items():
                yield f"{method.upper()} {path}", path, operation


@expectation
def data_outlives_the_stack(t):
    """Deleting the stack, or a mistake in it, deletes no claim, no proof and no failed record."""
    for name in ("Table", "ProofBucket", "FailedRecords"):
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            yield name, t.resources[name].get(policy) == "Retain", policy
    table = t.resources["Table"]["Properties"]
    yield "Table", table["DeletionProtectionEnabled"] is True, "deletion protection"
    yield "Table", table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, "recovery"
    yield "Table", table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES", "stream"
    yield "Table", table["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}, "TTL"
    yield "ProofBucket", t.resources["ProofBucket"]["Properties"]["VersioningConfiguration"]["Status"] == "Enabled", "versions"


@expectation
def buckets_are_private_and_speak_tls(t):
    """Every bucket blocks the public in four ways, and has a policy that denies what is not encrypted on the way."""
    guarded = {}
    for policy in t.properties("S3::BucketPolicy").values():
        guarded[policy["Bucket"]["Ref"]] = policy["PolicyDocument"]["Statement"]
    for name, bucket in t.properties("S3::Bucket").items():
        yield name, set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, "public access"
        denies = [s for s in guarded.get(name, []) if s["Effect"] == "Deny" and s["Principal"] == "*"
                  and s["Action"] == "s3:*" and s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}]
        yield name, len(denies) == 1, "TLS only"
        yield name, "LifecycleConfiguration" in bucket, "lifecycle"


@expectation
def the_api_asks_who_calls(t):
    """Every route needs a token but the customers' pages, the console with its own session, and what is public."""
    for route, path, operation in t.routes():
        public = {name for entry in operation.get("security", []) for name in entry} == {"NONE"}
        yield route, public == path.startswith(PUBLIC), "authorizer"
        yield route, operation["x-amazon-apigateway-integration"]["payloadFormatVersion"] == "2.0", "payload"


@expectation
def the_gateway_may_call_what_it_routes_to(t):
    """Each function that a route leads to has a permission for the API."""
    permitted = {p["FunctionName"]["Ref"] for p in t.properties("Lambda::Permission").values()
                 if p["Principal"] == "apigateway.amazonaws.com"}
    for route, _, operation in t.routes():
        uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        yield route, re.search(r"\$\{(\w+)\.Arn\}", uri)[1] in permitted, "permission"


@expectation
def throttles_name_routes_that_exist(t):
    """A throttle of a route that is not there makes the deployment fail, after minutes."""
    routes = {route for route, _, _ in t.routes()}
    stage = t.resources["ApiApiGatewayDefaultStage"]["Properties"]
    for route, throttle in stage["RouteSettings"].items():
        yield route, route in routes, "no such route"
        yield route, throttle["ThrottlingRateLimit"] <= stage["DefaultRouteSettings"]["ThrottlingRateLimit"], "rate"


@expectation
def access_logs_hold_no_token(t):
    """The path of a consent link is its token: logs name the route."""
    form = t.resources["ApiApiGatewayDefaultStage"]["Properties"]["AccessLogSettings"]["Format"]
    said = set(re.findall(r"\$context\.([\w.]+)", form))
    yield "Api", said <= {"requestId", "routeKey", "status", "responseLatency"}, f"logs {sorted(said)}"


@expectation
def functions_are_rust_on_arm_with_logs_and_a_role(t):
    """Each function has its own role and log group, and a binary of this workspace; on arm64 unless it is said."""
    functions, roles, groups = t.properties("Lambda::Function"), set(), set()
    for name, function in functions.items():
        yield name, function["Runtime"] == "provided.al2023", "runtime"
        yield name, function["Architectures"] == [{"Ref": "Architecture"}], "architecture"
        yield name, 0 < function["Timeout"] <= 60, "time-out"
        roles.add(function["Role"]["Fn::GetAtt"][0])
        groups.add(function["LoggingConfig"]["LogGroup"]["Ref"])
        binary = t.resources[name]["Metadata"]["BuildProperties"]["Binary"]
        yield name, (ROOT / "functions" / binary / "src/main.rs").exists(), f"no binary {binary}"
    yield "Architecture", t.document["Parameters"]["Architecture"]["Default"] == "arm64", "not arm64 by default"
    yield "functions", len(roles) == len(groups) == len(functions), "a role and a log group each"
    for name in groups:
        yield name, "RetentionInDays" in t.resources[name]["Properties"], "retention"


@expectation
def roles_name_what_they_may(t):
    """No wildcard action, no statement on everything; nothing but Allow."""
    for name, role in t.properties("IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                yield name, statement["Effect"] == "Allow" and not any(":*" in a or a == "*" for a in actions), "actions"
                yield name, "*" not in (statement["Resource"], *statement["Resource"]), "resources"


@expectation
def streams_lose_nothing(t):
    """Event-source settings: batches are split, tried again for an hour at most, and then kept."""
    sources = t.properties("Lambda::EventSourceMapping")
    yield "stream", len(sources) == 2, "two consumers are the stream's maximum"
    for name, source in sources.items():
        yield name, source["BisectBatchOnFunctionError"] is True, "bisect"
        yield name, source["FunctionResponseTypes"] == ["ReportBatchItemFailures"], "partial answers"
        yield name, 5 <= source["MaximumRetryAttempts"] <= 10, "tries"
        yield name, source["MaximumRecordAgeInSeconds"] <= 3600, "age"
        yield name, source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["FailedRecords", "Arn"]}, "kept"
        filters = [json.loads(f["Pattern"]) for f in source["FilterCriteria"]["Filters"]]
        yield name, filters == [{"dynamodb": {"Keys": {"SK": {"S": ["CLAIM"]}}}}], "claims only"


@expectation
def asynchronous_events_are_kept(t):
    """What S3, GuardDuty and SES tell is tried again and then kept in the queue."""
    kept = {c["FunctionName"]["Ref"] for c in t.properties("Lambda::EventInvokeConfig").values()
            if c["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["FailedEvents", "Arn"]}}
    for principal, name in (("events.amazonaws.com", "RecordProof"), ("sns.amazonaws.com", "TrackMail")):
        told = {p["FunctionName"]["Ref"] for p in t.properties("Lambda::Permission").values() if p["Principal"] == principal}
        yield name, told == {name} and name in kept, "on failure"


@expectation
def the_sweep_ticks(t):
    """Every minute, one at a time."""
    [schedule] = t.properties("Scheduler::Schedule").values()
    yield "SweepDeadlines", schedule["ScheduleExpression"] == "rate(1 minute)", "schedule"
    yield "SweepDeadlines", schedule.get("State", "ENABLED") == "ENABLED", "enabled"
    yield "SweepDeadlines", t.resources["SweepDeadlines"]["Properties"]["ReservedConcurrentExecutions"] == 1, "alone"


@expectation
def secrets_are_made_by_aws(t):
    """No key is a parameter's default or part of the template."""
    for name, secret in t.properties("SecretsManager::Secret").items():
        yield name, "SecretString" not in secret and secret["GenerateSecretString"]["PasswordLength"] == 42, "generated"
    for name, parameter in t.document["Parameters"].items():
        yield name, "Description" in parameter or "AllowedValues" in parameter or parameter["Type"] == "Number", "described"


@expectation
def every_address_is_an_output(t):
    """Whoever has deployed need not search."""
    for name in ("Url", "ApiUrl", "ConsoleUrl", "OpenApiUrl", "ReceiptKeysUrl", "SignInUrl", "DistributionUrl", "DomainTarget"):
        yield name, bool(t.document["Outputs"].get(name, {}).get("Description")), "output"


def main(path: str) -> int:
    template = Template(json.loads(pathlib.Path(path).read_text("utf-8")))
    failed = checked = 0
    for checks in EXPECTATIONS:
        found = list(checks(template))
        checked += len(found)
        # An expectation that looked at nothing holds nothing.
        faults = [f"{name}: {what}" for name, good, what in found if not good] or ([] if found else ["looked at nothing"])
        failed += len(faults)
        print(("ok      " if not faults else "FAILED  ") + checks.__name__.replace("_", " "))
        for fault in faults:
            print(f"          {fault}")
    print(f"{len(EXPECTATIONS)} expectations, {checked} checks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
