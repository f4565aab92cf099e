import { describe, expect, it } from 'vitest'
import { withoutSecrets } from './secrets.ts'

const canary = 'canary-5'
const key = 'ABCDE-12345-FGHIJ-67890-KLMNO'
const request = (content: string): string => `<REQUEST><CONTENT>${content}<HARDWARE><NAME>pc</NAME></HARDWARE></CONTENT></REQUEST>`

describe('XML', () => {
  it.each([
    `<ENVS><KEY>DB</KEY><VAL>${canary}</VAL></ENVS>`,
    `<envs><KEY>DB</KEY><VAL>${canary}</VAL></envs>`,
    `<ENVS id="1"><VAL>${canary}</VAL></ENVS  >`,
    `<ENVS\n><VAL>${canary}</VAL></ENVS>`,
    `<PROCESSES><CMD>mysql -p${canary}</CMD></PROCESSES><PROCESSES><CMD>${canary}</CMD></PROCESSES>`,
    `<LICENSEINFOS><KEY>${canary}</KEY></LICENSEINFOS>`,
    `<OFFICEPACK><OFFICEKEY>${canary}</OFFICEKEY></OFFICEPACK>`,
    `<BITLOCKER><RECOVERYKEY>${canary}</RECOVERYKEY></BITLOCKER>`,
    `<HARDWARE><WINPRODKEY>${canary}</WINPRODKEY><WINPRODID>${canary}</WINPRODID></HARDWARE>`,
    `<REGISTRY><NAME>ProductKey</NAME><REGVALUE>${canary}</REGVALUE></REGISTRY>`,
    `<REGISTRY><REGVALUE>${canary}</REGVALUE><NAME>Db password</NAME></REGISTRY>`,
  ])('%s is not kept', (secret) => {
    const left = withoutSecrets(request(secret), 'xml')
    expect(left).not.toContain(canary)
    expect(left).toContain('<NAME>pc</NAME></HARDWARE></CONTENT></REQUEST>')
  })

  it('keeps what only looks like it', () => {
    const harmless = request(
      '<ENVS/><REGISTRY><NAME>Release</NAME><REGVALUE>22H2</REGVALUE></REGISTRY><SOFTWARES><NAME>ENVS &lt;PROCESSES&gt;</NAME></SOFTWARES>',
    )
    expect(withoutSecrets(harmless, 'xml')).toBe(harmless)
  })

  it('masks product keys wherever they stand, and nothing that is no product key', () => {
    expect(withoutSecrets(request(`<SOFTWARES><COMMENTS>${key}</COMMENTS></SOFTWARES>`), 'xml')).not.toContain(key)
    const guid = request('<SOFTWARES><GUID>4C4C4544-0051-3610-8052-B4C04F4D3132</GUID></SOFTWARES>')
    expect(withoutSecrets(guid, 'xml')).toBe(guid)
  })

  it('is done with a million opening tags at once, and keeps nothing of what is never closed', () => {
    const began = Date.now()
    const left = withoutSecrets(`<REQUEST>${'<ENVS>'.repeat(1_000_000)}${canary}`, 'xml')
    expect(left).toBe('<REQUEST>')
    const registry = withoutSecrets(`<REQUEST>${'<REGISTRY><NAME>a</NAME></REGISTRY>'.repeat(200_000)}</REQUEST>`, 'xml')
    expect(registry).toHaveLength(18 + 1 + 200_000 * 35)
    expect(Date.now() - began).toBeLessThan(5000)
  })
})

describe('JSON of GLPI agents, whole and partial', () => {
  const left = (content: object, partial = false): string =>
    withoutSecrets(JSON.stringify({ action: 'inventory', deviceid: 'pc', partial, content }), 'json')

  it.each([
    { envs: [{ key: 'DB', val: canary }] },
    { ENVS: [{ key: 'DB', val: canary }] },
    { processes: [{ cmd: canary }] },
    { licenseinfos: [{ key: canary }] },
    { hardware: { name: 'pc', winprodkey: canary, WinProdID: canary } },
    { operatingsystem: { name: 'Windows', productkey: canary } },
    { registry: [{ name: 'ProductKey', regvalue: canary }, { name: 'Release' }] },
    { registry: { name: 'licence', regvalue: canary } },
    { plugin: [{ deep: { password: canary } }] },
  ])('%j is not kept', (content) => {
    for (const partial of [false, true]) expect(left(content, partial)).not.toContain(canary)
  })

  it('keeps the rest as it is', () => {
    const content = { hardware: { name: 'pc', memory: 2048 }, registry: [{ name: 'Release', regvalue: '22H2' }], softwares: [] }
    expect(JSON.parse(left(content, true))).toEqual({ action: 'inventory', deviceid: 'pc', partial: true, content })
    expect(left({ softwares: [{ name: 'x', comments: key }] })).not.toContain(key)
  })
})
