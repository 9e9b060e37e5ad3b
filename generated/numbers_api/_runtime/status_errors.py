"""A class for each HTTP status that an `APIError` may have (RFC 9110 section 15, RFC 6585)."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import APIError

__all__ = [
    "STATUS_CLASSES",
    "AuthenticationError",
    "BadGateway",
    "BadRequest",
    "Conflict",
    "ContentTooLarge",
    "GatewayTimeout",
    "Gone",
    "InternalServerError",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotFound",
    "PaymentRequired",
    "PermissionDenied",
    "PreconditionFailed",
    "RateLimited",
    "RequestTimeout",
    "ServerError",
    "ServiceUnavailable",
    "UnprocessableContent",
    "UnsupportedByServer",
    "UnsupportedMediaType",
]


class BadRequest(APIError):
    """HTTP 400: the service understood and refuses."""


class AuthenticationError(APIError):
    """HTTP 401: no credential, or one that the service does not know."""


class PaymentRequired(APIError):
    """HTTP 402: the account has to pay first."""


class PermissionDenied(APIError):
    """HTTP 403: the credential may not do this."""


class NotFound(APIError):
    """HTTP 404: the account or number is not there."""


class MethodNotAllowed(APIError):
    """HTTP 405: the service knows the path, but not for this."""


class NotAcceptable(APIError):
    """HTTP 406: the service cannot answer in a form that the request accepts."""


class RequestTimeout(APIError):
    """HTTP 408: the service waited too long for the request."""


class Conflict(APIError):
    """HTTP 409: somebody else changed the same thing."""


class Gone(APIError):
    """HTTP 410: what was asked for is gone for good."""


class PreconditionFailed(APIError):
    """HTTP 412: the thing is not in the state that the request asks for."""


class ContentTooLarge(APIError):
    """HTTP 413: the body of the request is too long."""


class UnsupportedMediaType(APIError):
    """HTTP 415: the body of the request is of a type that the service does not read."""


class UnprocessableContent(APIError):
    """HTTP 422: the service understood, and cannot do it."""


class RateLimited(APIError):
    """HTTP 429: too many requests; see ``retry_after``."""


class ServerError(APIError):
    """HTTP 500 and above: the service failed, or something in front of it."""


class InternalServerError(ServerError):
    """HTTP 500: the service failed."""


class UnsupportedByServer(ServerError):
    """HTTP 501: the service cannot do this at all."""


class BadGateway(ServerError):
    """HTTP 502: something in front of the service got no usable answer from it."""


class ServiceUnavailable(ServerError):
    """HTTP 503: the service is down for a while; see ``retry_after``."""


class GatewayTimeout(ServerError):
    """HTTP 504: something in front of the service waited too long for it."""


STATUS_CLASSES: Mapping[int, type[APIError]] = {
    400: BadRequest,
    401: AuthenticationError,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    405: MethodNotAllowed,
    406: NotAcceptable,
    408: RequestTimeout,
    409: Conflict,
    410: Gone,
    412: PreconditionFailed,
    413: ContentTooLarge,
    415: UnsupportedMediaType,
    422: UnprocessableContent,
    429: RateLimited,
    500: InternalServerError,
    501: UnsupportedByServer,
    502: BadGateway,
    503: ServiceUnavailable,
    504: GatewayTimeout,
}
