"""Hand-written parts of the client: everything that does not depend on the description.

Layers, each importing only those before it: values, masking, errors, json_shapes, json_values, models, operations,
requests, responses, engine, http, settings, links, walk, pages, prepared, raw, clients, methods. Only ``http`` knows
httpx.
"""
