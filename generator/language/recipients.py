"""Who can read the encrypted Secrets of an environment: the platform's people and groups, and what sops takes."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.types import array, boolean, described, either, fields, map_of, string

_AGE = either(string("age-recipient"), array(string("age-recipient")))
_AGE_LIMIT = described("How old a value may become before it is reported, such as `90d`.", string("age"))
_TEXTS = either(string(), array(string()))

PASSED = ("kms", "gcp_kms", "azure_keyvault", "hc_vault_transit_uri", "hckms", "pgp", "key_groups", "shamir_threshold")
"""What of a creation rule of sops is taken as it is (https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files)."""

OF_PLATFORM = fields(
    people=described("The public age keys of people and machines by name: a key, or several.", map_of(_AGE, "reader")),
    groups=described(
        "Groups of them by name; a group may name other groups.", map_of(array(string("reader")), "reader")
    ),
    maxAge=_AGE_LIMIT,
    elsewhere=described(
        "Names of Secrets that other means bring into the clusters, so that nobody looks for them here; `*` stands "
        "for anything.",
        array(string()),
    ),
    examples=described(
        "Files that show plain Secrets on purpose, such as documents and test fixtures, as patterns of paths; `*` "
        "stands for anything.",
        array(string()),
    ),
)

OF_ENVIRONMENT: JsonMap = fields(
    readers=described(
        "Who can read its Secrets: names of people and groups of the platform's `secrets`.", array(string("reader"))
    ),
    cluster=described("The public age key, or several, whose private half its cluster decrypts with.", _AGE),
    sops=described(
        "Further recipients, written into the environment's creation rule as they are, in the words of sops.",
        fields(
            **dict.fromkeys(PASSED[:-2], _TEXTS),
            key_groups=array({"type": ["object"]}),
            shamir_threshold={"type": ["integer"], "minimum": 1},
        ),
    ),
    maxAge=_AGE_LIMIT,
    exampleKeys=described(
        "Whether private keys of it may lie in the repository, because its Secrets are examples that protect nothing.",
        boolean(),
    ),
)
