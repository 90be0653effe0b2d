"""TLS over loopback: the certificate must prove the name that was asked for, not the address that was connected to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.server import ServerConnection, serve

from earshot.adapters.http import GuardedClient
from earshot.adapters.http.client import tls
from earshot.ports.http import HttpFailed
from tests.adapters.http.loopback import OK, run

NAME = "chat.corp.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for NAME, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    begin = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(plain_key + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The machine trusts the certificate, as it would a company's own authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls.cache_clear()
    yield certificate
    tls.cache_clear()


def for_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def to_loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def get(certificate: Path, host: str) -> int:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=for_server(certificate))
    port = listener.sockets[0].getsockname()[1]
    client = GuardedClient(allow=f"{NAME},other.test", resolver=to_loopback)
    try:
        return (await client.request("POST", f"https://{host}:{port}/", body=b"x")).status
    finally:
        await client.aclose()
        listener.close()


def test_the_name_is_proved(trusted: Path) -> None:
    assert run(get(trusted, NAME)) == 200


def test_another_name_is_refused_before_anything_is_said(trusted: Path) -> None:
    with pytest.raises(HttpFailed, match="certificate") as caught:
        run(get(trusted, "other.test"))
    assert caught.value.sent is False


def test_an_unknown_authority_is_refused(certificate: Path) -> None:
    with pytest.raises(HttpFailed, match="certificate") as caught:
        run(get(certificate, NAME))
    assert caught.value.sent is False


@pytest.mark.parametrize(("host", "right"), [(NAME, True), ("other.test", False)])
def test_web_sockets_prove_the_name_too(trusted: Path, host: str, right: bool) -> None:
    async def hello(connection: ServerConnection) -> None:
        await connection.send("hello")

    async def work() -> list[str | bytes]:
        async with serve(hello, "127.0.0.1", 0, ssl=for_server(trusted)) as listener:
            port = next(iter(listener.sockets)).getsockname()[1]
            client = GuardedClient(allow=f"{NAME},other.test", resolver=to_loopback)
            async with client.websocket(f"wss://{host}:{port}/") as socket:
                return [frame async for frame in socket]

    if right:
        assert run(work()) == ["hello"]
    else:
        with pytest.raises(HttpFailed, match="certificate"):
            run(work())
