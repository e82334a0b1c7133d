# shellcheck shell=bash
# A private PostgreSQL, as bin/test and bin/bench have one: without a network, its socket in a folder of its own. Sourced
# after steps.sh, not run.
cluster=

postgres_programs() { compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 | xargs -r dirname | grep .; }

# PostgreSQL refuses to run as root; its package has made a user for it.
as_postgres() { if ((EUID == 0)); then (cd "$cluster" && setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"); else "$@"; fi; }

make_cluster() {
    programs=$(postgres_programs)
    cluster=$(mktemp -d "${TMPDIR:-/tmp}/kpa-postgres.XXXXXX")
    if ((EUID == 0)); then chown postgres: "$cluster"; fi
}

fill_cluster() { as_postgres "$programs/initdb" --pgdata="$cluster/data" --username=kpa --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync; }

# serve_cluster OPTIONS: the server's own, beside those of its place.
serve_cluster() {
    as_postgres "$programs/pg_ctl" --pgdata="$cluster/data" --log="$cluster/log" --wait \
        --options="-c listen_addresses='' -c unix_socket_directories='$cluster' -c unix_socket_permissions=0777 $1" start &&
        chmod 0711 "$cluster"
}

# stop_cluster MODE: immediate, where its data go with it; fast, where they are kept.
stop_cluster() {
    [[ ! -f $cluster/data/postmaster.pid ]] ||
        as_postgres "$programs/pg_ctl" --pgdata="$cluster/data" --mode="$1" --silent stop || true
}
