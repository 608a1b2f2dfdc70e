#!/usr/bin/env bash
# The JUnit files of `byline check` are valid, and another program reads back what was found.
#
#   junit.sh PATH/TO/byline PATH/TO/JUnit.xsd
#
# Needs xmllint, Python 3 with venv, and a package index for pip.
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'echo "junit.sh: stopped at line $LINENO: $BASH_COMMAND" >&2' ERR

fail() {
    echo "junit.sh: $1" >&2
    exit 1
}

[[ $# -eq 2 && -x $1 && -f $2 ]] || fail "usage: junit.sh PATH/TO/byline PATH/TO/JUnit.xsd"
byline=$(realpath -- "$1")
schema=$(realpath -- "$2")
read_back=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/junit.py")
fixtures=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/../fixtures")

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check junitparser==5.0.3

# Text that XML forbids, or that would be markup, in a record and in the name of its file.
mkdir -- "$folder/hostile" "$folder/empty"
printf '{"byline":"source/1","id":"\\u0001\\ufffe","<b>":"]]>&amp;\\u001b","name":"%s"}' "$(head -c 3000 /dev/zero | tr '\0' '<')" \
    >"$folder/hostile/"$'a"&<b>\x01\xef\xbf\xbe.json'
cd -- "$fixtures/.."

check() { # check PATH...
    local status=0
    for format in junit json; do
        status=0
        timeout 300 "$byline" check --at 2026-11-24T00:00:00Z --format "$format" "$@" >"$folder/out.$format" || status=$?
    done
    xmllint --noout --nonet --schema "$schema" "$folder/out.junit" 2>"$folder/errors" ||
        { cat -- "$folder/errors" >&2; fail "what was written of $* is not valid"; }
    timeout 300 "$folder/venv/bin/python" -I -B "$read_back" "$folder/out.junit" "$folder/out.json" "$status"
}

check fixtures/inference-chips
check fixtures/harbour-inquiry
check --deny-warnings fixtures/inference-chips
check fixtures/faults
check "$folder/hostile"
check "$folder/empty"
check fixtures/inference-chips no-such-file.json
for repository in fixtures/faulty-repositories/*/*/; do
    check "$repository"
done
echo "junit.sh: every file is valid and was read back"
