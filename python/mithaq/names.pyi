from typing import Optional, final

__all__ = ["Comparison", "Matcher", "compare", "normalise"]

@final
class Comparison:
    @property
    def score(self) -> float: ...
    @property
    def steps(self) -> list[str]: ...

@final
class Matcher:
    def __new__(cls, prior: Optional[float] = None) -> Matcher: ...
    @property
    def prior(self) -> float: ...
    def score(self, a: str, b: str, *, kind: str = "person") -> float: ...
    def compare(
        self, a: str, b: str, *, kind: str = "person", lang: str = "en"
    ) -> Comparison: ...

def normalise(text: str) -> str: ...
def compare(
    a: str,
    b: str,
    *,
    kind: str = "person",
    lang: str = "en",
    prior: Optional[float] = None,
) -> Comparison: ...
