"""HTTP: requests, responses, connections and credentials."""
