# What one does with this project. The work is in scripts/: each of them says at its top what it does, and works without make.
# Whatever is missing on the machine, each target installs first, and says so.

.DEFAULT_GOAL := help
.PHONY: help run dev build test test-native test-browser test-e2e test-backend test-backends doctor bench clean setup

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## the app, the backend and the demo city on http://127.0.0.1:8080 (PORT=..., DATABASE_URL=postgres://...)
	@scripts/run

dev: ## the same with hot reload (PORT=...)
	@scripts/dev

build: setup ## the release build of the app, in dist/
	@scripts/build

test: ## everything that CI runs
	@scripts/test

test-native: ## rules, requests, outbox policy: no browser, in seconds
	@scripts/test native

test-backend: ## the backend on SQLite and on PostgreSQL, and its OpenAPI document
	@scripts/test setup backend backend-postgres build api

test-browser: ## store and worker in headless Chromium
	@scripts/test setup browser

test-e2e: ## people's journeys through the whole
	@scripts/test setup build e2e

test-backends: ## the same journeys on json-server, PocketBase, Kinto, plain files and our own contract
	@scripts/test setup build backends

doctor: ## tries a backend profile on a live server (PROFILE=..., BASE=..., WRITE=1, LOGIN=..., PASSWORD=...)
	@scripts/doctor

bench: ## the benchmarks, as a table
	@scripts/bench

setup: ## only installs what building and running need
	@scripts/setup

clean: ## removes all that was built here
	rm -rf target dist test-results playwright-report node_modules
