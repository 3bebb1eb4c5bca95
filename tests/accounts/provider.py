"""A small identity service of our own: real HTTP, real keys, the code flow with PKCE; a test bends what it signs."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "mingcha", "a shared secret of the test"


class Service:
    """One running service; `bend` changes the claims it is about to sign, `key` what it signs them with."""

    def __init__(self) -> None:
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.algorithm = "RS256"
        self.bend: dict[str, Any] = {}
        self.leave_out: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.name = "shenji1"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "u-17",
            "iat": now,
            "exp": now + 120,
            "nonce": asked["nonce"],
            "preferred_username": self.name,
            **self.bend,
        }
        claims = {name: value for name, value in claims.items() if name not in self.leave_out}
        key = SECRET if self.algorithm == "HS256" else self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_about: Any) -> None: ...

            def say(self, status: int, body: Any) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self) -> None:
                where = urlsplit(self.path)
                if where.path == "/.well-known/openid-configuration":
                    paths = {
                        "authorization_endpoint": "/authorize",
                        "token_endpoint": "/token",
                        "jwks_uri": "/jwks",
                    }
                    self.say(
                        200, {"issuer": service.issuer} | {k: service.issuer + v for k, v in paths.items()}
                    )
                elif where.path == "/jwks":
                    key = RSAAlgorithm.to_jwk(service.published.public_key(), as_dict=True)
                    self.say(200, {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]})
                elif where.path == "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(where.query).items()}
                    code = secrets.token_urlsafe(16)
                    service.codes[code] = asked
                    self.send_response(302)
                    back = urlencode({"code": code, "state": asked["state"]})
                    self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    self.say(404, {})

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                asked = service.codes.pop(sent["code"][0], None)
                verifier = base64.urlsafe_b64encode(
                    hashlib.sha256(sent["code_verifier"][0].encode()).digest()
                )
                right = (
                    asked is not None
                    and sent["client_secret"] == [SECRET]
                    and sent["client_id"] == [CLIENT]
                    and verifier.decode().rstrip("=") == asked["code_challenge"]
                )
                if not right:
                    self.say(400, {"error": "invalid_grant"})
                else:
                    self.say(
                        200, {"access_token": "x", "token_type": "Bearer", "id_token": service.token(asked)}
                    )

        return Handler
