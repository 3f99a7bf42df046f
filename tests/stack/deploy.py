"""Makes a stack of the product's template on an emulator: transformed as `sam deploy` would, with what the emulator
cannot import put into a form it can. docs/EMULATORS.md lists every difference."""

import io
import json
import pathlib
import platform
import re
import secrets
import string
import sys
import time
import zipfile

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/template"))

from transform import transformed  # noqa: E402

STACK = "assent"
CODE = "assent-code"
# By the header of a binary (e_machine), and what a machine calls itself.
ARCHITECTURES = {0x3E: "x86_64", 0xB7: "arm64"}
HERE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
# Its clock is the one that is put before qemu itself.
EMULATED = """#!/bin/sh
exec qemu-aarch64 -L /usr/aarch64-linux-gnu -U LD_PRELOAD "${0%/*}/function"
"""


def deploy(clients, binaries: pathlib.Path, parameters: dict) -> dict:
    """Uploads the binaries, creates the stack, and gives its physical ids by logical id."""
    parameters |= {"Architecture": upload(clients("s3"), binaries)}
    template = adapted(transformed((ROOT / "template.yaml").read_text("utf-8"), f"s3://{CODE}/{{}}.zip"))
    # Longer than what a request may carry, here as on AWS.
    clients("s3").put_object(Bucket=CODE, Key="template.json", Body=json.dumps(template).encode())
    cloudformation = clients("cloudformation")
    cloudformation.create_stack(
        StackName=STACK,
        TemplateURL=f"{cloudformation.meta.endpoint_url}/{CODE}/template.json",
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
    )
    while (status := state(cloudformation)) == "CREATE_IN_PROGRESS":
        time.sleep(0.2)
    if status != "CREATE_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        faults = [f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}" for event in events
                  if event.get("ResourceStatusReason")]
        raise SystemExit("the stack was not created:\n" + "\n".join(faults))
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for page in pages for resource in page["StackResourceSummaries"]}


def state(cloudformation) -> str:
    return cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]


def upload(s3, binaries: pathlib.Path) -> str:
    """Uploads each function, behind qemu where this machine is another, and gives what they are built for."""
    zips = sorted(binaries.glob("*/bootstrap.zip"))
    if not zips:
        raise SystemExit(f"no binaries in {binaries}: build them with cargo lambda")
    s3.create_bucket(Bucket=CODE)
    architectures = set()
    for archive in zips:
        code = archive.read_bytes()
        with zipfile.ZipFile(archive) as packed:
            binary = packed.read("bootstrap")
        architecture = ARCHITECTURES[int.from_bytes(binary[18:20], "little")]
        architectures.add(architecture)
        s3.put_object(
            Bucket=CODE, Key=f"{archive.parent.name}.zip", Body=code if architecture == HERE else emulated(binary))
    [architecture] = architectures
    return architecture


def emulated(binary: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ("bootstrap", EMULATED.encode()), ("function", binary):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def adapted(template: dict) -> dict:
    """The template with what the emulator does not know taken out or said in another way."""
    resources = template["Resources"]
    for name in [name for name, resource in resources.items() if left_out(resource)]:
        del resources[name]
    for resource in resources.values():
        if resource["Type"] == "AWS::SecretsManager::Secret":
            wanted = resource["Properties"].pop("GenerateSecretString")
            letters = (secrets.choice(string.ascii_letters + string.digits) for _ in range(wanted["PasswordLength"]))
            resource["Properties"]["SecretString"] = json.dumps({wanted["GenerateStringKey"]: "".join(letters)})
        if resource["Type"] == "AWS::IAM::Role":
            for policy in resource["Properties"].get("Policies", []):
                for statement in policy["PolicyDocument"]["Statement"]:
                    if statement["Action"] == "ses:SendRawEmail":
                        statement["Resource"] = "*"
    routes(resources)
    return template


def left_out(resource: dict) -> bool:
    """What the emulator does not know, and the rule that there must be TLS: on loopback there is none."""
    computed = resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
    statements = resource.get("Properties", {}).get("PolicyDocument", {}).get("Statement", [])
    with_tls = [statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}} for statement in statements]
    return computed or resource["Type"].startswith("AWS::GuardDuty::") or (bool(with_tls) and all(with_tls))


def routes(resources: dict) -> None:
    """The OpenAPI document of the API as routes, integrations and an authorizer of their own."""
    api = resources["Api"]["Properties"]
    body = api.pop("Body")
    api["Name"], api["ProtocolType"] = {"Ref": "AWS::StackName"}, "HTTP"
    cors = body.get("x-amazon-apigateway-cors")
    if cors:
        api["CorsConfiguration"] = {name[0].upper() + name[1:]: value for name, value in cors.items()}
    for name, scheme in body["components"]["securitySchemes"].items():
        authorizer = scheme["x-amazon-apigateway-authorizer"]
        configuration = authorizer["jwtConfiguration"]
        resources[f"Api{name}"] = resource("Authorizer", {
            "Name": name, "AuthorizerType": "JWT", "IdentitySource": [authorizer["identitySource"]],
            "JwtConfiguration": {"Issuer": configuration["issuer"], "Audience": configuration["audience"]},
        })
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            integration = operation["x-amazon-apigateway-integration"]
            function = re.search(r"\$\{(\w+)\.Arn\}", integration["uri"]["Fn::Sub"])[1]
            resources.setdefault(f"Api{function}", resource("Integration", {
                "IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0",
                "IntegrationUri": {"Fn::GetAtt": [function, "Arn"]},
            }))
            key = path if path == "$default" else f"{method.upper()} {path}"
            route = {"RouteKey": key, "Target": {"Fn::Sub": f"integrations/${{Api{function}}}"}}
            schemes = [name for entry in operation.get("security", []) for name in entry if name != "NONE"]
            if schemes:
                route |= {"AuthorizationType": "JWT", "AuthorizerId": {"Ref": f"Api{schemes[0]}"}}
            resources["Route" + re.sub(r"\W", "", key.title())] = resource("Route", route)


def resource(kind: str, properties: dict) -> dict:
    return {"Type": f"AWS::ApiGatewayV2::{kind}", "Properties": {"ApiId": {"Ref": "Api"}, **properties}}
