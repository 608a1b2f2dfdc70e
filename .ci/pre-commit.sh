#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml in a real git repository: a commit that breaks a claim is refused, one that does
# not is made.
#
#   pre-commit.sh PATH/TO/byline
#
# Needs git, Python 3 with venv, and a package index for pip. The hooks are taken as they lie here, committed or not.
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'echo "pre-commit.sh: stopped at line $LINENO: $BASH_COMMAND" >&2' ERR

fail() {
    echo "pre-commit.sh: $1" >&2
    exit 1
}

[[ $# -eq 1 && -x $1 ]] || fail "usage: pre-commit.sh PATH/TO/byline"
byline=$(realpath -- "$1")
source=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/..")

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit==4.7.0

# Nothing of the user's git, keys or caches is looked at.
mkdir -- "$folder/home" "$folder/bin" "$folder/hooks"
ln -s -- "$byline" "$folder/bin/byline"
export HOME=$folder/home XDG_CONFIG_HOME=$folder/home/config PRE_COMMIT_HOME=$folder/home/pre-commit
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$folder/home/gitconfig
export PATH=$folder/venv/bin:$folder/bin:$PATH
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git config --global user.name "Test Desk"
git config --global user.email desk@example.org
git config --global init.defaultBranch main
git config --global protocol.file.allow always

# The hook that builds byline takes all of its sources; the other needs the description alone.
cp -- "$source/.pre-commit-hooks.yaml" "$folder/hooks/"
git -C "$folder/hooks" init --quiet
git -C "$folder/hooks" add .
git -C "$folder/hooks" commit --quiet --message "The hooks"

new_repository() { # new_repository FOLDER HOOK: a repository of claims with a hook
    mkdir -- "$1"
    cd -- "$1"
    git init --quiet
    byline init . --name "Test Desk" --no-passphrase >/dev/null
    cat >.pre-commit-config.yaml <<END
repos:
  - repo: $folder/hooks
    rev: $(git -C "$folder/hooks" rev-parse HEAD)
    hooks:
      - id: $2
END
    pre-commit validate-config .pre-commit-config.yaml
    pre-commit install >/dev/null
}

pre-commit validate-manifest "$source/.pre-commit-hooks.yaml"
new_repository "$folder/desk" byline-check-system

byline new source --id courier.example --kind outlet --name "The Courier" --out sources/courier.example.json >/dev/null
byline sign sources/courier.example.json >/dev/null
git add .
git commit --quiet --message "A source that is signed" || fail "a good commit was refused"

# One letter of a signed record.
sed -i 's/The Courier/The Corrier/' sources/courier.example.json
git add .
if git commit --message "An altered source" >"$folder/out" 2>&1; then fail "an altered record was committed"; fi
grep -q 'bad-signature' "$folder/out" || { cat -- "$folder/out" >&2; fail "the refusal does not say why"; }
[[ $(git rev-list --count HEAD) == 1 ]] || fail "something was committed"

# What is only taken away has no file to look at.
git checkout --quiet HEAD -- sources
byline new notice sources/courier.example.json --effect retracts --reason "It was sold." >/dev/null
byline sign notices/*.json >/dev/null
git add .
git commit --quiet --message "A retraction" >"$folder/out" 2>&1 || { cat -- "$folder/out" >&2; fail "a retraction was refused"; }
git rm --quiet notices/*.json
if git commit --message "None" >"$folder/out" 2>&1; then fail "a retraction was taken away"; fi
grep -q 'record-removed' "$folder/out" || { cat -- "$folder/out" >&2; fail "the refusal does not say why"; }
[[ $(git rev-list --count HEAD) == 2 ]] || fail "something was committed"
git reset --quiet --hard

# What has nothing to do with records is not held up.
git checkout --quiet HEAD -- sources
echo "Notes" >notes.md
git add .
git commit --quiet --message "Notes" >"$folder/out" 2>&1 || { cat -- "$folder/out" >&2; fail "notes were refused"; }
echo "pre-commit.sh: the hook refused an altered record and let the others pass"
