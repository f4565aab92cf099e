/** `authorized_keys` of the whole fleet, read anew at each login as sshd does. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'

const longestFile = 256 * 1024

export const authorizedKeysFile = (directory: string): string => join(directory, 'authorized_keys')

/** The keys that may log in; none when there is no file. Lines that are no keys are passed over. */
export const readAuthorizedKeys = async (directory: string): Promise<ParsedKey[]> => {
  const text = await readFile(authorizedKeysFile(directory), 'utf8').catch(() => '')
  return text
    .slice(0, longestFile)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ssh2.utils.parseKey(line))
    .filter((key): key is ParsedKey => !(key instanceof Error))
}
