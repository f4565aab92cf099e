/** Groups of users. */
import * as z from 'zod'
import { Id, page, pageQuery } from '../common.ts'
import { route } from '../route.ts'
import { CreateUserGroup, EditUserGroup, Members, UserGroup } from '../user-groups.ts'
import { Accepted, byId, needs } from './pieces.ts'

export const userGroupsRoutes = {
  listUserGroups: route({
    method: 'GET',
    path: '/user-groups',
    tag: 'People',
    summary: 'Groups of users, by name',
    access: needs('user:list'),
    query: z.object(pageQuery),
    status: 200,
    response: page(UserGroup),
  }),
  createUserGroup: route({
    method: 'POST',
    path: '/user-groups',
    tag: 'People',
    summary: 'Create a group of users',
    access: needs('user:manage'),
    body: CreateUserGroup,
    status: 201,
    response: UserGroup,
  }),
  getUserGroup: route({
    method: 'GET',
    path: '/user-groups/{id}',
    tag: 'People',
    summary: 'One group of users; its members are `GET /users?groupId=`',
    access: needs('user:list'),
    params: byId,
    status: 200,
    response: UserGroup,
  }),
  editUserGroup: route({
    method: 'PATCH',
    path: '/user-groups/{id}',
    tag: 'People',
    summary: 'Change a group of users',
    access: needs('user:manage'),
    params: byId,
    body: EditUserGroup,
    status: 200,
    response: UserGroup,
  }),
  deleteUserGroup: route({
    method: 'DELETE',
    path: '/user-groups/{id}',
    tag: 'People',
    summary: 'Delete a group of users; its members stay, without what it gave them',
    access: needs('user:manage'),
    params: byId,
    status: 204,
  }),
  addMembers: route({
    method: 'POST',
    path: '/user-groups/{id}/members',
    tag: 'People',
    summary: 'Put users into a group',
    access: needs('user:manage'),
    params: byId,
    body: Members,
    status: 202,
    response: Accepted,
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/user-groups/{id}/members/{userId}',
    tag: 'People',
    summary: 'Take a user out of a group',
    access: needs('user:manage'),
    params: z.object({ id: Id, userId: Id }),
    status: 204,
  }),
} as const
