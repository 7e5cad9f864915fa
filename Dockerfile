# Worker, studio and every other verb of the command in one image, from the repository's own lockfile; nothing is fetched when it runs.
#   docker build -t standoff .
#   docker run --rm -v "$PWD:/work" standoff worker --queue redis://queue:6379
#   docker run --rm -v "$PWD:/work" --network host standoff studio --port 4680      (it listens to this machine alone)
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN bash scripts/lay-image.sh /opt/standoff

FROM node:24-bookworm-slim
COPY --from=build /opt/standoff /opt/standoff
RUN ln -s /opt/standoff/node_modules/@standoff/cli/bin/standoff.js /usr/local/bin/standoff
# That of the user "node": no rights beyond its own files.
USER 1000:1000
ENV XDG_CACHE_HOME=/tmp NODE_ENV=production
WORKDIR /work
ENTRYPOINT ["standoff"]
