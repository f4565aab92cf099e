/** What people may do by their groups and profiles. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { newPerson } from '../people.ts'
import type { RunningProduct } from '../running.ts'

export const groupsAndProfiles = (product: RunningProduct): void => {
  it('give what they hold to their members, and take it with them', async () => {
    const group = await product.call(routes.createUserGroup, { body: { name: 'Labo', profiles: ['reader'] } })
    const zoe = await newPerson(product, { login: 'zoe', entityIds: ['root'] })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    expect(await product.call(routes.addMembers, { params: { id: group.id }, body: { userIds: [zoe.user.id] } })).toEqual({ accepted: 1 })
    expect((await zoe.raw('GET', '/machines')).status).toBe(200)
    await product.call(routes.editUserGroup, { params: { id: group.id }, body: { profiles: ['packager'], description: 'Ceux du labo' } })
    expect((await zoe.raw('GET', '/session')).body).toMatchObject({ profiles: ['packager'] })
    expect((await product.call(routes.listUsers, { query: { groupId: group.id } })).items.map(({ login }) => login)).toEqual(['zoe'])
    expect(await product.raw('POST', '/user-groups', { name: 'LABO' })).toMatchObject({ status: 409 })
    await product.call(routes.removeMember, { params: { id: group.id, userId: zoe.user.id } })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    await product.call(routes.addMembers, { params: { id: group.id }, body: { userIds: [zoe.user.id] } })
    await product.call(routes.deleteUserGroup, { params: { id: group.id } })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    expect((await product.call(routes.getUser, { params: { id: zoe.user.id } })).groupIds).toEqual([])
  })

  it('a profile made here gives its rights; it goes only when nobody holds it', async () => {
    const profile = await product.call(routes.createProfile, { body: { name: 'Auditeur', rights: ['audit:read', 'machine:list'] } })
    const { items } = await product.call(routes.listProfiles, {})
    expect(items.map(({ name }) => name)).toEqual(['administrator', 'operator', 'packager', 'helpdesk', 'reader', 'Auditeur'])
    const eve = await newPerson(product, { login: 'eve', profiles: [profile.id] })
    expect((await eve.raw('GET', '/audit')).status).toBe(200)
    expect(await product.raw('DELETE', `/profiles/${profile.id}`)).toMatchObject({ status: 409, body: { errors: [{ value: 'eve' }] } })
    await product.call(routes.editProfile, { params: { id: profile.id }, body: { rights: ['machine:list'] } })
    expect((await eve.raw('GET', '/audit')).status).toBe(403)
    expect(await product.raw('PATCH', '/profiles/administrator', { rights: ['machine:list'] })).toMatchObject({ status: 409 })
    await product.call(routes.editUser, { params: { id: eve.user.id }, body: { profiles: [] } })
    await product.call(routes.deleteProfile, { params: { id: profile.id } })
  })

  it('nobody gives what they do not hold, nor touches who holds more', async () => {
    const profile = await product.call(routes.createProfile, {
      body: { name: 'Chef', rights: ['user:list', 'user:manage', 'machine:list'] },
    })
    const paris = await product.call(routes.createEntity, { body: { name: 'Paris 1', parentId: 'root' } })
    const chef = await newPerson(product, { login: 'chef', profiles: [profile.id], entityIds: [paris.id] })
    const { userId } = await product.call(routes.getSession, {})
    for (const [method, path, body] of [
      ['PATCH', `/users/${chef.user.id}`, { profiles: ['administrator'] }],
      ['PATCH', `/users/${chef.user.id}`, { entityIds: ['root'] }],
      ['POST', '/users', { login: 'puppet', name: 'x', profiles: ['operator'] }],
      ['POST', '/users', { login: 'puppet', name: 'x', entityIds: ['root'] }],
      ['POST', '/user-groups', { name: 'Puppets', profiles: ['administrator'] }],
      ['POST', `/users/${userId}/password-resets`, undefined],
      ['PATCH', `/users/${userId}`, { name: 'Nobody' }],
      ['DELETE', `/users/${userId}`, undefined],
    ] as const)
      expect(await chef.raw(method, path, body), `${method} ${path}`).toMatchObject({ status: 403 })
    expect(await chef.raw('POST', '/users', { login: 'helper', name: 'x', profiles: [profile.id], entityIds: [paris.id] })).toMatchObject({
      status: 201,
    })
  })
}
