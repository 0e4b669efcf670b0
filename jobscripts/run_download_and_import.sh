#!/usr/bin/env bash
# Summary: Download the event lists, then load them.
# Usage: run_download_and_import.sh [OPTION OF meetmax_url_download.py...]
# Example: run_python_etl_script.sh run_download_and_import.sh --delay 5

. "$(dirname "${BASH_SOURCE[0]}")/../systemscripts/bash/common.sh"
. "$(dirname "${BASH_SOURCE[0]}")/../env.sh"
help_if_asked "$@"

run_python_etl_script.sh meetmax_url_download.py "$@"
run_python_etl_script.sh run_import_job.py 2
