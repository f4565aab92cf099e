/** Profiles: named sets of rights. */
import * as z from 'zod'
import { CreateProfile, EditProfile, Profile } from '../profiles.ts'
import { route } from '../route.ts'
import { byId, needs } from './pieces.ts'

export const profilesRoutes = {
  listProfiles: route({
    method: 'GET',
    path: '/profiles',
    tag: 'People',
    summary: 'The ready profiles, then those made here',
    access: needs('user:list'),
    status: 200,
    response: z.object({ items: z.array(Profile) }).meta({ id: 'Profiles' }),
  }),
  createProfile: route({
    method: 'POST',
    path: '/profiles',
    tag: 'People',
    summary: 'Make a profile',
    access: needs('profile:manage'),
    body: CreateProfile,
    status: 201,
    response: Profile,
  }),
  editProfile: route({
    method: 'PATCH',
    path: '/profiles/{id}',
    tag: 'People',
    summary: 'Change a profile that was made here',
    access: needs('profile:manage'),
    params: byId,
    body: EditProfile,
    status: 200,
    response: Profile,
  }),
  deleteProfile: route({
    method: 'DELETE',
    path: '/profiles/{id}',
    tag: 'People',
    summary: 'Delete a profile that nobody holds any more',
    access: needs('profile:manage'),
    params: byId,
    status: 204,
  }),
} as const
