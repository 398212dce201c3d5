#!/bin/sh
# A copy of the whole server to begin a recovery from, taken while it works; prints the folder it is in.
#   base-backup.sh postgres://zhubao_base:…@db/postgres /var/backups/zhubao
set -eu
folder=$2/base-$(date -u +%Y%m%dT%H%M%SZ)
pg_basebackup --checkpoint=fast --pgdata="$folder" --dbname="$1"
pg_verifybackup --quiet --no-parse-wal "$folder"
echo "$folder"
