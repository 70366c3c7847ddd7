"""What the tests of engines share: the engines, and companies whose tables lie in each of them."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from tests.conftest import need
from tests.engines.servers import PostgresServer, SparkSession, postgres_programs, running_postgres, running_spark

Load = Callable[[Path, str], str]
OF_SPARK = (
    "ignore:unclosed <socket:ResourceWarning",  # it closes the file that stands for a socket, not the socket
    "ignore:The copy keyword is deprecated:DeprecationWarning",  # Spark 4.0 gives it to pandas 3
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Spark's own Python do what no other code here may."""
    for item in items:
        if Path(__file__).parent in item.path.parents and "spark" in item.nodeid:
            for each in OF_SPARK:
                item.add_marker(pytest.mark.filterwarnings(each))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test process's own."""
    programs = need(postgres_programs(), "PostgreSQL", "apt-get install postgresql")
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A Spark of this test process's own."""
    need(shutil.which("java"), "Java", "apt-get install openjdk-17-jre-headless")
    with running_spark(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="session", params=["postgres", "spark"])
def engine(request: pytest.FixtureRequest) -> Load:
    """Return a function that copies the tables of a DuckDB file into another engine, and gives their URL there."""
    server: PostgresServer | SparkSession = request.getfixturevalue(request.param)
    return server.load


@dataclass(frozen=True)
class Company:
    """The same company twice: its settings with tables in DuckDB, and with tables in another engine."""

    in_duckdb: str
    elsewhere: str


@pytest.fixture(scope="session")
def company(engine: Load, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], Company]:
    """Return a function that makes a company of SQL for DuckDB, and of settings, by a name of its own."""

    def make(name: str, tables: str, settings: str = "") -> Company:
        folder = tmp_path_factory.mktemp(name)
        path = folder / f"{name}.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(tables)
        return Company(
            _settings(folder / "duckdb", f"duckdb://{path}", settings),
            _settings(folder / "elsewhere", engine(path, name), settings),
        )

    return make


def _settings(folder: Path, url: str, settings: str) -> str:
    folder.mkdir()
    text = f'[warehouse]\nurl = "{url}"\n' + textwrap.dedent(settings or '[company]\nname = "Testers"\n')
    (folder / "valuestory.toml").write_text(text, encoding="utf-8")
    return str(folder)
