"""Contradictions of a document that its facts alone can show, recomputed.

A finding is named `class:subject`; the subject is an operation, `operation?query parameter`, `operation.code`,
`Schema.property` or a parameter's name. Classes that take an eye for prose, such as typing errors, are not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from document import operation_rules, schema_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from document_reader.facts import Facts

RULES: dict[str, Callable[[Facts], Iterator[operation_rules.Found]]] = {
    "query-case": operation_rules.query_case,
    "query-orphan": operation_rules.query_orphan,
    "query-desc": operation_rules.query_description,
    "no-error-response": operation_rules.no_error_response,
    "auth": operation_rules.no_authentication,
    "body-optional": operation_rules.optional_body,
    "prose-error-code": operation_rules.error_code_in_prose,
    "no-page-params": operation_rules.no_page_parameters,
    "sample-no-query": operation_rules.samples_without_query,
    "resp-no-schema": operation_rules.response_without_schema,
    "opid-case": operation_rules.operation_id_case,
    "path-singular": operation_rules.singular_segment,
    "path-doubled": operation_rules.doubled_segment,
    "path-slash": operation_rules.trailing_slash,
    "path-partial": operation_rules.partial_segment,
    "path-api": operation_rules.api_segment,
    "no-account": operation_rules.no_account,
    "param-spelling": operation_rules.parameter_spelling,
    "camel": schema_rules.camel_case,
    "price-string": schema_rules.price_as_string,
    "enum-nullable": schema_rules.null_not_enumerated,
    "enum-missing": schema_rules.enum_missing,
    "url-hostname": schema_rules.url_as_hostname,
    "url-example": schema_rules.url_example,
    "url-untyped": schema_rules.url_untyped,
    "twin-type": schema_rules.twin_type,
    "desc-mismatch": schema_rules.description_of_sibling,
    "copy-paste": schema_rules.copied_description,
}
CLASSES = tuple(RULES)


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: `id` is stable between versions, `line` is that of the document, 0 for the whole of it."""

    id: str
    line: int
    text: str


def findings(facts: Facts) -> list[Finding]:
    """Return all contradictions that the rules find, by class and then in document order."""
    return [
        Finding(f"{name}:{found.subject}", found.line, found.text)
        for name, rule in RULES.items()
        for found in rule(facts)
    ]
