# Portico's server and worker in one image: `portico start` unless told otherwise, `portico-worker` for a worker.
#
# Tried: what both stages run, one command after the other in empty folders, and the server and worker that come of it, without network. Not tried:
# building and running the image itself; it was written where no container engine runs. docs/how-to/run-in-production.md says more.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/offline.mjs --folder /portico --without-node

FROM node:24.21.0-bookworm-slim
# Belongs to root, so that what runs cannot change it.
COPY --from=build /portico /opt/portico
RUN install -d -o node -g node -m 700 /var/lib/portico
ENV NODE_ENV=production PATH=/opt/portico:$PATH PORTICO_DATA_DIR=/var/lib/portico PORTICO_HOST=0.0.0.0 PORTICO_LOG=info
USER node
WORKDIR /var/lib/portico
VOLUME /var/lib/portico
EXPOSE 3000
# Of the server; compose.yaml has the worker's. The image has no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORTICO_PORT || 3000}/readyz`).then(({ ok }) => process.exit(Number(!ok)), () => process.exit(1))"]
# No init is needed: the start scripts hand their process over to Node, which listens to SIGTERM and starts no processes that could be orphaned.
CMD ["portico", "start"]
