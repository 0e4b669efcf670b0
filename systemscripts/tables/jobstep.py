"""dba.tjobstep: the steps of a run."""

from systemscripts.foundation import database, queries
from systemscripts.foundation.run_log import Step

QUERIES = queries.beside(__file__)


def begin(connection: database.Connection, run_uuid: str, jobrun_id: str, step: Step) -> int:
    """The key of the new row."""
    row = database.fetch_one(
        connection,
        QUERIES.begin,
        jobrun_id=jobrun_id or None,
        run_uuid=run_uuid,
        step_number=step.number,
        step_name=step.name,
    )
    return int(row.jobstep_id)


def finish(connection: database.Connection, step: Step, outcome: str) -> None:
    database.execute(
        connection,
        QUERIES.finish,
        jobstep_id=step.key,
        rows_in=step.rows_in,
        rows_out=step.rows_out,
        outcome=outcome,
        message=step.message,
    )
