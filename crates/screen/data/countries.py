#!/usr/bin/env python3
"""Writes countries.tsv from Unicode CLDR's JSON packages. Standard library only.

usage: npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0   (unpack each into a folder of its own)
       countries.py CLDR_CORE/package CLDR_LOCALENAMES/package > countries.tsv

A line: ISO 3166-1 alpha-2, alpha-3, then the English, French and Arabic names, several parted by `|`.
"""
import json, pathlib, sys

core, names = map(pathlib.Path, sys.argv[1:3])
codes = json.loads((core / "supplemental/codeMappings.json").read_text("utf8"))["supplemental"]["codeMappings"]

def named(language):
    main = json.loads((names / f"main/{language}/territories.json").read_text("utf8"))["main"]
    return main[language]["localeDisplayNames"]["territories"]

languages = [named(language) for language in ("en", "fr", "ar")]
print("# Unicode CLDR 48.2.0, Unicode License v3. Made by countries.py: do not edit; add names to country_names.tsv.")
for code in sorted(codes):
    # A country has a numeric code below 900; above, and without, are test and exceptional reservations. Kosovo is XK.
    numeric = int(codes[code].get("_numeric", 999))
    if len(code) != 2 or (numeric >= 900 and code != "XK") or code not in languages[0]:
        continue
    columns = [code, codes[code]["_alpha3"]]
    for table in languages:
        forms = [table[key] for key in (code, f"{code}-alt-short", f"{code}-alt-variant") if key in table]
        columns.append("|".join(dict.fromkeys(forms)))
    print("\t".join(columns))
