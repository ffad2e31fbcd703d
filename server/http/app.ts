import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { PatchbayError } from '#sdk';
import { apiRoutes } from '../api/index.ts';
import { oauthRoutes } from '../api/oauth-callback.ts';
import type { Hub } from '../hub.ts';
import { apiGuards } from './api-guards.ts';
import { consoleRoutes } from './console-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { integrationRoutes, mountRoutes } from './mount-routes.ts';
import { describeApi } from './openapi.ts';
import { asData } from './page-headers.ts';
import { sendProblem } from './problem.ts';
import { publicRoutes } from './public-routes.ts';
import { newRequestId } from './request-id.ts';
import { webhookRoutes } from './webhook-routes.ts';

const MEGABYTE = 1024 * 1024;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/;
/** Of answers that are packed while somebody waits. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Builds the HTTP side of a hub without a port, so that tests may `inject()`. */
export async function buildApp(hub: Hub, options: FastifyServerOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: MEGABYTE,
    // Endless bodies and slow headers end here; SSE answers are not requests that are still being read.
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: 16_384 },
    routerOptions: { maxParamLength: 1000 },
    genReqId: newRequestId,
    ...options,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const answer = sendProblem(reply, request, error);
    if (reply.statusCode >= 500 && reply.statusCode !== 503)
      hub.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
    return answer;
  });

  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: 25 * MEGABYTE, files: 1, fields: 20 } });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await app.register(helmet, {
    // A fresh one for each answer: Mantine writes style elements.
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Recordings, heard from here alone.
        mediaSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: hub.config.publicUrl.startsWith('https://'),
    crossOriginEmbedderPolicy: false,
  });

  healthRoutes(app, { isReady: hub.isReady, metrics: hub.metrics, metricsToken: hub.config.metricsToken });
  await describeApi(app);
  await app.register(webhookRoutes({ inbox: hub.inbox, publicUrl: hub.config.publicUrl }));
  await app.register(publicRoutes(hub));
  await app.register(async (scope) => oauthRoutes(scope, hub));
  await app.register(
    async (api) => {
      // Answers alone: what somebody sends is never unpacked, however small it came.
      await api.register(compress, { globalDecompression: false, threshold: 2048, customTypes: JSON_TYPE, brotliOptions: BROTLI });
      api.addHook('onSend', async (_request, reply) => {
        if (JSON_TYPE.test(String(reply.getHeader('content-type')))) asData(reply);
      });
      apiGuards(api, hub);
      // A mail as it came over the wire: bytes, not text.
      api.addContentTypeParser('message/rfc822', { parseAs: 'buffer', bodyLimit: 25 * MEGABYTE }, (_request, body, done) => done(null, body));
      for (const [tag, routes] of Object.entries(apiRoutes)) mountRoutes(api, hub, routes, tag);
      for (const integration of hub.integrations.values()) mountRoutes(api, hub, integrationRoutes(hub, integration), integration.name);
      api.setNotFoundHandler((request, reply) => sendProblem(reply, request, new PatchbayError('not_found')));
    },
    { prefix: '/api/v1' },
  );
  await consoleRoutes(app, hub);
  return app;
}
