"""What several test files share: projects to run dbt in, and a warehouse of the demo company."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]


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
