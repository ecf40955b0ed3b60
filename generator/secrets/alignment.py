"""An encrypted file and the rule of its environment -> what differs: who is added, who removed, which settings."""

from __future__ import annotations

from msgspec import Struct

from generator.model.recipients import Rule
from generator.secrets.check import keys, recipients, settings
from generator.secrets.check import recipient_words as words
from generator.secrets.check.recipient_words import Recipient
from generator.secrets.check.subject import Subject
from generator.secrets.file import Place, SecretFile

_OF_GROUPS = ("wrong-key-groups", "wrong-shamir-threshold")


class Difference(Struct, frozen=True):
    """`settings` says what cannot be changed in place: all of the file must be encrypted anew."""

    added: tuple[Recipient, ...] = ()
    removed: tuple[Recipient, ...] = ()
    settings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.settings)


def difference(file: SecretFile, place: Place, rule: Rule) -> Difference:
    groups, wanted = words.of_file(file.sops), words.of_rule(rule)
    own, named = ({recipient for group in every for recipient in group} for every in (groups, wanted))
    subject = Subject(file, place, rule, 0)
    found = [*settings.selection(subject), *settings.mac_scope(subject), *keys.unsorted(subject)]
    found += [finding for finding in recipients.recipients(subject) if finding.rule in _OF_GROUPS]
    told = tuple(finding.message for finding in found)
    if not told and own == named and [set(group) for group in groups] != wanted:
        told = ("its recipients are in other key groups than the rule says",)
    return Difference(tuple(sorted(named - own)), tuple(sorted(own - named)), told)
