from collections.abc import Mapping
from datetime import datetime
from os import PathLike
from typing import Any, NoReturn, Optional, Protocol, Union, final, overload

import pandas
import pyarrow

from . import names as names

__all__ = ["Hit", "Reason", "RefusedRowsWarning", "Screener", "names", "__version__"]

__version__: str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> object: ...

class RefusedRowsWarning(UserWarning): ...

@final
class Reason:
    @property
    def field(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def listed(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> list[str]: ...

@final
class Hit:
    @property
    def id(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def caption(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def reference(self) -> Optional[str]: ...
    @property
    def why(self) -> list[Reason]: ...

class Screener:
    def __init__(self) -> NoReturn: ...
    @classmethod
    def from_file(
        cls, *paths: Union[str, PathLike[str]], prior: Optional[float] = None
    ) -> Screener: ...
    def __len__(self) -> int: ...
    def search(
        self,
        name: Optional[str] = None,
        *,
        threshold: float = 0.7,
        limit: int = 5,
        lang: str = "en",
        at: Union[str, datetime, None] = None,
        **fields: Any,
    ) -> list[Hit]: ...
    @overload
    def screen(
        self,
        table: pandas.DataFrame,
        columns: Optional[Mapping[str, str]] = None,
        *,
        threshold: float = 0.7,
        limit: int = 5,
        lang: str = "en",
        at: Union[str, datetime, None] = None,
        strict: bool = False,
        jobs: Optional[int] = None,
    ) -> pandas.DataFrame: ...
    @overload
    def screen(
        self,
        table: _ArrowStream,
        columns: Optional[Mapping[str, str]] = None,
        *,
        threshold: float = 0.7,
        limit: int = 5,
        lang: str = "en",
        at: Union[str, datetime, None] = None,
        strict: bool = False,
        jobs: Optional[int] = None,
    ) -> pyarrow.Table: ...
