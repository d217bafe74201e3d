"""What several test files share: projects to run dbt in, and a warehouse of the demo company."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
TRUTH = REPOSITORY / "seeds/demo_truth"


class Project:
    """A copy of the dbt project with a warehouse of its own; its partial parse is kept from run to run."""

    def __init__(
        self, folder: Path, parts=("macros", "models", "python_models", "seeds/reference", "snapshots", "tests")
    ):
        self.folder = folder
        self.warehouse = folder / "warehouse.duckdb"
        self.serving = folder / "serving.duckdb"
        for part in parts:
            shutil.copytree(
                REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("python", "spark", "__pycache__")
            )
        for file in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(REPOSITORY / file, folder / file)

    def command(self, *arguments, **project_vars):
        given = {"serving_path": str(self.serving), "raw_dir": str(REPOSITORY / "seeds/demo")} | project_vars
        return [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *arguments, "--vars", yaml.safe_dump(given)]

    def environment(self):
        """Without the settings of whoever runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CRM360_", "DBT_"))}
        return kept | {"CRM360_WAREHOUSE": str(self.warehouse), "PYTHONPATH": str(REPOSITORY)}

    def run(self, *arguments, **project_vars):
        """dbt's exit code and what it printed."""
        result = subprocess.run(
            self.command(*arguments, **project_vars),
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        return result.returncode, result.stdout + result.stderr

    def build(self, *arguments, **project_vars):
        code, printed = self.run("build", *arguments, **project_vars)
        assert code == 0, printed[-6000:]
        return printed

    def start(self, *arguments, **project_vars):
        return subprocess.Popen(
            self.command(*arguments, **project_vars),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture(scope="session")
def project_copy():
    """The class: `project_copy(folder)` makes a project to run dbt in."""
    return Project


@pytest.fixture(scope="session")
def demo_project(tmp_path_factory):
    """The demo company, built once; only used where no build is given."""
    project = Project(tmp_path_factory.mktemp("demo"))
    project.build()
    return project


@pytest.fixture(scope="session")
def demo_warehouse(request):
    """Warehouse file of a build of the demo company: CRM360_TEST_WAREHOUSE, or one built here. For reading only."""
    given = os.environ.get("CRM360_TEST_WAREHOUSE")
    return Path(given).resolve() if given else request.getfixturevalue("demo_project").warehouse


@pytest.fixture(scope="session")
def demo_serving(request):
    """The served file of the same build: CRM360_TEST_SERVING, or that of the build made here. For reading only."""
    given = os.environ.get("CRM360_TEST_SERVING")
    return Path(given).resolve() if given else request.getfixturevalue("demo_project").serving


@pytest.fixture(scope="module")
def demo_truth(demo_warehouse):
    """A connection to the demo's warehouse, with what was planted: the table `people` has a row per customer, with the
    columns of people.csv, as texts, for the person behind most of its records."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        connection.execute(
            f"""
            create temp table people as
            with pairs as (
                select map.customer_id, records.person_id, count(*) as records
                from marts.customer_identity_map as map
                inner join read_csv('{TRUTH}/records.csv', all_varchar = true) as records
                    on map.source_system = records.system and upper(map.source_customer_id) = upper(records.source_id)
                group by all
            ),
            chosen as (
                select customer_id, person_id from pairs
                qualify row_number() over (partition by customer_id order by records desc, person_id) = 1
            )
            select chosen.customer_id, people.*
            from chosen
            inner join read_csv('{TRUTH}/people.csv', all_varchar = true) as people
                on chosen.person_id = people.person_id
            """
        )
        yield connection


@pytest.fixture(scope="module")
def ask(demo_truth):
    """Rows of a query over the marts and `people` (see demo_truth)."""
    return lambda query: demo_truth.execute(query).fetchall()


def precision_and_recall(ask, mart, found, planted, among="true"):
    """How right a mart finds what was planted: precision, recall, and the number of planted.

    `found` and `planted` are conditions over the rows of the mart joined with `people`, of which `among` is judged.
    """
    [(both, all_found, all_planted)] = ask(
        f"""
        select
            count(*) filter (where {found} and {planted}),
            count(*) filter (where {found}),
            count(*) filter (where {planted})
        from {mart}
        inner join people using (customer_id)
        where {among}
        """
    )
    return both / all_found, both / all_planted, all_planted
