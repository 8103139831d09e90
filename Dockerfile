# Tailgate's command, and nothing else: no package manager runs, for dist/ holds all that it needs. See docs/kubernetes.md.
FROM node:24-slim

LABEL org.opencontainers.image.title="Tailgate" \
      org.opencontainers.image.description="Gate on tail latency, throughput and error rate" \
      org.opencontainers.image.licenses="MIT"

ENV NODE_ENV=production

COPY --chown=root:root LICENSE /opt/tailgate/
COPY --chown=root:root dist/ /opt/tailgate/dist/

# Where tailgate.yml is looked for, and the files that it names. The image's own files stay root's.
WORKDIR /tailgate

# A number, by which Kubernetes knows that it is not root: `node`, which the image has.
USER 1000:1000

ENTRYPOINT ["node", "/opt/tailgate/dist/cli/index.js"]
CMD ["--help"]
