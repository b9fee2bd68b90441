"""Arabic-capable name matching and sanctions screening.

>>> import mithaq
>>> screener = mithaq.Screener.from_file("un_consolidated.xml")
>>> screener.search("اياد اغ غالي", birth="1958")[0].caption
'IYAD AG GHALI'

A hit is a possibility until a person decides; its reasons are there for that person.
"""

import datetime as _datetime
import json as _json
import warnings as _warnings

from . import names
from ._mithaq import Hit, Reason, __version__
from ._mithaq import Screener as _Screener
from ._mithaq import is_id as _is_id

__all__ = ["Hit", "Reason", "RefusedRowsWarning", "Screener", "names", "__version__"]


class RefusedRowsWarning(UserWarning):
    """Rows of a table were refused: they were not screened and have no answer."""


def _warn_of(summary):
    refused = sum(summary["refused"].values())
    if refused:
        first = summary["first_refused"][:5]
        told = "; ".join(f"row {row['row']}: {row['why']}" for row in first)
        more = f"; and {refused - len(first)} more" if refused > len(first) else ""
        text = f"{refused} of {summary['rows']} rows were refused and not screened: {told}{more}"
        _warnings.warn(text, RefusedRowsWarning, stacklevel=3)


class Screener:
    """Lists, searchable by name and number. Made by :meth:`from_file`; safe to share between threads."""

    __slots__ = ("_native",)

    def __init__(self):
        raise TypeError("a Screener is made by Screener.from_file(path, …)")

    @classmethod
    def from_file(cls, *paths, prior=None):
        """Read lists: the UN's XML, FollowTheMoney JSON Lines, or OFAC's folder; told by content.

        A list is read whole or not at all: one that is cut short is a ``ValueError``. ``prior`` is the share of those
        asked about that is on the lists (as calibrated, 0.5); at a border it may be ``1e-5``.
        """
        screener = cls.__new__(cls)
        screener._native = _Screener.from_file(*paths, prior=prior)
        return screener

    def __len__(self):
        return len(self._native)

    def __repr__(self):
        return repr(self._native)

    def search(self, name=None, *, threshold=0.7, limit=5, lang="en", at=None, **fields):
        """Possible matches of one party, the best first, as a list of :class:`Hit`.

        ``fields`` go by the names columns have: ``birth`` (or ``birth_date``), ``birth_place``, ``nationality``,
        ``gender``, ``schema``, ``passport_number``, ``iban``, ``serial`` …; each a text, a date, or a list of these. What is
        missing (``None``, ``NaN``, ``NaT``, ``pandas.NA``) is passed over.
        ``at`` is the moment (an ISO 8601 text or an aware ``datetime``) the notices have to stand at: now, if not given.
        """
        name = None if _missing(name) else name
        fields = [(field, _texts(value)) for field, value in fields.items()]
        return self._native._search(name, fields, threshold, limit, lang, _moment(at))

    def screen(
        self,
        table,
        columns=None,
        *,
        threshold=0.7,
        limit=5,
        lang="en",
        at=None,
        strict=False,
        jobs=None,
    ):
        """Screen every row of a table on all cores; the answers are those of ``mithaq screen`` on the same rows.

        ``table`` is a pandas ``DataFrame``, or anything else that has ``__arrow_c_stream__``: a pyarrow ``Table`` or
        ``RecordBatchReader``, a polars ``DataFrame``, a DuckDB relation. Columns are told by their names (``id``, ``name``,
        ``birthDate``, ``nationality``, ``passportNumber`` …), or by ``columns``, as ``{"Traveller": "name"}``: then those
        alone are read. Rows are numbered from 1 where there is no ``id``; a ``DataFrame``'s answers then have the index of
        their rows, too, so that ``frame.join(answers)`` puts them beside each other.

        A ``DataFrame`` is answered by one, anything else by a pyarrow ``Table``: a row a hit (``id``, ``hit``, ``score``,
        ``caption``, ``subject``, ``reference``, ``why``), and a row with nothing but its ``id`` for one without. What came
        of all rows is in ``.attrs["mithaq"]`` or, as JSON, in ``.schema.metadata[b"mithaq"]``. A bad row is refused alone and
        told by a :class:`RefusedRowsWarning`; with ``strict`` it is a ``ValueError``.
        """
        if not hasattr(table, "__arrow_c_stream__"):
            raise TypeError(
                f"table: found {type(table).__name__}; expected a pandas DataFrame (pandas 2.2 or later) or an Arrow table"
            )
        if columns is not None and not hasattr(columns, "items"):
            raise TypeError(
                f'columns: found {type(columns).__name__}; expected a mapping, as {{"Traveller": "name"}}'
            )
        pairs = None if columns is None else list(columns.items())
        answers, text = self._native._screen(
            table, pairs, threshold, limit, lang, _moment(at), strict, jobs
        )
        summary = _json.loads(text)
        _warn_of(summary)
        import pyarrow

        answered = pyarrow.table(answers).replace_schema_metadata({"mithaq": text})
        if type(table).__module__.partition(".")[0] != "pandas":
            return answered
        frame = answered.to_pandas()
        read = table.columns if columns is None else columns.values()
        if not any(_is_id(str(column)) for column in read):
            frame.index = table.index[frame["id"].astype(int) - 1]
        frame.attrs["mithaq"] = summary
        return frame


def _moment(at):
    return at.isoformat() if hasattr(at, "isoformat") else at


def _missing(value):
    try:
        return value is None or bool(value != value)
    except TypeError:
        # pandas.NA is neither equal nor unequal to anything.
        return True


def _texts(value):
    """The values of one field, as they would stand in a file."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [_text(value) for value in values if not _missing(value)]


def _text(value):
    day = value.date() if isinstance(value, _datetime.datetime) else value
    return str(day)
