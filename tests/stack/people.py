"""The sign-in provider of the stack: tokens of the personas, and the keys that they are checked with."""

import base64
import json
import pathlib
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

PERSONAS = pathlib.Path(__file__).parents[2] / "local/demo/personas.json"
AUDIENCE = "assent"
KEY = "stack"


class People:
    """Everybody the demo knows."""

    def __init__(self, issuer: str):
        self.issuer = issuer
        self.personas = {persona["sub"]: persona for persona in json.loads(PERSONAS.read_text("utf-8"))}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def discovery(self) -> dict:
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}

    def keys(self) -> dict:
        numbers = self.key.public_key().public_numbers()
        number = lambda n: plain(n.to_bytes((n.bit_length() + 7) // 8))
        return {"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": KEY,
                          "n": number(numbers.n), "e": number(numbers.e)}]}

    def token(self, persona: str) -> str:
        """A token that outlives every story, whatever the clock says."""
        lives = {"iss": self.issuer, "aud": AUDIENCE, "iat": 0, "exp": int(time.time()) + 100 * 365 * 86_400}
        parts = [{"alg": "RS256", "typ": "JWT", "kid": KEY}, self.personas[persona] | lives]
        signed = ".".join(plain(json.dumps(part).encode()) for part in parts)
        return f"{signed}.{plain(self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
