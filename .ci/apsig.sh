#!/usr/bin/env bash
# A record that byline signs is accepted by an eddsa-jcs-2022 implementation that we did not write, and refused by it
# after any change; and the other way round.
#
#   apsig.sh PATH/TO/byline
#
# Needs Python 3 with venv, and a package index for pip. Ends with a status other than 0 at the first difference and
# says which. Everything it writes lies in a temporary folder.
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'echo "apsig.sh: stopped at line $LINENO: $BASH_COMMAND" >&2' ERR

fail() {
    echo "apsig.sh: $1" >&2
    exit 1
}

[[ $# -eq 1 && -x $1 ]] || fail "usage: apsig.sh PATH/TO/byline"
byline=$(realpath -- "$1")
check=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/apsig.py")

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
python3 -m venv "$folder/venv"

# The versions that this was tried with. The three behind the two named ones do the work: canonical form, multibase,
# signatures.
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    apsig==0.6.0 rfc8785==0.1.4 jcs==0.2.1 multiformats==0.3.1.post4 cryptography==50.0.2

mkdir -- "$folder/work"
cd -- "$folder/work"
export HOME=$folder/work XDG_CONFIG_HOME=$folder/work/config
timeout 300 "$folder/venv/bin/python" -I -B "$check" "$byline"
