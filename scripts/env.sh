# Sourced by every script: where things are, and how a script speaks. Sets nothing up by itself.
# shellcheck shell=bash disable=SC2034  # read by the scripts that source this

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1
# shellcheck source=scripts/versions.sh
. "$ROOT/scripts/versions.sh"

# Tools live outside the checkout, each in a folder of its name and version: a fresh clone finds them compiled, and an old and a
# new branch do not fight over them.
TOOLS=${MEYIRIM_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/meyirim/tools}
SCHEMATHESIS_VERSION=$(sed -n 's/^schemathesis==//p' "$ROOT/scripts/requirements.txt")
VENV=$TOOLS/schemathesis-$SCHEMATHESIS_VERSION
export PATH="$TOOLS/trunk-$TRUNK_VERSION/bin:$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION/bin:$TOOLS/wasm-split-$WASM_SPLIT_VERSION/bin:$ROOT/node_modules/.bin:$PATH"

# A CI checkout is thrown away after the run, and compiling the dependencies is most of the run: keep them beside the tools.
# Everything here asks cargo or $TARGET where artifacts are, so the setting holds for Trunk and for the tests as well.
if [ -n "${CI:-}" ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
    export CARGO_TARGET_DIR="${XDG_CACHE_HOME:-$HOME/.cache}/meyirim/target"
    # Incremental compilation helps whoever edits; here it would only fill the disk.
    export CARGO_INCREMENTAL=0
fi
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}

# Trunk would ask a registry whether it is the newest. It is the one we want.
export TRUNK_SKIP_VERSION_CHECK=true

say() { printf '%s\n' "$*"; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# The first of the named programs that exists, as a path.
first_of() {
    local name
    for name in "$@"; do
        if have "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# The browser of all tests and benchmarks. CHROMIUM names another one.
find_chromium() { first_of ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; }
find_chromedriver() { first_of ${CHROMEDRIVER:+"$CHROMEDRIVER"} chromedriver; }

# PostgreSQL's programs. Debian keeps the server's out of PATH, one folder a version: the newest.
find_postgres() {
    local dir
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr); do
        if [ -x "$dir/$1" ]; then
            printf '%s\n' "$dir/$1"
            return
        fi
    done
    first_of "$1"
}

# A free port of this machine. It may be taken by the time it is used; whoever starts a server there notices and says so.
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# Compiles the reference backend and leaves its path in BACKEND. The profile `backend` is the release profile without the
# app's hunt for bytes; tests take `dev`, which their own build has made already.
build_backend() {
    local profile=${BACKEND_PROFILE:-backend} dir
    dir=$profile
    [ "$profile" = dev ] && dir=debug
    cargo build --quiet -p meyirim-backend --profile "$profile"
    BACKEND=$TARGET/$dir/meyirim-backend
}

# Waits until $1 answers with success, for at most $2 tenths of a second, as long as the process $3 lives.
wait_for() {
    local url=$1 tenths=${2:-300} pid=${3:-$$}
    while [ "$tenths" -gt 0 ]; do
        kill -0 "$pid" 2>/dev/null || return 1
        node -e 'fetch(process.argv[1]).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))' "$url" && return
        sleep 0.1
        tenths=$((tenths - 3))
    done
    return 1
}
