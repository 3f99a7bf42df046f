"""The template as CloudFormation gets it: SAM's shorthand spelled out.

cfn-lint and `sam validate --lint` do not do this, and so do not see references in Globals, events and policies.

    transform.py TEMPLATE [URI_OF_THE_CODE]      prints JSON; `{}` in the URI is the name of the binary
"""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samtranslator.parser.parser import Parser  # noqa: E402
from samtranslator.translator.translator import Translator  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


def transformed(text: str, code: str = "s3://code/{}.zip") -> dict:
    """The template with the functions' code taken from `code`, as `sam deploy` would have uploaded it."""
    template = yaml_parse(text)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code.format(binary(resource))
    return Translator({}, Parser(), None).translate(template, {})


def binary(function: dict) -> str:
    """The binary that a function of the template is built from."""
    return function["Metadata"]["BuildProperties"]["Binary"]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(transformed(file.read(), *sys.argv[2:]), sys.stdout, indent=2)
