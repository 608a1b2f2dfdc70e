#!/usr/bin/env bash
# Measures whole runs of byline against the parts of their work and against a naive program, and prints the ratios.
#
#   benches/run.sh [--million]
#
# The first run makes the corpora, 2 GB below the target folder; --million adds one of 3 GB. Nothing else should run
# meanwhile.
set -Eeuo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
target=${CARGO_TARGET_DIR:-target}
mkdir -p -- "$target"
target=$(realpath -- "$target")

# With the flags that everyone has: Cargo reads ../../.cargo/config.toml here as well, and only a RUSTFLAGS variable, be
# it empty, takes the place of the flags in there.
RUSTFLAGS='' cargo build --release --locked --manifest-path benches/naive/Cargo.toml --target-dir "$target/naive"

exec cargo bench --bench whole -- --naive "$target/naive/release/naive" "$@"
