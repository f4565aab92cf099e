/** People who may log in. */
import { page } from '../common.ts'
import { route } from '../route.ts'
import { CreateUser, EditUser, NewUser, OneTimePassword, User, UserQuery } from '../users.ts'
import { byId, needs } from './pieces.ts'

export const usersRoutes = {
  listUsers: route({
    method: 'GET',
    path: '/users',
    tag: 'People',
    summary: 'Users, by login',
    access: needs('user:list'),
    query: UserQuery,
    status: 200,
    response: page(User),
  }),
  createUser: route({
    method: 'POST',
    path: '/users',
    tag: 'People',
    summary: 'Create a user; the one-time password is shown this once',
    access: needs('user:manage'),
    body: CreateUser,
    status: 201,
    response: NewUser,
  }),
  getUser: route({
    method: 'GET',
    path: '/users/{id}',
    tag: 'People',
    summary: 'One user',
    access: needs('user:list'),
    params: byId,
    status: 200,
    response: User,
  }),
  editUser: route({
    method: 'PATCH',
    path: '/users/{id}',
    tag: 'People',
    summary: 'Change a user, disable or enable them',
    access: needs('user:manage'),
    params: byId,
    body: EditUser,
    status: 200,
    response: User,
  }),
  deleteUser: route({
    method: 'DELETE',
    path: '/users/{id}',
    tag: 'People',
    summary: 'Delete a user; never the last administrator',
    access: needs('user:manage'),
    params: byId,
    status: 204,
  }),
  resetPassword: route({
    method: 'POST',
    path: '/users/{id}/password-resets',
    tag: 'People',
    summary: 'End the sessions of a user and give them a new one-time password, shown this once',
    access: needs('user:manage'),
    params: byId,
    status: 201,
    response: OneTimePassword,
  }),
} as const
