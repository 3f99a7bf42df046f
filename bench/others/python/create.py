"""A new claim in Python: the reads and the write of the real function, with far fewer checks between them.

With IDEMPOTENCY_TABLE the handler is idempotent by Powertools; the real one needs nothing beyond the claim for that.
"""

import json
import os
import uuid
import zlib
from datetime import datetime, timezone
from http.client import HTTPConnection

import boto3

TABLE = os.environ["TABLE"]
ITEM = json.loads(os.environ["ITEM"])
READS = json.loads(os.environ["READS"])
REQUIRED = ("kind", "name", "engagementId", "locationId", "items", "customerContact", "partnerContact")
dynamodb = boto3.client("dynamodb")


def handler(event, context):
    caller = event["requestContext"]["authorizer"]["jwt"]["claims"]
    claim = json.loads(event["body"])
    missing = [f"/{name}" for name in REQUIRED if not claim.get(name)]
    if missing:
        return {"statusCode": 422, "body": json.dumps({"errors": missing})}
    for keys in READS:
        dynamodb.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ConsistentRead": True}})
    now = datetime.now(timezone.utc).isoformat()
    claim |= {"id": f"clm_{uuid.uuid4().hex}", "org": caller["org"], "status": "draft", "createdAt": now}
    claim["history"] = [{"seq": 1, "at": now, "by": caller["sub"], "action": "created"}]
    # As many attributes of indexes, with values as long.
    item = {name: value for name, value in ITEM.items() if "B" not in value}
    item |= {"PK": {"S": f"CLAIM#{claim['id']}"}, "packed": {"B": zlib.compress(json.dumps(claim).encode())}}
    dynamodb.put_item(TableName=TABLE, Item=item, ConditionExpression="attribute_not_exists(PK)")
    headers = {"content-type": "application/json", "location": f"/v1/claims/{claim['id']}"}
    return {"statusCode": 201, "headers": headers, "body": json.dumps({"claims": [claim]})}


if "IDEMPOTENCY_TABLE" in os.environ:
    from aws_lambda_powertools.utilities.idempotency import (
        DynamoDBPersistenceLayer,
        IdempotencyConfig,
        idempotent,
    )

    handler = idempotent(
        persistence_store=DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"]),
        config=IdempotencyConfig(event_key_jmespath='headers."idempotency-key"'),
    )(handler)


class Context:
    """What Powertools asks of it."""

    function_name = "create"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:bench"
    aws_request_id = ""

    def get_remaining_time_in_millis(self):
        return 10_000


def run():
    """The loop of a custom runtime over one connection."""
    api, context = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"]), Context()
    base = "/2018-06-01/runtime/invocation"
    while True:
        api.request("GET", f"{base}/next")
        response = api.getresponse()
        event = json.loads(response.read())
        context.aws_request_id = response.headers["lambda-runtime-aws-request-id"]
        try:
            path, answer = "response", handler(event, context)
        except Exception as fault:  # told to the Runtime API, as every runtime does
            path, answer = "error", {"errorType": type(fault).__name__, "errorMessage": str(fault)}
        api.request("POST", f"{base}/{context.aws_request_id}/{path}", json.dumps(answer))
        api.getresponse().read()


run()
