"""How alike are two names, in any script, and why?

>>> from mithaq import names
>>> names.normalise("الأمّةُ")
'الامه'
>>> compared = names.compare("مختار بلمختار", "Mokhtar Belmokhtar")
>>> 0.8 < compared.score < 1.0
True
>>> names.Matcher(prior=1e-5).score("مختار بلمختار", "Mokhtar Belmokhtar") < compared.score
True
"""

from ._mithaq import Comparison, Matcher, normalise

__all__ = ["Comparison", "Matcher", "compare", "normalise"]


def compare(a, b, *, kind="person", lang="en", prior=None):
    """Compare two names: a :class:`Comparison` with a ``score`` and the ``steps`` that led to it, worded in ``lang``.

    ``kind`` says what bears them: ``person``, ``organisation`` or ``other``; ``lang`` is ``ar``, ``fr`` or ``en``.

    >>> compare("Nour", "نور").score == compare("Nour", "نور").score
    True
    """
    return Matcher(prior).compare(a, b, kind=kind, lang=lang)
