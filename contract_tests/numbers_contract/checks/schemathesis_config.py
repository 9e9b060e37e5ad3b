"""What Schemathesis has to be told so that it is right about this API, for the gate and for tests of one's own.

Its settings say what a description cannot: which account there is, that a purchase may be refused, and that the
position of a page is opaque. In a project's own tests its interface for pytest is used like this::

    api = Api(Description.read(), Endpoint(url, (Account("AC123", token=token),)))

    @api.schema.parametrize()
    def test_api(case):
        api.hold(case)
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup

from numbers_contract.context import Context
from numbers_contract.http.exchange import Request
from numbers_contract.http.session import Session

from .request_validity import allowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numbers_contract.description.description import Description
    from numbers_contract.http.endpoint import Endpoint

__all__ = ["Api", "mistaken", "schema_of"]

Json = dict[str, Any]
_EXAMPLES = 12  # of each operation in the fuzzing phase; the checks of the gate have tried the limits
_STEPS = 8
_TOO_MANY = 429
_REFUSAL_EXPECTED = "negative_data_rejection"


def schema_of(context: Context) -> Any:
    """The description, with settings under which Schemathesis is right about it."""
    endpoint, effort = context.session.endpoint, context.state.effort
    account = context.accounts[0] if context.accounts else None
    rate = context.session.limits.rate
    headers = {"Authorization": account.authorization} if account is not None and account.authorization else {}
    tenants = {one.effect.account for one in context.description.operations if one.effect and one.effect.account}
    settings: Json = {
        "seed": context.seed,
        "base-url": endpoint.base_url,
        "headers": headers,
        "workers": 1,
        "max-redirects": 0,
        **({"rate-limit": f"{max(1, int(rate * 60))}/m"} if rate else {}),
        "request-timeout": context.session.limits.timeout,
        "continue-on-failure": True,
        "cache": {"enabled": False},
        "parameters": {f"path.{name}": account.id for name in tenants if account is not None},
        "generation": {"max-examples": max(1, int(_EXAMPLES * effort)), "no-shrink": True, "database": "none"},
        "phases": {
            "fuzzing": {"error-feedback": {"enabled": False}},
            "stateful": {"max-steps": _STEPS},
        },
        "operations": [*_expected(context)],
    }
    config: Any = SchemathesisConfig.from_dict(settings)  # pyright: ignore[reportUnknownMemberType]
    schema: Any = schemathesis.openapi.from_dict(deepcopy(context.description.document), config=config)
    return schema


def _expected(context: Context) -> Iterable[Json]:
    """A purchase that the description allows may be refused, and so may a position that nobody gave."""
    for operation in context.description.operations:
        statuses = {str(one.status) for refusals in operation.extensions.refusals.values() for one in refusals}
        paging = operation.extensions.paging
        if paging is not None and paging.position[0]:
            statuses |= {"400", "422"}
        if statuses and operation.source.get("operationId"):
            yield {
                "include-operation-id": operation.id,
                "checks": {
                    "positive_data_acceptance": {"expected-statuses": ["2xx", "404", *sorted(statuses - {"404"})]}
                },
            }


def mistaken(description: Description, check: str, request: Request, status: int) -> bool:
    """Whether what a check of Schemathesis says of an answer is wrong.

    It takes some requests for broken that are not, and anything may be too much: whether that answer is as described is
    another check.
    """
    if status == _TOO_MANY:
        return True
    operation = description.operation(request.method, request.path)
    return check == _REFUSAL_EXPECTED and operation is not None and allowed(description.schemas, operation, request)


class Api:
    """An endpoint, for Schemathesis's interface for pytest.

    Args:
        description: what it is held to.
        endpoint: where it is; it may be changed by the requests that are made.
        seed: the seed of what is generated.
    """

    def __init__(self, description: Description, endpoint: Endpoint, seed: int = 0) -> None:
        self._description = description
        self.schema: Any = schema_of(Context(description, Session(endpoint), seed))

    def hold(self, case: Any, base_url: str | None = None) -> None:
        """Send the request of a case, and hold the answer to the description.

        Args:
            case: what `schema.parametrize()` gives to a test.
            base_url: another than that of the endpoint, as of a server that a fixture starts.

        Raises:
            FailureGroup: the answer is not as described.
        """
        response = case.call(base_url=base_url)
        try:
            case.validate_response(response)
        except FailureGroup as failures:
            asked = self._request(response.request, base_url)
            if not all(self._mistaken(one, asked, response.status_code) for one in failures.exceptions):
                raise

    def _mistaken(self, failure: BaseException, request: Request, status: int) -> bool:
        check = _REFUSAL_EXPECTED if isinstance(failure, AcceptedNegativeData) else ""
        return mistaken(self._description, check, request, status)

    def _request(self, sent: Any, base_url: str | None) -> Request:
        below = urlsplit(base_url or self.schema.config.base_url).path.rstrip("/")
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body
        return Request(sent.method, sent.path_url.removeprefix(below), tuple(sent.headers.items()), body)
