"""Writes the tables of this folder from the published package `followthemoney`.

    pip install followthemoney && python make.py

Running it again with the version named in README.md yields the same bytes.
"""

import os

from followthemoney import model
from followthemoney.types import registry

HERE = os.path.dirname(os.path.abspath(__file__))


def clean(text):
    return (text or "").strip().replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n")


def write(name, head, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as out:
        out.write("# " + "\t".join(head) + "\n")
        for row in rows:
            out.write("\t".join(row) + "\n")


def flags(**named):
    return ",".join(name for name, value in named.items() if value)


schemata = sorted(model.schemata.values(), key=lambda s: s.name)
write(
    "schemata.tsv",
    ["name", "label", "plural", "flags", "extends", "featured", "caption", "description"],
    (
        [
            s.name,
            clean(s.label),
            clean(s.plural),
            flags(matchable=s.matchable, edge=s.edge, abstract=s.abstract),
            ",".join(sorted(p.name for p in s.extends)),
            ",".join(s.featured),
            ",".join(s.caption),
            # What the package ends with a line feed keeps it.
            clean(s.description) + ("\\n" if (s.description or "").endswith("\n") else ""),
        ]
        for s in schemata
    ),
)
write(
    "properties.tsv",
    ["schema", "name", "label", "type", "flags", "reverse", "description"],
    (
        [
            s.name,
            p.name,
            clean(p.label),
            p.type.name,
            flags(matchable=p.matchable, hidden=p.hidden, stub=p.stub),
            f"{p.reverse.schema.name}:{p.reverse.name}" if p.reverse is not None else "",
            clean(p.description),
        ]
        for s in schemata
        for p in sorted(s.properties.values(), key=lambda p: p.name)
        if p.schema == s
    ),
)
write(
    "types.tsv",
    ["name", "label", "plural", "group", "flags"],
    (
        [t.name, clean(t.label), clean(t.plural), t.group or "", flags(matchable=t.matchable)]
        for t in sorted(registry.types, key=lambda t: t.name)
    ),
)
values = []
for type_ in (registry.country, registry.gender, registry.language, registry.topic):
    for code, label in sorted(type_.names.items()):
        risk = "risk" if type_ is registry.topic and code in registry.topic.RISKS else ""
        values.append([type_.name, code, clean(label), risk])
write("values.tsv", ["type", "code", "label", "flags"], values)
