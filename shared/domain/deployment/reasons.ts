/**
 * Why an attempt did not succeed, as a closed list: the console translates the code, the API adds a sentence.
 * `retryable` says whether another attempt can help; where it cannot, the first failure is the last.
 */
export const reasons = {
  unreachable: { retryable: true, sentence: 'The machine did not answer' },
  'no-mac-address': { retryable: true, sentence: 'The machine did not answer, and no MAC address is known to wake it' },
  'not-woken': { retryable: true, sentence: 'Wake-on-LAN packets were sent, and the machine did not wake in time' },
  'connection-refused': { retryable: true, sentence: 'The machine refused the connection' },
  'connection-lost': { retryable: true, sentence: 'The connection broke' },
  'authentication-failed': { retryable: true, sentence: 'The machine did not accept the SSH key' },
  'ssh-failed': { retryable: true, sentence: 'The SSH session could not be used' },
  'host-key-changed': { retryable: false, sentence: 'The SSH host key is not the one that is pinned; nothing was sent' },
  'package-unavailable': { retryable: true, sentence: 'The package could not be fetched' },
  'package-altered': { retryable: false, sentence: 'The package is not the one that was ordered' },
  'transfer-failed': { retryable: true, sentence: 'The files could not be written on the machine' },
  'script-failed': { retryable: true, sentence: 'The script ended with an error' },
  'script-timeout': { retryable: true, sentence: 'The script did not end in time and was ended' },
  'deletion-failed': { retryable: true, sentence: 'The files could not be removed from the machine' },
  'inventory-failed': { retryable: true, sentence: 'The inventory agent of the machine did not succeed' },
  'halt-failed': { retryable: true, sentence: 'The machine did not accept to halt or restart' },
  'window-closed': { retryable: true, sentence: 'Its deployment window closed' },
  'out-of-time': { retryable: false, sentence: 'It ran out of time: the end date passed' },
  'bundle-failed': { retryable: false, sentence: 'What comes before it in the bundle did not succeed' },
  'machine-deleted': { retryable: false, sentence: 'The machine was deleted' },
  'stopped-by-person': { retryable: false, sentence: 'Stopped by a person' },
  'edge-lost': { retryable: true, sentence: 'The edge launcher stopped answering; another attempt takes over' },
  'outcome-unknown': { retryable: false, sentence: 'The script was started, but its trace on the machine is gone' },
} as const satisfies Record<string, { retryable: boolean; sentence: string }>
export type ReasonCode = keyof typeof reasons

export const reasonCodes = Object.keys(reasons) as [ReasonCode, ...ReasonCode[]]
