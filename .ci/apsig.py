"""Signs records with byline and has apsig verify them, and the other way round.

    apsig.py PATH/TO/byline

apsig implements the cryptosuite eddsa-jcs-2022 for the Fediverse (FEP-8b32). It is used as it is, with three
things to mind:

* ProofVerifier takes the public key from its caller and only gives the verification method back: that the method
  names the key is looked at here.
* It takes one proof, as an object. Of a record with several each is shown to it by itself, as the only one.
* It removes proofValue from the dictionary that it is given, so that every call gets a copy.

It makes the canonical form with the package jcs. Everything is asked twice, the second time with rfc8785 in its place,
so that two canonical forms by others stand beside ours.

Works in the current folder. Ends with a message at the first thing that is not as it should be.
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

import rfc8785
from apsig.proof import ProofSigner, ProofVerifier
from cryptography.hazmat.primitives import serialization
from multiformats import multibase

RECORD = {
    "byline": "claim/1",
    "id": "ferry-late",
    # Escapes, a character beyond U+FFFF, and one that sorts before it by code point and after it by UTF-16.
    "statement": 'The "first" ferry to Tarnhaven was late: Ταρνχέιβεν \\ 🛳 \ufb33.',
    "lang": "en",
    "topics": ["ferries", "ports"],
    "event": {"from": "2026-03-04", "to": "2026-03-05"},
    "revision": 2,
    "supersedes": "sha256:" + "ab" * 32,
    "chain": [
        {
            "id": "paper",
            "kind": "report",
            "source": "paper.example",
            "published": "2026-03-04",
            "held": True,
            "cites": ["mate", "log"],
            "evidence": {"sha256": "cd" * 32, "media_type": "text/html", "size": 0},
        },
        {"id": "mate", "kind": "anonymous", "described": "two of the crew", "count": 2},
        {"id": "log", "kind": "document", "quote": {"text": "left at\n10:04", "direct": False}},
    ],
    "note": "Two\n\tlines",
}


class Rfc8785Verifier(ProofVerifier):
    """apsig with another canonical form."""

    def canonicalize(self, document):
        return rfc8785.dumps(document)


class Failure(Exception):
    """Something is not as it should be."""


checks = 0


def check(holds, message):
    global checks
    if not holds:
        raise Failure(message)
    checks += 1


def byline(program, *arguments, expected=0):
    """Runs byline without a terminal, and looks at its status."""
    done = subprocess.run(
        [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )
    check(
        done.returncode == expected,
        f"byline {' '.join(arguments)} ended with {done.returncode}, not {expected}:\n{done.stdout}{done.stderr}",
    )


def private_key(file):
    return serialization.load_pem_private_key(Path(file).read_bytes(), password=None)


def multibase_of(key):
    """The public key as did:key writes it, made without byline."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return multibase.encode(b"\xed\x01" + raw, "base58btc")


def accepted_by(verifier, document):
    """What apsig says: the verification method, or None. A document that it cannot make sense of is refused."""
    try:
        return verifier.verify_proof(copy.deepcopy(document))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def verifiers(key):
    return [kind(key) for kind in (ProofVerifier, Rfc8785Verifier)]


def accept(key, document):
    for verifier in verifiers(key):
        method = accepted_by(verifier, document)
        check(method == f"did:key:{key}#{key}", f"{type(verifier).__name__} refuses {document}")


def refuse(key, document, why):
    for verifier in verifiers(key):
        check(accepted_by(verifier, document) is None, f"{type(verifier).__name__} accepts {why}: {document}")


def changes(value, at=""):
    """Every (place, changed value) that differs from `value` in one place."""
    if isinstance(value, bool):
        yield at, not value
    elif isinstance(value, int):
        yield at, value + 1
        yield at, -value - 1
    elif isinstance(value, str):
        yield at, value + " "
        yield at, value[:-1]
        yield at, value.swapcase() if value.swapcase() != value else value + "x"
    elif isinstance(value, list):
        yield at, value + ["added"]
        if value != value[::-1]:
            yield at, value[::-1]
        for position, item in enumerate(value):
            before, after = value[:position], value[position + 1 :]
            yield f"{at}/{position} removed", before + after
            for place, changed in changes(item, f"{at}/{position}"):
                yield place, before + [changed] + after
    elif isinstance(value, dict):
        yield at, {**value, "added": 0}
        for name, member in value.items():
            others = {key: other for key, other in value.items() if key != name}
            yield f"{at}/{name} removed", others
            yield f"{at}/{name} renamed", {**others, name + "x": member}
            yield f"{at}/{name} as null", {**others, name: None}
            for place, changed in changes(member, f"{at}/{name}"):
                yield place, {**others, name: changed}


def ours_is_theirs(document, keys):
    """apsig accepts what byline signed, with the right key alone and as it was signed alone."""
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    check(len(proofs) == len(keys), f"there are {len(proofs)} proofs by {len(keys)} keys")
    unsecured = {name: member for name, member in document.items() if name != "proof"}
    for key, proof in zip(keys, proofs):
        accept(key, {**unsecured, "proof": proof})
        for other in keys:
            if other != key:
                refuse(other, {**unsecured, "proof": proof}, "the proof of another key")

        tried = 0
        for place, changed in changes(unsecured):
            refuse(key, {**changed, "proof": proof}, f"a change at {place}")
            tried += 1
        options = {name: member for name, member in proof.items() if name != "proofValue"}
        for place, changed in changes(options, "/proof"):
            refuse(key, {**unsecured, "proof": {**changed, "proofValue": proof["proofValue"]}}, f"a change at {place}")
            tried += 1
        check(tried > 150, f"only {tried} changes were tried")

        signature = multibase.decode(proof["proofValue"])
        check(len(signature) == 64, "the signature has not 64 bytes")
        for bit in range(512):
            flipped = bytearray(signature)
            flipped[bit // 8] ^= 1 << bit % 8
            value = multibase.encode(bytes(flipped), "base58btc")
            refuse(key, {**unsecured, "proof": {**options, "proofValue": value}}, f"bit {bit} of the signature flipped")
        for other in (signature[:-1], signature + b"\0", bytes(64), signature[32:] + signature[:32]):
            value = multibase.encode(other, "base58btc")
            refuse(key, {**unsecured, "proof": {**options, "proofValue": value}}, "another signature")


def theirs_is_ours(program, key_file):
    """byline accepts what apsig signed, and refuses it after a change."""
    key = private_key(key_file)
    name = multibase_of(key)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-11-23T10:00:00Z",
        "verificationMethod": f"did:key:{name}#{name}",
        "proofPurpose": "assertionMethod",
    }
    foreign = {
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
        "type": "Create",
        "object": {"type": "Note", "content": "Ταρνχέιβεν 🛳", "\ufb33": [1.5, 1e21, 1e-7, -0.0], "🛳": None},
    }
    for file, unsecured in (("foreign.json", foreign), ("record.json", {**RECORD, "by": [f"did:key:{name}"]})):
        signed = ProofSigner(key).sign(copy.deepcopy(unsecured), options)
        accept(name, signed)
        Path(file).write_text(json.dumps(signed), encoding="utf-8")
        byline(program, "verify", "--integrity", file)
        signed[next(reversed(unsecured))] = "changed"
        Path(file).write_text(json.dumps(signed), encoding="utf-8")
        byline(program, "verify", "--integrity", file, expected=1)


def main(program):
    for number in ("first", "second"):
        byline(program, "key", "new", "--name", "ci", "--out", number, "--no-passphrase")
    keys = [multibase_of(private_key(file)) for file in ("first", "second")]

    claim = Path("claim.json")
    claim.write_text(json.dumps(RECORD, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    byline(program, "sign", "--key", "first", str(claim))
    once = json.loads(claim.read_text(encoding="utf-8"))
    check(once["by"] == [f"did:key:{keys[0]}"], f"the author is {once['by']}")
    check(isinstance(once["proof"], dict), "one proof is an object")
    ours_is_theirs(once, keys[:1])

    byline(program, "sign", "--key", "second", str(claim))
    twice = json.loads(claim.read_text(encoding="utf-8"))
    check(twice["proof"][0] == once["proof"], "a second proof changes the first")
    ours_is_theirs(twice, keys)

    theirs_is_ours(program, "first")
    print(f"apsig.py: {checks} checks hold")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: apsig.py PATH/TO/byline")
    try:
        main(sys.argv[1])
    except Failure as failure:
        sys.exit(f"apsig.py: {failure}")
