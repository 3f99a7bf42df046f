"""The front door of the stack: the API at `/`, and what the local system has at `/dev/…`, so that the same stories can
be told of both."""

import http.client
import http.server
import json
import re
import threading
import time
import urllib.parse

from clock import REAL, text

SENDER = "assent.example"
QUIET = 1.6
PATIENCE = 60


class Stand:
    """Everything a story needs of a stack."""

    def __init__(self, clients, endpoint: str, people, clock, mails, log):
        self.clients, self.people, self.clock, self.mails, self.stream = clients, people, clock, mails, Stream(clients, log)
        self.emulator = urllib.parse.urlsplit(endpoint).netloc
        self.ids, self.events, self.quiet, self.ticks = {}, [], threading.Lock(), 0

    def opens(self, ids: dict) -> None:
        """The stack is there, with these physical ids."""
        self.ids = ids
        self.api = f"{ids['Api']}.execute-api.localhost:{self.emulator.split(':')[1]}"
        # Whoever sends must be known to the mail service.
        self.clients("ses").verify_domain_identity(Domain=SENDER)
        # Domain events are listened to as an integrator would.
        queue = self.clients("sqs").create_queue(QueueName="events")["QueueUrl"]
        arn = self.clients("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        arn = arn["Attributes"]["QueueArn"]
        rules = self.clients("events")
        pattern = json.dumps({"source": [{"prefix": ""}]})
        rules.put_rule(Name="events", EventBusName=ids["EventBus"], EventPattern=pattern)
        rules.put_targets(Rule="events", EventBusName=ids["EventBus"], Targets=[{"Id": "queue", "Arn": arn}])
        self.queue = queue
        self.stream.begin(ids["Table"], [ids["SendMail"], ids["PublishEvents"]])

    def listen(self) -> None:
        sqs = self.clients("sqs")
        while received := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in received:
                body = json.loads(message["Body"])
                self.events.append({"detailType": body["detail-type"], "detail": body["detail"]})
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def move(self, to: dict) -> None:
        """The clock moves, once all that is owed by now has happened: the stream keeps its records for a day."""
        with self.quiet:
            self.calm()
        self.clock.steer(to)
        self.settle()

    def settle(self) -> None:
        """Until nothing has happened for a while; mails are delivered, deadlines swept."""
        with self.quiet:
            self.ticks += 1
            self.clients("lambda").invoke(FunctionName=self.ids["SweepDeadlines"], Payload=json.dumps(TICK))
            self.calm()

    def calm(self) -> None:
        started = since = time.monotonic()
        seen = None
        while time.monotonic() - since < QUIET:
            if time.monotonic() - started > PATIENCE:
                raise TimeoutError("the stack does not come to rest")
            self.mails.tell(self.clients("sns"), self.ids["MailEvents"])
            self.listen()
            now = (len(self.mails.sent), len(self.events), self.rows())
            if now != seen or not self.stream.is_read():
                seen, since = now, time.monotonic()
            time.sleep(0.1)

    def rows(self) -> list:
        pages = self.clients("dynamodb").get_paginator("scan").paginate(
            TableName=self.ids["Table"], ProjectionExpression="PK, SK, version, #s",
            ExpressionAttributeNames={"#s": "state"})
        return [page["Items"] for page in pages]

    def reset(self) -> None:
        """A stack as it was made: nothing in it, and the real time."""
        self.calm()
        table = self.clients("dynamodb")
        for page in table.get_paginator("scan").paginate(TableName=self.ids["Table"], ProjectionExpression="PK, SK"):
            for key in page["Items"]:
                table.delete_item(TableName=self.ids["Table"], Key=key)
        self.clock.move(REAL)
        self.mails.forget()
        self.events.clear()


class Stream:
    """How much of the table's stream there is, and how much of it its consumers have dealt with, as the emulator logs."""

    SAID = re.compile(r"ESM: Lambda (\S+) processed (\d+) DynamoDB stream records")

    def __init__(self, clients, log):
        self.clients, self.log, self.at, self.claims = clients, log, 0, 0

    def begin(self, table: str, consumers: list) -> None:
        self.read = dict.fromkeys(consumers, 0)
        client = self.clients("dynamodbstreams")
        arn = client.list_streams(TableName=table)["Streams"][0]["StreamArn"]
        [shard] = client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        self.shard, self.place = {"StreamArn": arn, "ShardId": shard["ShardId"]}, {"ShardIteratorType": "TRIM_HORIZON"}

    def is_read(self) -> bool:
        client = self.clients("dynamodbstreams")
        # An iterator does not outlive a move of the clock; a place does, as long as its record.
        try:
            iterator = client.get_shard_iterator(**self.shard, **self.place)["ShardIterator"]
        except client.exceptions.TrimmedDataAccessException:
            iterator = client.get_shard_iterator(**self.shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while records := (page := client.get_records(ShardIterator=iterator))["Records"]:
            # Only these pass the template's filter.
            self.claims += sum(record["dynamodb"]["Keys"]["SK"] == {"S": "CLAIM"} for record in records)
            last = records[-1]["dynamodb"]["SequenceNumber"]
            self.place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            iterator = page["NextShardIterator"]
        with self.log.open("rb") as log:
            log.seek(self.at)
            *lines, _ = log.read().split(b"\n")
        for line in lines:
            self.at += len(line) + 1
            if (said := self.SAID.search(line.decode(errors="replace"))) and said[1] in self.read:
                self.read[said[1]] += int(said[2])
        return all(read >= self.claims for read in self.read.values())


TICK = {
    "version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": "Scheduled Event",
    "source": "aws.scheduler", "account": "000000000000", "time": "2026-01-01T00:00:00Z", "region": "us-east-1",
    "resources": [], "detail": "{}",
}


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers requests with any method, itself or by forwarding them."""

    protocol_version = "HTTP/1.1"

    def handle_any(self):
        self.answers(self.rfile.read(int(self.headers.get("content-length") or 0)))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any

    def forward(self, netloc: str, body: bytes, host: str) -> tuple:
        connection = http.client.HTTPConnection(netloc, timeout=120)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        connection.request(self.command, self.path, body, headers | {"Host": host})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        skipped = ("content-length", "transfer-encoding", "connection", "keep-alive")
        return answer.status, [h for h in answer.getheaders() if h[0].lower() not in skipped], content

    def answer(self, status: int, headers: list, content: bytes):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def listening(port: int, handler: type) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


def letter_box(stand: Stand, port: int) -> http.server.ThreadingHTTPServer:
    """SES as the functions see it: what they send is kept on its way. `serve_forever` is the caller's."""

    class LetterBox(Answering):
        def answers(self, body: bytes):
            status, headers, content = self.forward(stand.emulator, body, self.headers["host"])
            stand.mails.keep(body, content)
            self.answer(status, headers, content)

    return listening(port, LetterBox)


def door(stand: Stand, port: int) -> http.server.ThreadingHTTPServer:
    """The front door; `serve_forever` is the caller's."""

    class Door(Answering):
        def answers(self, body: bytes):
            path = urllib.parse.urlsplit(self.path)
            if not path.path.startswith("/dev/"):
                return self.answer(*self.forward(stand.emulator, body, stand.api))
            try:
                given = json.loads(body or b"{}")
                status, answer = self.dev(path.path.removeprefix("/dev/"), urllib.parse.parse_qs(path.query), given)
            except Exception as fault:  # told to the story, which fails with it
                status, answer = 500, {"error": repr(fault)}
            self.answer(status, [("content-type", "application/json")], json.dumps(answer).encode())

        def dev(self, path: str, query: dict, given: dict):
            match path.split("/"):
                case ["token"]:
                    return 200, {"token": stand.people.token(given["persona"])}
                case ["oidc", ".well-known", "openid-configuration"]:
                    return 200, stand.people.discovery()
                case ["oidc", "keys"]:
                    return 200, stand.people.keys()
                case ["clock"]:
                    if self.command == "POST":
                        stand.move(given)
                    return 200, {"now": text(stand.clock.now())}
                case ["mail.json"]:
                    return 200, {"items": stand.mails.to(query.get("to", [None])[0])}
                case ["mail", message, fate]:
                    stand.mails.report(stand.mails.one(message), fate, stand.clients("sns"), stand.ids["MailEvents"])
                    stand.settle()
                    return 200, {}
                case ["events"]:
                    return 200, {"items": stand.events}
                case ["reset"]:
                    stand.reset()
                    return 200, {"now": text(stand.clock.now())}
            return 404, {"error": "no such page"}

    return listening(port, Door)
