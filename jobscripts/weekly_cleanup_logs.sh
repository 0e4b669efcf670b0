#!/usr/bin/env bash
# Summary: Remove log files older than a week.
# Usage: weekly_cleanup_logs.sh [DAYS]
# Example: run_python_etl_script.sh weekly_cleanup_logs.sh 14

. "$(dirname "${BASH_SOURCE[0]}")/../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"
. "$ETL_HOME/systemscripts/bash/cleanup.sh"
help_if_asked "$@"

remove_older "${1:-7}" "$ETL_DATA_DIR/logs" '*.log' '*.csv'
