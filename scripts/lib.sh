# Shared by the scripts beside it: `. "$(dirname "$0")/lib.sh"`. Leaves the caller at the top of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '\n%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

usage() {  # prints the comment at the top of the script
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

build() {  # build PRESET [TARGET…]: configures and builds build/PRESET
    local preset=$1
    shift
    say "Building miggraph (preset $preset) in build/$preset"
    cmake --preset "$preset" || fail "cmake --preset $preset failed; the lines above say why"
    cmake --build --preset "$preset" ${1:+--target "$@"} || fail "the build failed; the lines above say why"
}
