#!/bin/sh
# Lays out the data of a server that, once started, goes from a base backup through the archived log to a moment, and
# then takes writes. Without a moment: to the end of what was archived. The folder for the data must not exist yet.
#   restore-to-moment.sh /var/backups/zhubao/base-20261124T010000Z /var/backups/zhubao/wal /var/lib/postgresql/15/restored '2026-11-24 18:05:00+08'
set -eu
base=$1 archive=$2 data=$3 moment=${4-}
if [ -e "$data" ]; then echo "$data is there already; name a folder that is not" >&2; exit 2; fi
if [ ! -e "$base/backup_label" ]; then echo "$base is no base backup" >&2; exit 2; fi
cp -a "$base" "$data"
chmod 0700 "$data"
cat >> "$data/postgresql.auto.conf" <<SETTINGS
restore_command = 'cp "$archive/%f" "%p"'
recovery_target_action = 'promote'
archive_mode = 'off'
SETTINGS
if [ -n "$moment" ]; then echo "recovery_target_time = '$moment'" >> "$data/postgresql.auto.conf"; fi
touch "$data/recovery.signal"
