"""What can be fetched: one line for each release, with its home and its licence.

A home on GitHub lists its newest release with size and SHA-256 of each file (`digest`, given since
June 2025); elsewhere no checksum is published. The addresses are those to which the permanent
ones of the OBO Foundry lead (http://purl.obolibrary.org/obo/ncit.obo and so on): asked for over
https from the start, they cannot be turned aside on the way.

References
----------
OBOFoundry/purl.obolibrary.org: config/ncit.yml (01c845b), config/doid.yml (0420f84),
config/uberon.yml (028eeb0). Mondo: README.md of monarch-initiative/mondo, and
https://mondo.monarchinitiative.org/pages/download/. Checksums: "Get the latest release" at
https://docs.github.com/en/rest/releases/releases and
https://github.blog/changelog/2025-06-03-releases-now-expose-digests-for-release-assets/.
"""

from __future__ import annotations

from typing import NamedTuple

_GITHUB = "https://github.com/{}/releases/latest/download/{}"
_GITHUB_LISTING = "https://api.github.com/repos/{}/releases/latest"
_RAW = "https://raw.githubusercontent.com/"


class Release(NamedTuple):
    """A file that is published again and again under one address.

    `listing` is where its home says which release is the newest, and its checksum.
    """

    name: str
    title: str
    licence: str
    address: str
    listing: str | None = None

    @property
    def file(self) -> str:
        """The name of the file, whose ending tells its form."""
        return self.address.rpartition("/")[2]


def _on_github(name: str, title: str, licence: str, repository: str, file: str) -> Release:
    listing = _GITHUB_LISTING.format(repository)
    return Release(name, title, licence, _GITHUB.format(repository, file), listing)


_NCIT = "NCI-Thesaurus/thesaurus-obo-edition"
_TABLE = (
    _on_github("ncit", "NCI Thesaurus, OBO edition", "CC BY 4.0", _NCIT, "ncit.obo"),
    _on_github(
        "mondo", "Mondo Disease Ontology", "CC BY 4.0", "monarch-initiative/mondo", "mondo.obo"
    ),
    Release(
        "doid",
        "Human Disease Ontology",
        "CC0 1.0",
        _RAW + "DiseaseOntology/HumanDiseaseOntology/main/src/ontology/doid.obo",
    ),
    Release("uberon", "Uberon anatomy", "CC BY", _RAW + "obophenotype/uberon/master/uberon.obo"),
)
RELEASES = {release.name: release for release in _TABLE}
