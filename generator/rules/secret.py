"""What is wrong with encrypted Secrets, and what would be committed in the clear: docs/secrets-security.md."""

from __future__ import annotations

from generator.findings import Severity
from generator.rules.rule import Rule

_PAGE = "docs/secrets-security.md"
_GUIDE = "docs/secrets.md"
_RECIPES = "docs/secrets-recipes.md"
_GIT = "docs/secrets-edit-and-merge.md"
_SECRETS = "https://kubernetes.io/docs/concepts/configuration/secret/"
_SOPS = "https://getsops.io/docs/"
_AGE = "https://getsops.io/docs/#encrypting-using-age"
_GROUPS = "https://getsops.io/docs/#key-groups"
_ROTATION = "https://getsops.io/docs/#key-rotation"
_PARTS = "https://getsops.io/docs/#encrypting-only-parts-of-a-file"
_TLS = "https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets"
_PULL = "https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets"
_SSH = "https://kubernetes.io/docs/concepts/configuration/secret/#ssh-authentication-secrets"


def _secret(name: str, summary: str, source: str, severity: Severity = "error") -> Rule:
    return Rule(name, "secret", summary, source, severity)


_NEEDED = (
    _secret("missing-secret", "A Secret that a service uses, and no file holds.", _GUIDE),
    _secret("missing-secret-key", "A key of a Secret that is used, and has no value.", _GUIDE),
    _secret("unused-secret", "An encrypted file whose Secret nothing uses.", _GUIDE, "warning"),
    _secret("unused-secret-key", "A value of a Secret that nothing uses.", _GUIDE, "warning"),
    _secret("unknown-secret", "A Secret that neither this repository nor anything declared brings.", _GUIDE, "warning"),
    _secret("duplicate-secret", "Two sources of a Secret of one name.", _GUIDE),
    _secret("duplicate-secret-key", "A key in both `data` and `stringData`.", _SECRETS),
    _secret("wrong-secret-name", "A file whose Secret has another name than the catalog gives it.", _GUIDE),
    _secret("wrong-secret-namespace", "A namespace in a file of a Secret, which its target sets.", _GUIDE),
    _secret("wrong-secret-type", "A Secret of another type than the catalog or its use wants.", _SECRETS),
    _secret("misplaced-secret", "A file that lies where no rule of encryption reaches it.", _GUIDE),
    _secret("old-secret", "A file that was not encrypted anew within its `maxAge`.", _RECIPES, "warning"),
    _secret("old-value", "A value that was not encrypted anew within its `maxAge`.", _RECIPES, "warning"),
)

_ENCRYPTED = (
    _secret("plaintext-secret", "A Secret that is not encrypted.", _PAGE),
    _secret("plaintext-value", "A value in the clear within an encrypted file.", _PARTS),
    _secret("plaintext-comment", "A comment in the clear among encrypted values.", _PARTS),
    _secret("plaintext-annotation", "An annotation that repeats the Secret in the clear.", _PAGE),
    _secret("unknown-secret-field", "A field that a Secret does not have, and sops does not encrypt.", _SECRETS),
    _secret("encrypted-field", "Ciphertext in a field that kustomize and the cluster have to read.", _PARTS),
    _secret("empty-secret-value", "An empty value, which sops leaves as it is.", _SOPS, "warning"),
    _secret("malformed-ciphertext", "A ciphertext that is not one as sops writes it.", _SOPS),
    _secret("nested-value", "A map or a list where a Secret has a text.", _SECRETS),
    _secret("malformed-section", "A `data` or `stringData` that is no map.", _SECRETS),
    _secret("invalid-secret-key", "A key that a Secret cannot have.", _SECRETS),
    _secret("not-a-secret", "A file for a Secret that holds another object.", _GUIDE),
    _secret("truncated-secret", "An encrypted file whose end is missing.", _GIT),
    _secret("unreadable-secret", "An encrypted file that cannot be read as YAML.", _GIT),
    _secret("unsorted-secret", "Values in another order than kustomize writes, so that the MAC would fail.", _PAGE),
)

_HOW = (
    _secret("missing-recipient", "A recipient of the rule who cannot decrypt the file.", _AGE),
    _secret("missing-recipients", "A file, or an environment, that is encrypted for nobody.", _AGE),
    _secret("extra-recipient", "Somebody who can decrypt the file although no rule says so.", _RECIPES),
    _secret("malformed-recipient", "A recipient whose copy of the data key is damaged.", _AGE),
    _secret("wrong-key-groups", "Other key groups than the platform file has.", _GROUPS),
    _secret("wrong-shamir-threshold", "Another number of key groups needed than the platform file says.", _GROUPS),
    _secret("wrong-encrypted-regex", "A file in which sops was told to encrypt other parts.", _PARTS),
    _secret("wrong-selection", "A second setting that says what sops encrypts.", _PARTS),
    _secret("wrong-mac-scope", "A MAC over other parts than those that are encrypted.", _PAGE),
    _secret("missing-mac", "An encrypted file without a MAC.", _SOPS),
    _secret("malformed-mac", "A MAC that is damaged.", _SOPS),
    _secret("missing-lastmodified", "An encrypted file without the time of its last change.", _SOPS),
    _secret("malformed-lastmodified", "A time of the last change that cannot be read.", _SOPS),
    _secret("future-lastmodified", "A time of the last change that is yet to come.", _SOPS),
    _secret("old-sops-version", "A file that a sops wrote which knows no age.", _AGE),
    _secret("new-sops-version", "A file that a newer sops wrote than the pinned one.", _PAGE),
    _secret("malformed-sops-version", "A version of sops that is none.", _SOPS),
)

_BY_HAND = (
    _secret("known-data-key", "A data key that somebody who was removed still knows.", _ROTATION),
    _secret("change-without-mac", "Values that changed while their MAC did not.", _PAGE),
    _secret("mac-without-change", "A MAC that changed while the values did not.", _PAGE),
    _secret("moved-ciphertext", "A ciphertext under another key, or in another file, than it was made for.", _PAGE),
    _secret("shared-ciphertext", "One ciphertext in the files of two environments.", _PAGE),
)

_IN_THE_CLEAR = (
    _secret("private-key-in-repository", "A private key that would be committed.", _RECIPES),
    _secret("plain-secret", "A Secret with values in the clear, outside of the encrypted files.", _PAGE),
    _secret("decrypted-copy", "The decrypted copy of an encrypted file.", _PAGE),
    _secret("unchecked-file", "A file that may hold a secret, and was not looked at.", _PAGE),
)

_VALUES = (
    _secret("no-decryption-key", "No key that opens any of the files.", _GUIDE),
    _secret("undecryptable-secret", "A file that its own keys do not decrypt.", _GIT),
    _secret("undecryptable-value", "A value that was damaged, or moved from elsewhere.", _GIT),
    _secret("invalid-base64", "A value of `data` that is not base64.", _SECRETS),
    _secret("invalid-secret-value", "A value that is not of the declared `pattern` or `schema`.", _GUIDE),
    _secret("invalid-certificate", "A value that is to be a certificate, and is none.", _TLS),
    _secret("expired-certificate", "A certificate that is over.", _TLS),
    _secret("expiring-certificate", "A certificate that is over soon.", _TLS, "warning"),
    _secret("certificate-not-yet-valid", "A certificate whose time has not come.", _TLS),
    _secret("wrong-certificate-host", "A certificate that is not for the host which it serves.", _TLS, "warning"),
    _secret("invalid-private-key", "A value that is to be a private key, and is none.", _SSH),
    _secret("wrong-private-key", "A private key that belongs to another certificate.", _TLS),
    _secret("missing-final-newline", "A key of ssh without the line break at its end.", _SSH),
    _secret("invalid-registry-login", "A login with which no image could be pulled.", _PULL),
    _secret("placeholder-value", "A value that stands for the real one.", _GUIDE, "warning"),
    _secret("white-space-around-value", "Blanks or a line break around a value of one line.", _GUIDE, "warning"),
    _secret("shared-secret-value", "A value that environments share, and should not.", _PAGE),
)

RULES = (*_NEEDED, *_ENCRYPTED, *_HOW, *_BY_HAND, *_IN_THE_CLEAR, *_VALUES)
