#!/bin/sh
# Keeps one finished piece of PostgreSQL's log (WAL), whole or not at all. PostgreSQL calls it, as postgresql.conf says:
#   archive_mode = on
#   archive_command = '/opt/zhubao/docs/operations/archive-wal.sh "%p" %f /var/backups/zhubao/wal'
#   archive_timeout = 60
# A piece that is there already and is the same is no harm: PostgreSQL asks again when it was stopped in between.
set -eu
from=$1 to=$3/$2
if [ -e "$to" ]; then exec cmp -s "$from" "$to"; fi
cp "$from" "$to.part"
sync "$to.part"
mv "$to.part" "$to"
