/** SHA-256 of a file of any size, a piece at a time, so that neither memory nor the page suffers. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const pieceBytes = 1024 * 1024

export type Hashed = { readonly sha256: string; readonly firstBytes: Uint8Array }

/** Hashes a file; `onBytes` hears how many more bytes are done. Rejects with the signal's reason when aborted. */
export const hashFile = async (file: Blob, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Hashed> => {
  const hash = sha256.create()
  let firstBytes = new Uint8Array(0)
  for (let from = 0; from < file.size; from += pieceBytes) {
    signal.throwIfAborted()
    const piece = new Uint8Array(await file.slice(from, from + pieceBytes).arrayBuffer())
    if (from === 0) firstBytes = piece.slice(0, 2)
    hash.update(piece)
    onBytes(piece.length)
  }
  return { sha256: bytesToHex(hash.digest()), firstBytes }
}
