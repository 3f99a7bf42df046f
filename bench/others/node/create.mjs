// A new claim in Node: the reads and the write of the real function, with far fewer checks between them.
// With IDEMPOTENCY_TABLE the handler is idempotent by Powertools; the real one needs nothing beyond the claim for that.

import { randomUUID } from "node:crypto";
import http from "node:http";
import { deflateSync } from "node:zlib";
import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const { TABLE, IDEMPOTENCY_TABLE, AWS_LAMBDA_RUNTIME_API } = process.env;
const ITEM = JSON.parse(process.env.ITEM);
const READS = JSON.parse(process.env.READS);
const REQUIRED = ["kind", "name", "engagementId", "locationId", "items", "customerContact", "partnerContact"];
const dynamodb = new DynamoDBClient({});

async function create(event) {
  const caller = event.requestContext.authorizer.jwt.claims;
  const claim = JSON.parse(event.body);
  const missing = REQUIRED.filter((name) => !claim[name]).map((name) => `/${name}`);
  if (missing.length > 0) return { statusCode: 422, body: JSON.stringify({ errors: missing }) };
  for (const Keys of READS) {
    const RequestItems = { [TABLE]: { Keys, ConsistentRead: true } };
    await dynamodb.send(new BatchGetItemCommand({ RequestItems }));
  }
  const now = new Date().toISOString();
  Object.assign(claim, { id: `clm_${randomUUID()}`, org: caller.org, status: "draft", createdAt: now });
  claim.history = [{ seq: 1, at: now, by: caller.sub, action: "created" }];
  // As many attributes of indexes, with values as long.
  const Item = Object.fromEntries(Object.entries(ITEM).filter(([, value]) => !("B" in value)));
  Item.PK = { S: `CLAIM#${claim.id}` };
  Item.packed = { B: deflateSync(JSON.stringify(claim)) };
  await dynamodb.send(
    new PutItemCommand({ TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(PK)" }),
  );
  const headers = { "content-type": "application/json", location: `/v1/claims/${claim.id}` };
  return { statusCode: 201, headers, body: JSON.stringify({ claims: [claim] }) };
}

async function idempotent(handler) {
  const { IdempotencyConfig, makeIdempotent } = await import("@aws-lambda-powertools/idempotency");
  const { DynamoDBPersistenceLayer } = await import("@aws-lambda-powertools/idempotency/dynamodb");
  return makeIdempotent(handler, {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: IDEMPOTENCY_TABLE }),
    config: new IdempotencyConfig({ eventKeyJmesPath: 'headers."idempotency-key"' }),
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [host, port] = AWS_LAMBDA_RUNTIME_API.split(":");

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const at = { agent, host, port, method, path: `/2018-06-01/runtime/invocation${path}` };
    const request = http.request(at, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

// The loop of a custom runtime over one connection.
const handler = IDEMPOTENCY_TABLE ? await idempotent(create) : create;
for (;;) {
  const { headers, body } = await ask("GET", "/next");
  const id = headers["lambda-runtime-aws-request-id"];
  const context = {
    functionName: "create",
    awsRequestId: id,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    getRemainingTimeInMillis: () => 10_000,
  };
  try {
    await ask("POST", `/${id}/response`, JSON.stringify(await handler(JSON.parse(body), context)));
  } catch (fault) {
    const told = JSON.stringify({ errorType: fault.name, errorMessage: fault.message });
    await ask("POST", `/${id}/error`, told);
  }
}
