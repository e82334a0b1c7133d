# shellcheck shell=bash
# What bin/start, bin/build and bin/test share: telling, Debian packages, the virtual environment. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

unset PYTHONDONTWRITEBYTECODE # set in many a container; every process would compile the whole project anew
var=${KPA_VAR_DIR:-$PWD/var}
python=.venv/bin/python
# WeasyPrint draws the annual plan with these. The second, which Ubuntu 22.04 lacks, only makes its files smaller.
pdf_packages=(libpangoft2-1.0-0)
grep -qs '^VERSION_ID="22.04"' /etc/os-release || pdf_packages+=(libharfbuzz-subset0)
compilers=(build-essential cargo libffi-dev libpq-dev libxml2-dev libxslt1-dev python3-dev)

# --- Telling ----------------------------------------------------------------------------------------------------------

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

open_log() {
    log=$var/log/$1.log
    { (umask 077 && mkdir -p "$var") && mkdir -p "$var/log" && : >"$log"; } 2>/dev/null ||
        fail "Cannot write in $var: the disk is full, or the folder belongs to someone else."
    need_home
}

# Where a service or a container has no home folder, pip and npm would leave theirs in the project's.
need_home() {
    [[ -n ${HOME-} && -d $HOME && -w $HOME ]] && return
    export HOME=$var/home
    mkdir -p "$HOME"
}

# run TEXT COMMAND...: one line of progress. What the command prints goes to the log; why it failed, in one line, to the screen.
run() {
    local text=$1 began=$SECONDS
    shift
    step_begins=$(wc -c <"$log")
    printf '%s ' "$text"
    # Bash itself may complain in the ticker that is ended just as it begins; nobody needs to read that.
    { tick & } 2>/dev/null
    ticker=$!
    if "$@" >>"$log" 2>&1 </dev/null; then
        stop_ticking
        printf 'done (%s s)\n' $((SECONDS - began))
    else
        stop_ticking
        printf 'failed\n'
        fail "$(reason)"
    fi
}

# What sleeps holds neither screen nor pipe: who reads our output would wait for it after we have ended.
tick() { while sleep 3 >/dev/null; do printf '.'; done; }

stop_ticking() {
    [[ -n ${ticker-} ]] || return 0
    # KILL: a TERM that comes just as the ticker begins still finds this shell's traps in it, and goes astray.
    kill -KILL "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
}
trap stop_ticking EXIT
trap 'stop_ticking; echo; echo "Stopped."; exit 130' INT TERM

said() { tail -c "+$((step_begins + 1))" "$log"; }

logged() { said | grep -iE "$1" >/dev/null; }

reason() {
    if logged 'no space left on device|disk quota exceeded|database or disk is full'; then
        echo "The disk is full. Make room, then run the command again (details: $log)."
    elif logged 'CommandError: '; then
        echo "$(said | sed -n 's/.*CommandError: //p' | tail -n 1) (details: $log)"
    elif logged '^(django\.db\.utils|psycopg2)\.(Operational|Interface)Error: '; then
        echo "The database does not answer: look whether its server runs, and at DATABASE_URL (details: $log)."
    elif logged 'failed building wheel|could not build wheels|requirements to build wheel did not run|metadata-generation-failed'; then
        echo "A compiler is missing: this kind of machine has no ready-made packages. Run: $(line_to_run "${compilers[@]}") (details: $log)."
    elif logged 'name resolution|network is unreachable|connection (refused|reset|timed out|broken)|newconnectionerror|proxyerror|could not resolve|failed to fetch|max retries exceeded|\b(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT)\b'; then
        echo "The network cannot be reached, and packages must be fetched over it (details: $log)."
    else
        echo "It stopped at: $(said | tail -n 1) (details: $log)."
    fi
}

# --- Done already? ----------------------------------------------------------------------------------------------------

# fingerprint PATH...: one hash for the contents of all files named or inside the folders named.
fingerprint() { find "$@" -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

unchanged() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# --- Debian packages --------------------------------------------------------------------------------------------------

as_root() { if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi; }

may_install() {
    command -v apt-get >/dev/null || return 1
    ((EUID == 0)) && return
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [[ -t 0 ]]
}

# install_packages NAME...: says what it installs, then does; returns 1 where it may not.
install_packages() {
    may_install || return 1
    echo "Installing from the system's packages: $*"
    ((EUID == 0)) || sudo -v || return 1
    run 'Reading the list of packages' as_root apt-get update -q
    run 'Installing them' as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

line_to_run() { echo "sudo apt-get install $*"; }

# --- Python and its packages ------------------------------------------------------------------------------------------

# A Python that fits (3.10 to 3.13), and that can make virtual environments.
find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 python3.10; do
        "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' 2>/dev/null || continue
        base_python=$candidate
        return
    done
    return 1
}

can_make_environment() { "$base_python" -c 'import ensurepip, venv' 2>/dev/null; }

has_library() { "$base_python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }

environment_works() { [[ -x $python ]] && "$python" -c 'import pip' 2>/dev/null; }

# install_locked NAME...: the packages of requirements/NAME.txt, exactly as locked.
install_locked() {
    local name=$1 text=$2 lock stamp
    lock=$(fingerprint "requirements/$name.txt")
    stamp=.venv/installed-$name
    environment_works || run 'Making the virtual environment' "$base_python" -m venv --clear .venv
    unchanged "$stamp" "$lock" && return
    run "$text" "$python" -m pip install --disable-pip-version-check --require-hashes -r "requirements/$name.txt"
    echo "$lock" >"$stamp"
    [[ $name == runtime ]] || fingerprint requirements/runtime.txt >.venv/installed-runtime
}
