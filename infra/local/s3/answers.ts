/** What S3 says: XML, and errors from a closed list. */
import type { ServerResponse } from 'node:http'

const errors = {
  AccessDenied: 403,
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  RequestTimeTooSkewed: 403,
  MissingAuthenticationToken: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  IncompleteBody: 400,
  XAmzContentSHA256Mismatch: 400,
  InvalidArgument: 400,
  EntityTooLarge: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  PreconditionFailed: 412,
  InvalidRange: 416,
  NotImplemented: 501,
  InternalError: 500,
} as const
export type ErrorCode = keyof typeof errors

export class S3Error extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code)
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
export const xml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => escapes[c] ?? c).replace(/[^\P{Cc}\t\n\r]/gu, (c) => `&#${c.charCodeAt(0)};`)

export const sendXml = (response: ServerResponse, status: number, body: string): void => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

export const sendError = (response: ServerResponse, error: S3Error, resource: string, isHead: boolean): void => {
  const status = errors[error.code]
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (isHead) response.writeHead(status).end()
  else
    sendXml(
      response,
      status,
      `<Error><Code>${error.code}</Code><Message>${xml(error.message)}</Message><Resource>${xml(resource)}</Resource></Error>`,
    )
}
