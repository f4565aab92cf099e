import type { Socket } from './live.ts'

/** The browser's WebSocket behind the few things that the live client uses of one. */
export const webSocket = (url: string): Socket => {
  const inner = new WebSocket(url)
  const socket: Socket = {
    send: (text) => {
      if (inner.readyState === WebSocket.OPEN) inner.send(text)
    },
    close: () => inner.close(),
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
  }
  inner.addEventListener('open', () => socket.onopen?.())
  inner.addEventListener('message', ({ data }) => socket.onmessage?.({ data }))
  inner.addEventListener('close', () => socket.onclose?.())
  inner.addEventListener('error', () => socket.onerror?.())
  return socket
}
