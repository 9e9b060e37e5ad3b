"""Hand-written parts of the client: everything that does not depend on the description.

Layers, each importing only those before it: contracts, waiting, values, json_shapes, masking, urls, sockets,
operations, json_patterns, error_root, errors, logs, json_values, credentials, status_errors, tracing, models, requests,
settings, pool, links, prepared, drift, options, responses, walk, attempts, http, pages, prices, raw, read_back,
methods, client_core, purchases, engine, clients. Only ``http``, ``pool`` and ``sockets`` know
httpx.
"""
