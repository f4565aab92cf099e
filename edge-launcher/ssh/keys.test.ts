import ssh2 from 'ssh2'
import { expect, it } from 'vitest'
import { newPrivateKey } from './keys.ts'

it('makes no SSH key that cannot be read again', () => {
  const unreadable = Array.from({ length: 3000 }, newPrivateKey).filter((key) => ssh2.utils.parseKey(key) instanceof Error)
  expect(unreadable).toHaveLength(0)
})
