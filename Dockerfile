# Production packages only: no test tools, no embedded servers at run time.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /annex
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /annex
COPY --from=packages /annex/node_modules node_modules
COPY package.json ./
COPY src src
USER node
EXPOSE 3000
ENTRYPOINT ["node", "src/bin/annex.ts"]
CMD ["server"]
