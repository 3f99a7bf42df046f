"""The product on an emulator of AWS: its template, its binaries, nothing of the local system.

    stack.py BINARIES [COMMAND …]     runs the command with ASSENT_AT set to the stack's address; without one it stays
"""

import contextlib
import functools
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import boto3
import botocore.exceptions

from clock import Clock
from deploy import ROOT, deploy
from mails import Mails
from people import AUDIENCE, People
from stand import Stand, door, letter_box

REGION = "us-east-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


def main(binaries: str, *command: str) -> int:
    folder = ROOT / "target/stack"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= CREDENTIALS
    port, front, post = free(), free(), free()
    endpoint, address = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{front}"

    @functools.cache
    def clients(service: str):
        return boto3.client(service, endpoint_url=endpoint)

    clock, log = Clock(folder), folder / "emulator.log"
    stand = Stand(clients, endpoint, People(f"{address}/dev/oidc"), clock, Mails(clock), log)
    for server in door(stand, front), letter_box(stand, post):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with emulator(port, endpoint, f"http://127.0.0.1:{post}", clock, log):
        began = time.monotonic()
        stand.opens(deploy(clients, pathlib.Path(binaries), {
            "JwtIssuer": f"{address}/dev/oidc", "JwtAudience": AUDIENCE, "PublicUrl": address, "Scanner": "builtin",
        }))
        enforced(clients, stand.ids)
        print(f"a stack of {len(stand.ids)} resources in {time.monotonic() - began:.0f} s: {address}", flush=True)
        if command:
            ended = subprocess.run(command, env=os.environ | {"ASSENT_AT": address}, check=False)
            said = logs(clients("logs"))
            (folder / "functions.log").write_text("".join(f"{group} {line}\n" for _, group, line in said))
            swept = sum("Sweep" in group and line.startswith("START ") for _, group, line in said)
            print(f"the schedule has ticked {swept - stand.ticks} times by itself")
            minutes = (time.monotonic() - began) / 60
            return ended.returncode or int(minutes > 2 and swept == stand.ticks)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
        return 0


def enforced(clients, ids: dict) -> None:
    """A role can do no more than its policies say: without that a story would prove nothing of them."""
    role = clients("iam").get_role(RoleName=ids["ReadClaimsRole"])["Role"]["Arn"]
    lent = clients("sts").assume_role(RoleArn=role, RoleSessionName="probe")["Credentials"]
    probe = boto3.client(
        "dynamodb", endpoint_url=clients("dynamodb").meta.endpoint_url, aws_access_key_id=lent["AccessKeyId"],
        aws_secret_access_key=lent["SecretAccessKey"], aws_session_token=lent["SessionToken"])
    probe.query(TableName=ids["Table"], KeyConditionExpression="PK = :pk", ExpressionAttributeValues={":pk": {"S": "x"}})
    try:
        probe.delete_table(TableName=ids["Table"])
    except botocore.exceptions.ClientError as refused:
        if refused.response["Error"]["Code"] == "AccessDeniedException":
            return
    raise SystemExit("the emulator lets a role do what its policies do not say")


def logs(client) -> list:
    """What the functions have logged: when, where, a line."""
    lines = []
    for groups in client.get_paginator("describe_log_groups").paginate():
        for group in groups["logGroups"]:
            name = group["logGroupName"]
            pages = client.get_paginator("filter_log_events").paginate(logGroupName=name)
            lines += [(event["timestamp"], name, event["message"].rstrip()) for page in pages for event in page["events"]]
    return sorted(lines)


@contextlib.contextmanager
def emulator(port: int, endpoint: str, mails: str, clock: Clock, log: pathlib.Path):
    """MiniStack on loopback, where roles may do what their policies say; the functions it starts have its environment."""
    environment = os.environ | clock.environment() | {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_SES": mails,
        # All clocks move at once, and an answer from before the move tells a time that is over.
        "AWS_DISABLE_CLOCK_SKEW_CORRECTION": "true",
    }
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "ministack"], env=environment, stdout=out, stderr=out)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{endpoint}/_ministack/ready"):
                break
            if process.poll() is not None:
                raise SystemExit(f"the emulator did not start: {log}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
