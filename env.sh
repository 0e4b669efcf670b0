# Summary: The settings of this installation, for bash; no secrets in here.
# Usage: . env.sh
#
# A value that is already in the environment wins. What belongs to one machine
# alone goes into env.local.sh beside this file; git does not know that file.
# Each setting is explained in README.md, "Settings".

ETL_HOME=$(CDPATH='' cd -- "${BASH_SOURCE[0]%env.sh}." && pwd -P)
# shellcheck source=/dev/null
[ ! -r "$ETL_HOME/env.local.sh" ] || . "$ETL_HOME/env.local.sh"

: "${ETL_DATA_DIR:=$ETL_HOME/var}"
: "${ETL_SECRETS_DIR:=$ETL_DATA_DIR/secrets}"
: "${ETL_PYTHON:=$ETL_HOME/venv/bin/python}"
: "${ETL_SMTP_URL:=file:}"
: "${ETL_EMAIL:=etl@localhost.localdomain}"
: "${ETL_MEETMAX_BASE_URL:=https://www.meetmax.com}"
: "${ETL_CRON_FILE:=/etc/cron.d/etl_jobs}"
export ETL_HOME ETL_DATA_DIR ETL_SECRETS_DIR ETL_PYTHON ETL_SMTP_URL ETL_EMAIL
export ETL_MEETMAX_BASE_URL ETL_CRON_FILE

case ":$PATH:" in
*":$ETL_HOME/jobscripts:"*) ;;
*) PATH=$ETL_HOME/jobscripts:$PATH ;;
esac
