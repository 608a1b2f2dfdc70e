#!/usr/bin/env bash
# The steps of action.yml, run as shell: they build byline, check a repository, write SARIF and annotations, end with
# the status of the check, and take no input for a command.
#
#   action.sh
#
# Needs Python 3 with venv, and a package index for pip. Everything that is written lies in a temporary folder, and
# below the target folder.
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'echo "action.sh: stopped at line $LINENO: $BASH_COMMAND" >&2' ERR

fail() {
    echo "action.sh: $1" >&2
    exit 1
}

source=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/..")
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyyaml==6.0.3

mkdir -- "$folder/checkout" "$folder/temp"
cp -R -- "$source/fixtures/inference-chips" "$folder/checkout/claims of the day"
cd -- "$folder/checkout"
# What is not to be run lies here if it was run.
trap_file=$folder/checkout/owned
sarif=$folder/temp/byline.sarif
# A link of the pull request, where a careless action would write.
echo untouched >"$folder/precious"
ln -s -- ../precious byline.sarif

action() { # action STATUS INPUT=VALUE...
    local wanted=$1 status=0
    shift
    timeout 1800 "$folder/venv/bin/python" -I -B "$source/.ci/action.py" \
        "$source/action.yml" "$source" "$folder/temp" "$@" >"$folder/out" 2>"$folder/errors" || status=$?
    if [[ $status != "$wanted" ]]; then
        cat -- "$folder/out" "$folder/errors" >&2
        fail "status $status instead of $wanted with $*"
    fi
    [[ ! -e $trap_file ]] || fail "an input was run as a command: $*"
    [[ $(<"$folder/precious") == untouched ]] || fail "it wrote through a link in the checkout: $*"
}

only=$'args=--only\nsingle-origin'
action 0 "path=claims of the day" "$only"
grep -q '^::warning file=claims of the day/claims/[^,]*,line=[0-9]*,.*title=single-origin::' "$folder/out" || fail "no annotation"
grep -qx "sarif-file=$sarif" "$folder/errors" || fail "the SARIF file is not told"
grep -q '"uri":"claims%20of%20the%20day/claims/' "$sarif" || fail "no result in the SARIF file"

# What fails the check fails the step, and the findings are there for the upload still.
rm -f -- "$sarif"
action 1 "path=claims of the day" "$only"$'\n--deny-warnings'
grep -q '"level":"error","message"' "$sarif" || fail "no failure in the SARIF file"
grep -qx "sarif-file=$sarif" "$folder/errors" || fail "the SARIF file of a failed check is not told"

# Nothing in an input is a command, an option that was not meant, or a pattern.
# shellcheck disable=SC2016 # They must stay as they are.
for hostile in '$(touch owned)' '`touch owned`' '; touch owned' '"; touch owned; "' '*' '--help'; do
    action 3 "path=$hostile"
    action 2 "path=claims of the day" "args=--only=$hostile"
done
# The command line could not be understood, so that there is nothing to upload.
if grep -q sarif-file "$folder/errors"; then fail "an empty SARIF file would be uploaded"; fi

echo "action.sh: the steps of the action ran on good, failing and hostile inputs"
