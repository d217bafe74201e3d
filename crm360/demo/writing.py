"""Writes extracts and truth: blocks of text columns appended to one CSV or Parquet file per entity."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class _CsvFile:
    """Appends tables to a CSV file, quoting only where it is needed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._started = False

    def write(self, table: pa.Table) -> None:
        if not self._started:
            self._file.write((",".join(table.column_names) + "\n").encode())
            self._started = True
        if len(table) == 0:
            return
        columns = [_quoted(column.combine_chunks()) for column in table.columns]
        rows = pc.binary_join_element_wise(*columns, ",", null_handling="replace", null_replacement="")
        lines = pc.binary_join_element_wise(rows, "", "\n")
        offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
        self._file.write(lines.buffers()[2][: int(offsets[len(lines)])])

    def close(self) -> None:
        self._file.close()


class _ParquetFile:
    """Appends tables as row groups; few-valued columns keep their dictionaries, others are plain."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        if self._writer is None:
            few = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
            self._writer = pq.ParquetWriter(
                self._path,
                table.schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=few,
                write_statistics=False,
                store_schema=False,
            )
        self._writer.write_table(table, row_group_size=1 << 20)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def _quoted(column: pa.Array) -> pa.Array:
    """Plain text of a column, with RFC 4180 quotes around the values that hold a comma, quote or line end."""
    text = column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column
    if not pa.types.is_string(text.type):
        text = text.cast(pa.string())
    risky = pc.match_substring_regex(text, '[,"\r\n]')
    if not pc.any(risky).as_py():
        return text
    doubled = pc.replace_substring(text, '"', '""')
    return pc.if_else(risky, pc.binary_join_element_wise('"', doubled, '"', "", null_handling="emit_null"), text)


class Output:
    """One folder of files; `add` appends a block of rows to `<folder>/<name>.<format>` in a background thread."""

    def __init__(self, folder: Path, file_format: str) -> None:
        self._folder = folder
        self._format = file_format
        self._files: dict[str, _CsvFile | _ParquetFile] = {}
        self._rows: dict[str, int] = {}
        self._thread = ThreadPoolExecutor(1)
        self._jobs: list[Future[None]] = []

    def rows(self, name: str) -> int:
        """Rows added to a file so far."""
        return self._rows.get(name, 0)

    def counts(self) -> dict[str, int]:
        """Rows per file."""
        return dict(self._rows)

    def add(self, name: str, table: pa.Table) -> None:
        """Append a table; waits when more than a few blocks are still unwritten."""
        if name not in self._files:
            path = self._folder / f"{name}.{self._format}"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._files[name] = _CsvFile(path) if self._format == "csv" else _ParquetFile(path)
        self._rows[name] = self.rows(name) + len(table)
        self._jobs.append(self._thread.submit(self._files[name].write, table))
        while len(self._jobs) > 6:
            self._jobs.pop(0).result()

    def close(self) -> None:
        """Finish all writes."""
        for job in self._jobs:
            job.result()
        self._thread.shutdown()
        for file in self._files.values():
            file.close()
