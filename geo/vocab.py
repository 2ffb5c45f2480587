"""Fix the words of the project: one enumeration a vocabulary, one line a member.

Schema, legend, QGIS styles and documentation all read their words here. Members
carry a ``label`` (what a reader sees) and a ``meaning`` (one sentence).
"""

from __future__ import annotations

from enum import StrEnum

TYPE_CHECKING = False  # importing typing costs a name look-up 7 ms
if TYPE_CHECKING:
    from typing import Self


class _Word(StrEnum):
    """A vocabulary member with a label and a meaning for readers."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member


class Status(_Word):
    """What is known of a line's state; the words are Global Energy Monitor's."""

    OPERATING = "operating", "Operating", "Trains run in regular service."
    UNDER_CONSTRUCTION = "under-construction", "Under construction", "Works have been launched."
    PLANNED = "planned", "Planned", "Agreed or designed; no works reported."
    CANDIDATE = "candidate", "Candidate", "Under discussion; no route published."
    SUSPENDED = "suspended", "Suspended", "Service or works have stopped for now."
    CANCELLED = "cancelled", "Cancelled", "Given up."


class Method(_Word):
    """How a section's geometry is made."""

    TRACK = "track", "Surveyed track", "Follows a geometry file that the record names."
    NETWORK = "network", "Rail network", "Follows the embedded rail network."
    STATIONS = (
        "stations",
        "Station chain",
        "Runs through every mapped station; follows the terrain between them.",
    )
    WAYPOINTS = (
        "waypoints",
        "Named places",
        "Runs through the places that sources name; follows the terrain between them.",
    )
    CANDIDATE = (
        "candidate",
        "Candidate route",
        "Joins the places of a proposal along the terrain; no route is published.",
    )


class Accuracy(_Word):
    """How far a drawn line may lie from the true one, as a class."""

    TRACK = "track", "Track", "On the track, within tens of metres."
    STATIONS = "stations", "Stations", "True at the stations, near the track between them."
    WAYPOINTS = "waypoints", "Named places", "True near the places that sources name."
    CHORD = "chord", "Straight line", "True at the ends only."
    CANDIDATE = "candidate", "Candidate", "Shows where a line could run, nothing more."


class Role(_Word):
    """What a country is to an organisation."""

    MEMBER = "member", "Member state", "A member of the organisation."
    OBSERVER = "observer", "Observer state", "An observer of the organisation."
    PARTNER = "partner", "Partner", "A dialogue partner, or a partner, of the organisation."


class Precision(_Word):
    """How exactly a source gives a date."""

    DAY = "day", "day", "The day is known."
    MONTH = "month", "month", "The month is known."
    YEAR = "year", "year", "The year is known."


class Confidence(_Word):
    """How well a claim is supported."""

    CONFIRMED = "confirmed", "Confirmed", "Two or more sources agree."
    ONE_SOURCE = "one-source", "One source", "A single source says so."
    INFERRED = "inferred", "Inferred", "Measured or concluded by this atlas."


class PlaceKind(_Word):
    """What a point of the atlas or of the gazetteer is."""

    COUNTRY = "country", "Country", "A country or territory with an ISO 3166 code."
    REGION = "region", "Region", "A first-level administrative unit."
    CITY = "city", "City or town", "A populated place of rank."
    VILLAGE = "village", "Village", "A small populated place."
    STATION = "station", "Station", "A railway station with passengers or freight."
    SIDING = "siding", "Passing loop", "A passing loop, post or halt."
    BORDER_CROSSING = "border-crossing", "Border crossing", "A port of entry or crossing."
    PORT = "port", "Port", "A sea, lake or river port."
    JUNCTION = "junction", "Junction", "Where railways meet."


class Verdict(_Word):
    """What a look-up of a name concludes."""

    RESOLVED = "resolved", "Resolved", "One place answers, clearly ahead of the others."
    AMBIGUOUS = "ambiguous", "Ambiguous", "Several places answer; something must settle it."
    UNKNOWN = "unknown", "Unknown", "No place answers."


class MatchKind(_Word):
    """How the name asked for matched the name found."""

    EXACT = "exact", "Exact", "The same letters."
    FOLDED = "folded", "Folded", "The same but for case, accents, suffixes or script variants."
    TRANSLITERATED = "transliterated", "Transliterated", "The same name in another romanisation."
    HISTORICAL = "historical", "Historical", "A name that the place had once."
    MISSPELT = "misspelt", "Misspelt", "Close to a name, not equal to it."


class Severity(_Word):
    """How a check's finding counts."""

    OK = "ok", "Passed", "Within the rule."
    WARNING = "warning", "Warning", "Out of the ordinary; explained or to be looked at."
    ERROR = "error", "Error", "Breaks a rule: the atlas must not be published so."
