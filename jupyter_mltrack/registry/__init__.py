"""The registry: named models, versions, stages, requests and their history, as services over the store."""
