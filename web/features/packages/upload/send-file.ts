/** One PUT of a file to where the API said, with its real progress. */
export type SendFile = (
  target: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  file: Blob,
  onBytes: (sent: number) => void,
  signal: AbortSignal,
) => Promise<Sent>

/** `refused`: the store did not take it, perhaps because the address is too old. `broken`: the connection did not hold. */
export type Sent = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly status: number } | { readonly kind: 'broken' }

/** A connection that moves nothing for this long is given up. */
const stalledMs = 60_000

/** XMLHttpRequest, because fetch does not tell how far an upload is. Rejects only when aborted. */
export const sendByXhr: SendFile = ({ url, headers }, file, onBytes, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    let stalled: ReturnType<typeof setTimeout> | undefined
    const watch = () => {
      clearTimeout(stalled)
      stalled = setTimeout(() => finish({ kind: 'broken' }), stalledMs)
    }
    const abort = () => {
      finish({ kind: 'broken' })
      reject(signal.reason)
    }
    const finish = (sent: Sent) => {
      clearTimeout(stalled)
      signal.removeEventListener('abort', abort)
      if (request.readyState !== XMLHttpRequest.DONE) request.abort()
      if (!signal.aborted) resolve(sent)
    }
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these two itself and lets nobody else do it.
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value)
    }
    request.upload.onprogress = ({ loaded }) => {
      watch()
      onBytes(loaded)
    }
    request.onload = () =>
      finish(request.status >= 200 && request.status < 300 ? { kind: 'sent' } : { kind: 'refused', status: request.status })
    request.onerror = () => finish({ kind: 'broken' })
    signal.addEventListener('abort', abort)
    watch()
    request.send(file)
  })
