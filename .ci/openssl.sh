#!/usr/bin/env bash
# Keys of byline and keys of OpenSSL open in each other, and both derive the same public key.
#
#   openssl.sh PATH/TO/byline
#
# Needs OpenSSL 3 on the PATH; ends with a status other than 0 at the first difference and says which. Everything it
# writes lies in a temporary folder.
set -Eeuo pipefail
export LC_ALL=C
trap 'echo "openssl.sh: stopped at line $LINENO: $BASH_COMMAND" >&2' ERR

fail() {
    echo "openssl.sh: $1" >&2
    exit 1
}

[[ $# -eq 1 && -x $1 ]] || fail "usage: openssl.sh PATH/TO/byline"
byline=$(realpath -- "$1")
version=$(openssl version)
[[ $version == "OpenSSL 3."* ]] || fail "needs OpenSSL 3, found: $version"

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd -- "$folder"
export HOME=$folder XDG_CONFIG_HOME=$folder/config
umask 022

# With a space and a character outside ASCII: both sides must take the bytes as they are.
passphrase='correct hörse'
printf '%s\n' "$passphrase" >passphrase
export BYLINE_PASSPHRASE=$passphrase

# A byline that waits for a terminal must not hang the run.
byline() {
    timeout 120 "$byline" "$@" </dev/null
}

same() {
    [[ -n $2 && $2 == "$3" ]] || fail "$1: expected \"$3\", got \"$2\""
    checks=$((checks + 1))
}
checks=0

# did:key of a public key in hex: base58btc of 0xed 0x01 and the key, by long division.
did_of() {
    local alphabet=123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz
    local hex=ed01$1 digits='' digit quotient i value remainder
    while [[ $hex =~ [^0] ]]; do
        quotient='' remainder=0
        for ((i = 0; i < ${#hex}; i++)); do
            value=$((remainder * 16 + 16#${hex:i:1}))
            printf -v digit '%x' $((value / 58))
            quotient+=$digit
            remainder=$((value % 58))
        done
        digits=${alphabet:remainder:1}$digits
        hex=$quotient
        while [[ $hex == 0?* ]]; do hex=${hex:1}; done
    done
    printf 'did:key:z%s' "$digits"
}

# Compares what byline exports from a private key with what OpenSSL derives from it. $2 tells OpenSSL the passphrase.
compare() {
    local file=$1 pem hex
    shift
    pem=$(openssl pkey -in "$file" "$@" -pubout)
    hex=$(openssl pkey -in "$file" "$@" -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
    [[ ${#hex} -eq 64 ]] || fail "$file: OpenSSL gave no key of 32 bytes"
    same "$file as pem" "$(byline key export "$file" --format pem)" "$pem"
    same "$file as hex" "$(byline key export "$file" --format hex)" "$hex"
    same "$file as did" "$(byline key export "$file" --format did)" "$(did_of "$hex")"
    # OpenSSL reads the exported public key back.
    byline key export "$file" --format pem >"$file.exported"
    same "$file exported" "$(openssl pkey -pubin -in "$file.exported" -pubout)" "$pem"
}

# $1 must not open with another passphrase, and must not answer anything.
closed() {
    local answer status=0
    answer=$(BYLINE_PASSPHRASE=wrong byline key export "$1" --format hex 2>wrong.txt) || status=$?
    [[ $status -ne 0 && $status -ne 124 ]] || fail "$1: a wrong passphrase ended with status $status"
    [[ -z $answer ]] || fail "$1: a wrong passphrase was answered with \"$answer\""
    if grep -qF -e "$passphrase" wrong.txt; then fail "$1: the message repeats the passphrase"; fi
    checks=$((checks + 1))
}

# The number that says which version of PKCS#8 a plain key has: 00 is version 1, the only one that OpenSSL 3 reads.
version_of() {
    openssl asn1parse -in "$1" | sed -n '2s/.*INTEGER *://p'
}

# --- byline writes, OpenSSL reads ---

byline key new --name plain --out plain.pem --no-passphrase
grep -qx -e '-----BEGIN PRIVATE KEY-----' plain.pem || fail "plain.pem is no PKCS#8"
same "plain.pem: version" "$(version_of plain.pem)" 00
same "plain.pem: mode" "$(stat -c %a plain.pem)" 600
openssl pkey -in plain.pem -text -noout -out parsed.txt
grep -q '^ED25519 Private-Key' parsed.txt || fail "plain.pem is no Ed25519 key"

byline key new --name encrypted --out encrypted.pem
grep -qx -e '-----BEGIN ENCRYPTED PRIVATE KEY-----' encrypted.pem || fail "encrypted.pem is not encrypted"
same "encrypted.pem: mode" "$(stat -c %a encrypted.pem)" 600
openssl asn1parse -in encrypted.pem >parsed.txt
for name in ':PBES2$' ':scrypt$\|:id-scrypt$' ':aes-256-cbc$' 'INTEGER *:4000$' 'INTEGER *:08$' 'INTEGER *:01$'; do
    grep -q "$name" parsed.txt || fail "encrypted.pem: no $name in $(cat parsed.txt)"
done
openssl pkcs8 -in encrypted.pem -passin file:passphrase -out opened.pem
same "encrypted.pem: version" "$(version_of opened.pem)" 00
if openssl pkey -in encrypted.pem -passin pass:wrong -noout 2>wrong.txt; then
    fail "encrypted.pem opens in OpenSSL with a wrong passphrase"
fi

# First with the public key beside it, then without, so that the private key must be opened.
for file in plain.pem encrypted.pem; do
    [[ -s $file.pub ]] || fail "$file.pub is missing"
    compare "$file" -passin file:passphrase
    rm -- "$file.pub"
    compare "$file" -passin file:passphrase
done
closed encrypted.pem

# --- OpenSSL writes, byline reads ---

openssl genpkey -algorithm ed25519 -out theirs.pem
compare theirs.pem
sed 's/$/\r/' theirs.pem >theirs-crlf.pem
same "theirs-crlf.pem" "$(byline key export theirs-crlf.pem --format pem)" "$(openssl pkey -in theirs.pem -pubout)"
openssl pkey -in theirs.pem -text -out theirs-text.pem
compare theirs-text.pem

write() {
    local file=$1
    shift
    openssl "$@" -in theirs.pem -passout file:passphrase -out "$file"
    compare "$file" -passin file:passphrase
    closed "$file"
}
write default.pem pkcs8 -topk8
write sha256-aes256.pem pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256
write sha512-aes256.pem pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512
write sha256-aes128.pem pkcs8 -topk8 -v2 aes-128-cbc
write sha512-aes128.pem pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 600000
write scrypt-aes256.pem pkcs8 -topk8 -scrypt
write scrypt-aes128.pem pkcs8 -topk8 -v2 aes-128-cbc -scrypt
write scrypt-costs.pem pkcs8 -topk8 -scrypt -scrypt_N 4096 -scrypt_r 16 -scrypt_p 2
write pkey-aes256.pem pkey -aes-256-cbc

# --- The public key alone, and keys that are taken in ---

openssl pkey -in theirs.pem -pubout -out public.pem
same "public.pem" "$(byline key export public.pem --format did)" "$(byline key export theirs.pem --format did)"
for file in theirs default scrypt-costs; do
    byline key import "$file.pem" --name imported --out "imported-$file.pem" >told.txt
    same "imported-$file.pem: mode" "$(stat -c %a "imported-$file.pem")" 600
    compare "imported-$file.pem" -passin file:passphrase
    rm -- "imported-$file.pem.pub"
    BYLINE_NEW_PASSPHRASE='another one' byline key passwd "imported-$file.pem" >told.txt
    closed "imported-$file.pem"
    same "imported-$file.pem: passwd" \
        "$(openssl pkey -in "imported-$file.pem" -passin 'pass:another one' -pubout)" "$(cat public.pem)"
done

# --- What must not open says why ---

refused() {
    local told status=0
    told=$(byline key export "$1" --format hex 2>&1 >answer.txt) || status=$?
    [[ $status -ne 0 && $status -ne 124 && ! -s answer.txt ]] || fail "$1: opened, with status $status"
    [[ $told == *"$2"* ]] || fail "$1: expected a message with \"$2\", got \"$told\""
    checks=$((checks + 1))
}
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem
refused ec.pem 1.2.840.10045.2.1
openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA1 -in theirs.pem -passout file:passphrase -out sha1.pem
refused sha1.pem 1.2.840.113549.2.7
openssl pkcs8 -topk8 -v2 des3 -in theirs.pem -passout file:passphrase -out des3.pem
refused des3.pem 1.2.840.113549.3.7
openssl pkey -in ec.pem -pubout -out ec-public.pem
refused ec-public.pem 1.2.840.10045.2.1

echo "openssl.sh: $checks checks hold with $version"
