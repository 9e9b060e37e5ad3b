"""Hand-written parts of the client: everything that does not depend on the description.

Each folder imports only those below it::

    client          the clients, their settings and their methods
    calls           one call: attempts, retries, purchases, reading back
    pagination      pages of a list
    transport       HTTP: requests, responses, connections, credentials
    json            reading, writing, models
    errors, status_errors, operations, values, backoff, masking, retry_contract
"""
