"""What sqlfluff sees in place of dbt when it lints this project.

`sqlfluff lint` renders the models with its own Jinja templater: no dbt, no database, no manifest. It loads the macros
of `macros/` itself and stands in for `ref`, `source` and `config`; the names of this module are put beside them
(`load_macros_from_path` and `library_path` in `.sqlfluff`). The rendered SQL is parsed and never run, so it only has to
have the right shape.

To add a stub: define the name that the macro or model calls, with the least that renders as valid SQL.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import yaml
from jinja2 import pass_context

_PROJECT = yaml.safe_load((Path(__file__).resolve().parents[2] / "dbt_project.yml").read_text(encoding="utf-8"))

execute = False
"""As while dbt parses: macros neither query the warehouse nor read the graph, and take their branch for that."""

modules = SimpleNamespace(re=re)

target = SimpleNamespace(type="duckdb")


def var(name, default=None):
    """Return the value in the project's `dbt_project.yml`, or the default."""
    return _PROJECT["vars"].get(name, default)


def _macro_caller(macro):
    """Return a function that calls a macro of this project, found by its name when it is called."""

    @pass_context
    def call(context, *args, **kwargs):
        return context.environment.call(context, context.resolve(macro), *args, **kwargs)

    return call


class _Package:
    """The package-qualified call `crm360.<macro>(…)`."""

    def __getattr__(self, macro):
        return _macro_caller(macro)


class _Adapter:
    """`adapter.dispatch`: always the default implementation, which is DuckDB's."""

    def dispatch(self, macro, package=None):
        return _macro_caller(f"default__{macro}")


class _Exceptions:
    """`exceptions.raise_compiler_error`: the linter reports the message as a templating error."""

    def raise_compiler_error(self, message):
        raise ValueError(message)


class _Dbt:
    """The cross-database macros `dbt.<name>(…)`: each a SQL function of that name."""

    def __getattr__(self, name):
        return lambda *args: f"{name}({', '.join(str(arg) for arg in args)})"


crm360 = _Package()
adapter = _Adapter()
exceptions = _Exceptions()
dbt = _Dbt()
