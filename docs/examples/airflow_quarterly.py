"""The deck of the last whole quarter by Airflow: papermill runs the notebook, the next task makes the deck."""

from datetime import datetime

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

STORY = "/srv/acme/reports/story-{{ ds }}.ipynb"

with DAG("value_of_support", schedule="0 5 3 1,4,7,10 *", start_date=datetime(2026, 1, 1), catchup=False):
    run = PapermillOperator(
        task_id="run",
        input_nb="/srv/acme/notebooks/value_of_support.ipynb",
        output_nb=STORY,
        parameters={"data": "/srv/acme", "audience": "cfo"},
        kernel_name="python3",
    )
    export = BashOperator(task_id="export", bash_command=f"valuestory export {STORY}")
    run >> export
