#!/usr/bin/env python3
"""A second program for the same files as verify.mjs, written apart from it: Python 3.9 and openssl, nothing else.

    python3 verify.py --keys keys.txt records.jsonl

Looks at signatures, at the order of the checkpoints, at their consistency, and at every record's place in the tree; what you
have kept and how records are dated only verify.mjs looks at. Ends with 0: all holds; 1: something does not; 2: could not look.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

DER_HEAD = bytes.fromhex("302a300506032b6570032100")


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01", left, right)


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: list) -> bytes:
    """RFC 9162, 2.1.3.2, from the leaf upwards."""
    at, last, root = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if at % 2 == 1 or at == last:
            root = node(beside, root)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, beside)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ValueError("the proof is too short")
    return root


def is_beginning(first: int, first_root: bytes, second: int, second_root: bytes, proof: list) -> bool:
    """RFC 9162, 2.1.4.2."""
    if first == second:
        return first_root == second_root and not proof
    if not 0 < first < second or not proof:
        return False
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at % 2 == 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            old, new = node(beside, old), node(beside, new)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def keys_in(path: str) -> dict:
    keys = {}
    with open(path, encoding="utf-8") as lines:
        for line in filter(None, map(str.strip, lines)):
            name, key_id, text = line.split("+", 2)
            key = base64.b64decode(text)
            if len(key) != 33 or key[0] != 1 or sha256(f"{name}\n".encode(), key).hex()[:8] != key_id:
                raise ValueError(f"no published key: {line}")
            keys[(name, key_id)] = key[1:]
    return keys


def is_signed(text: str, key: bytes, signature: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("text", "key", "signature")]
        for path, content in zip(paths, (text.encode(), DER_HEAD + key, signature)):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[1], "-rawin"]
        ran = subprocess.run([*command, "-in", paths[0], "-sigfile", paths[2]], capture_output=True, check=False)
        return ran.returncode == 0


def main(arguments: list) -> int:
    if len(arguments) != 3 or arguments[0] != "--keys":
        print("usage: python3 verify.py --keys keys.txt records.jsonl", file=sys.stderr)
        return 2
    keys, wrong, last, count, end = keys_in(arguments[1]), [], None, {"records": 0, "open": 0}, None
    head = {}
    with open(arguments[2], encoding="utf-8") as lines:
        for one in map(json.loads, lines):
            if "file" in one:
                head = one
            elif "checkpoint" in one:
                text, _, signatures = one["checkpoint"].rpartition("\n\n")
                text += "\n"
                origin, size, root, *rest = text.rstrip("\n").split("\n")
                said = dict(line.split(" ", 1) for line in rest)
                size, root, name = int(size), base64.b64decode(root), f"checkpoint {said['number']}"
                signed = False
                for line in signatures.rstrip("\n").split("\n"):
                    _, who, packed = line.split(" ")
                    signature = base64.b64decode(packed)
                    key = keys.get((who, signature[:4].hex()))
                    signed = signed or (who == origin == head["origin"] and key is not None and is_signed(text, key, signature[4:]))
                if not signed:
                    wrong.append(f"SIGNATURE {name}")
                if last:
                    proof = [base64.b64decode(hash) for hash in one["consistency"]]
                    if not is_beginning(last[0], last[1], size, root, proof):
                        wrong.append(f"HISTORY {name}")
                    follows = int(said["number"]) == last[2] + 1
                    if not follows or said["previous"] != base64.b64encode(sha256(last[3].encode())).decode():
                        wrong.append(f"SEQUENCE {name}")
                last = (size, root, int(said["number"]), text)
            elif "record" in one:
                count["records"] += 1
                leaf = sha256(b"\x00", bytes.fromhex(one["blind"]), one["record"].encode())
                try:
                    proof = [base64.b64decode(hash) for hash in one["proof"]]
                    fits = last is not None and root_by_inclusion(leaf, one["index"], last[0], proof) == last[1]
                except ValueError:
                    fits = False
                if not fits:
                    wrong.append(f"RECORD {one['record'][:200]}")
            elif "open" in one:
                count["open"] += 1
            else:
                end = one.get("end")
    if end != count:
        wrong.append("FILE")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    proven = last is not None and not wrong
    print(f"{count['records']} 条记录 records, {count['open']} 条未涵盖 open: {'相符 holds' if proven else '未能证明 not proven'}")
    return 0 if proven else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError, KeyError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
