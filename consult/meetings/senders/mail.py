"""E-mail, through the town's own server (SMTP, RFC 5321). Every error of smtplib is an OSError."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from consult.meetings.senders.deadline import cut_after
from consult.meetings.senders.fates import ANSWER_SECONDS, LONGEST_SENDING, SENT, Attempt, Fate, Letter

ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+""", re.ASCII)
WRONG_ADDRESS = Attempt(Fate.REFUSED, "Ce n’est pas une adresse de courriel.")
UNREACHABLE = Attempt(Fate.LATER, "Le serveur de courriel ne répond pas.")
CLOSED = Attempt(Fate.LATER, "Le serveur de courriel refuse notre connexion.")
UNCERTAIN = Attempt(Fate.UNKNOWN, "Le serveur de courriel n’a pas confirmé l’envoi.")


def _answered(code: int) -> Attempt:
    """What the server said of this address or this text: RFC 5321 tells apart « not now » and « never »."""
    if 400 <= code < 500:
        return Attempt(Fate.LATER, f"Le serveur de courriel demande d’attendre ({code}).")
    return Attempt(Fate.REFUSED, f"Le serveur de courriel refuse ce message ou cette adresse ({code}).")


@dataclass(frozen=True)
class MailServer:
    """Sends a letter as an e-mail."""

    host: str
    port: int
    is_tls: bool
    """TLS from the first octet; otherwise STARTTLS before anything is said, unless `is_here`."""
    is_here: bool
    """The server is on this machine: nothing travels."""
    address: str
    town: str
    user: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    answer_seconds: float = ANSWER_SECONDS

    def __call__(self, letter: Letter) -> Attempt:
        if not (letter.to.isascii() and ADDRESS.fullmatch(letter.to)):
            return WRONG_ADDRESS
        octets = self._message(letter).as_bytes()
        try:
            server = self._connect()
        except OSError:
            return UNREACHABLE
        with cut_after(LONGEST_SENDING, lambda: server.sock):
            attempt = self._hand_over(server, letter, octets)
            with suppress(OSError):
                server.quit()
        server.close()
        return attempt

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message.set_content(letter.text, cte="quoted-printable")
        message["From"] = Address(self.town, addr_spec=self.address)
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{letter.id.hex}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = letter.lang
        return message

    @property
    def _domain(self) -> str:
        return self.address.rpartition("@")[2]

    def _connect(self) -> smtplib.SMTP:
        # The name we give is the sender's: asking for this machine's can wait for a name server.
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, self._domain, timeout=self.answer_seconds,
                                    context=self.context)
        return smtplib.SMTP(self.host, self.port, self._domain, timeout=self.answer_seconds)

    def _hand_over(self, server: smtplib.SMTP, letter: Letter, octets: bytes) -> Attempt:
        try:
            refusal = self._introduce(server) or self._name_recipient(server, letter)
        except smtplib.SMTPServerDisconnected:
            return UNREACHABLE
        except smtplib.SMTPException:
            return CLOSED
        except OSError:
            return UNREACHABLE
        return refusal or self._send(server, octets)

    def _introduce(self, server: smtplib.SMTP) -> Attempt | None:
        server.ehlo_or_helo_if_needed()
        if not (self.is_tls or self.is_here):
            server.starttls(context=self.context)
        if self.user:
            server.login(self.user, self.password)
        code, _said = server.mail(self.address)
        return None if code == 250 else CLOSED

    def _name_recipient(self, server: smtplib.SMTP, letter: Letter) -> Attempt | None:
        code, _said = server.rcpt(letter.to)
        return None if code in {250, 251} else _answered(code)

    def _send(self, server: smtplib.SMTP, octets: bytes) -> Attempt:
        """From here on the text may arrive although we never hear of it."""
        try:
            code, _said = server.data(octets)
        except smtplib.SMTPDataError as refusal:
            return _answered(refusal.smtp_code)
        except OSError:
            return UNCERTAIN
        return SENT if code == 250 else _answered(code)
