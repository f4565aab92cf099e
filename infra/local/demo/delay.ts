import { Transform, type TransformCallback } from 'node:stream'

/** A slow line: each piece of data takes `latencyMs`, one after the other, so that senders feel it too. */
export const slowLine = (latencyMs: number): Transform =>
  new Transform({
    highWaterMark: 64 * 1024,
    transform: (chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) => {
      setTimeout(() => done(null, chunk), latencyMs)
    },
  })
