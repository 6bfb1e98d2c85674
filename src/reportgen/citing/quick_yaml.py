"""Reads YAML that is plain: lists, mappings and scalars, without anchors, tags or doubled keys.

libyaml parses it; only the objects are made here, in a third of the time of PyYAML's constructor.
"""

import re
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
RESOLVED = frozenset(yaml.SafeLoader.yaml_implicit_resolvers)
"""The signs that plain scalars begin with which may be more than text (YAML 1.1)."""

RESOLVER: Any = Resolver()  # its stubs have no types
TEXT = Resolver.DEFAULT_SCALAR_TAG
SCALARS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp")
)


class NotPlain(Exception):
    """The text takes PyYAML itself: it has anchors, tags, merged or doubled keys."""


def read_plain_yaml(text: str) -> Any:
    """Return the first document of a text as plain data, None where there is none.

    Raises NotPlain, and yaml.YAMLError for what is no YAML.
    """
    following = Loader(text).get_event
    documents: list[Any] = []
    parents: list[Any] = []
    held: Any = documents
    key: str | None = None
    while True:
        event = following()
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            value = _scalar(event)
            if held.__class__ is list:
                held.append(value)
            elif key is not None:
                held[key] = value
                key = None
            elif value.__class__ is not str or value in held:
                raise NotPlain
            else:
                key = value
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            made: Any = {} if kind is yaml.MappingStartEvent else []
            if event.anchor is not None or event.tag is not None:
                raise NotPlain
            if held.__class__ is list:
                held.append(made)
            elif key is None:
                raise NotPlain
            else:
                held[key] = made
            parents.append(held)
            held, key = made, None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            held, key = parents.pop(), None
        elif kind is yaml.AliasEvent:
            raise NotPlain
        elif kind is yaml.StreamEndEvent:
            return documents[0] if documents else None


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.anchor is not None or event.tag is not None:
        raise NotPlain
    text: str = event.value
    if not event.implicit[0] or text[:1] not in RESOLVED:
        return text
    if NUMBER.fullmatch(text):
        return int(text)
    tag = RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    if tag == TEXT:
        return text
    if tag not in SCALARS:
        raise NotPlain
    return SafeConstructor().construct_object(yaml.ScalarNode(tag, text))
