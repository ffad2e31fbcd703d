import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { type ErrorCode, type FieldError, PatchbayError, toProblem } from '#sdk';

/** Fastify's own errors in our words. */
const FROM_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_REQ_FILE_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
  FST_UNDER_PRESSURE: 'overloaded',
};

/** What went wrong, as one of our errors. Nothing of an unknown error's text leaves the house. */
export function toPatchbayError(error: unknown): PatchbayError {
  if (error instanceof PatchbayError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors: FieldError[] = error.validation.map(({ instancePath, message, params }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: unknownKeys(params) ?? message ?? 'is not accepted',
    }));
    return new PatchbayError('invalid_input', { errors });
  }
  if (isResponseSerializationError(error)) return new PatchbayError('internal', { cause: error, facts: { issues: error.cause.issues } });
  const { code, statusCode } = error as FastifyError;
  if (code && FROM_FASTIFY[code]) return new PatchbayError(FROM_FASTIFY[code], { cause: error });
  if (statusCode && statusCode >= 400 && statusCode < 500) return new PatchbayError(statusCode === 404 ? 'not_found' : 'malformed_json', { cause: error });
  return new PatchbayError('internal', { cause: error });
}

function unknownKeys(params: unknown): string | undefined {
  const keys =
    (params as { keys?: string[]; issue?: { keys?: string[] } } | undefined)?.keys ?? (params as { issue?: { keys?: string[] } } | undefined)?.issue?.keys;
  return keys && keys.length > 0 ? `unknown: ${keys.join(', ')}` : undefined;
}

/** Answers with RFC 9457 problem+json. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, error: unknown): FastifyReply {
  const known = toPatchbayError(error);
  const problem = toProblem(known, request.id);
  if (known.details.retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(known.details.retryAfterMs / 1000)));
  else if (problem.status === 503) reply.header('retry-after', 5);
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
