"""Write the JSON Schemas that let editors complete and check atlas files."""

from __future__ import annotations

from pathlib import Path

from geo.atlas.context import ContextFile
from geo.atlas.corridors import Corridor, NodesFile
from geo.atlas.records import PlacesFile, Railway, Record, RegionsFile, Settings, SourcesFile
from geo.files import write_json

FILES: dict[str, type[Record]] = {
    "atlas": Settings,
    "sources": SourcesFile,
    "places": PlacesFile,
    "railway": Railway,
    "regions": RegionsFile,
    "context": ContextFile,
    "corridor": Corridor,
    "nodes": NodesFile,
}
"""Schema name to the model of the file that it describes."""


def write_schemas(folder: Path) -> list[Path]:
    """Write ``<name>.schema.json`` for each kind of atlas file.

    Parameters
    ----------
    folder
        An existing folder.

    Returns
    -------
    list of pathlib.Path
        The files, in order of name.
    """
    paths = []
    for name, model in sorted(FILES.items()):
        path = folder / f"{name}.schema.json"
        schema = model.model_json_schema(by_alias=True)
        write_json(path, {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        paths.append(path)
    return paths
