"""The mails of the stack, and what becomes of them.

The emulator keeps neither a raw message nor its tags, and knows no events of a configuration set. So functions send by
way of here: what they send is kept and handed on, and the fates are published to the template's topic.
"""

import base64
import email
import email.policy
import html
import itertools
import json
import re
import urllib.parse

from clock import text

LINK = re.compile(r"https?://[^\s\"'<>)\]]+")
MESSAGE_ID = re.compile(rb"<MessageId>([^<]+)</MessageId>")
FATES = {
    "send": ("Send", lambda to: {}),
    "deliver": ("Delivery", lambda to: {"recipients": to}),
    "bounce": ("Bounce", lambda to: {"bounceType": "Permanent", "bounceSubType": "General",
                                     "bouncedRecipients": [{"emailAddress": address} for address in to]}),
    "complain": ("Complaint", lambda to: {"complainedRecipients": [{"emailAddress": address} for address in to]}),
}


class Mails:
    """Every mail since the start, oldest first."""

    def __init__(self, clock):
        self.clock, self.sent, self.untold = clock, [], []

    def keep(self, form: bytes, answer: bytes) -> None:
        """A mail that the emulator has accepted."""
        fields = dict(urllib.parse.parse_qsl(form.decode()))
        accepted = MESSAGE_ID.search(answer)
        if fields.get("Action") != "SendRawEmail" or not accepted:
            return
        raw = base64.b64decode(fields["RawMessage.Data"])
        tags = {}
        for n in itertools.takewhile(lambda n: f"Tags.member.{n}.Name" in fields, itertools.count(1)):
            tags[fields[f"Tags.member.{n}.Name"]] = [fields[f"Tags.member.{n}.Value"]]
        mail = {"id": accepted[1].decode(), "tags": tags, "at": self.clock.now(),
                "mime": email.message_from_bytes(raw, policy=email.policy.default)}
        self.sent.append(mail)
        self.untold.append(mail)

    def forget(self) -> None:
        self.sent.clear()
        self.untold.clear()

    def to(self, address: str | None) -> list:
        mails = [shown(mail) for mail in self.sent]
        return [mail for mail in mails if address is None or address in mail["to"]]

    def tell(self, sns, topic: str) -> None:
        """Delivers every mail that is on its way."""
        while self.untold:
            mail = self.untold.pop(0)
            for fate in ("send", "deliver"):
                self.report(mail, fate, sns, topic)

    def report(self, mail: dict, fate: str, sns, topic: str) -> None:
        """An event of SES about a mail, as a configuration set publishes it."""
        kind, details = FATES[fate]
        to, at = [address.addr_spec for address in mail["mime"]["To"].addresses], text(self.clock.now())
        message = {
            "eventType": kind,
            "mail": {"timestamp": text(mail["at"]), "messageId": mail["id"], "source": str(mail["mime"]["From"]),
                     "destination": to, "tags": mail["tags"]},
            kind.lower(): {"timestamp": at, "feedbackId": mail["id"], **details(to)},
        }
        sns.publish(TopicArn=topic, Message=json.dumps(message))

    def one(self, message_id: str) -> dict:
        return next(mail for mail in self.sent if mail["id"] == message_id)


def shown(mail: dict) -> dict:
    """A mail as its reader sees it."""
    mime = mail["mime"]
    part = lambda kind: body.get_content() if (body := mime.get_body((kind,))) else ""
    plain, rich = part("plain"), part("html")
    links = list(dict.fromkeys(LINK.findall(html.unescape(rich)) + LINK.findall(plain)))
    return {
        "id": mail["id"], "to": str(mime["To"]), "from": str(mime["From"]), "subject": str(mime["Subject"]),
        "text": plain, "html": rich, "links": links, "sentAt": text(mail["at"]),
    }
