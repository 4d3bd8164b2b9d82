"""Tables of figures, as Markdown that reads well in a terminal, too."""

from __future__ import annotations


class Table:
    """A titled table."""

    def __init__(self, title: str, columns: tuple[str, ...]) -> None:
        self.title, self.columns = title, columns
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """One more row."""
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table with its title, columns aligned."""
        widths = [max(len(row[at]) for row in (self.columns, *self.rows)) for at in range(len(self.columns))]
        lines = [
            f"### {self.title}",
            "",
            _row(self.columns, widths),
            "|" + "|".join("-" * (w + 2) for w in widths) + "|",
        ]
        return "\n".join([*lines, *(_row(row, widths) for row in self.rows)]) + "\n"


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
