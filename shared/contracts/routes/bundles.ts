/** Bundles: packages in an order, saved to be deployed more than once. */
import * as z from 'zod'
import { Bundle, CreateBundle, EditBundle } from '../bundles.ts'
import { page, pageQuery } from '../common.ts'
import { route } from '../route.ts'
import { byId, needs } from './pieces.ts'

export const bundlesRoutes = {
  listBundles: route({
    method: 'GET',
    path: '/bundles',
    tag: 'Bundles',
    summary: 'Bundles, by name',
    access: needs('package:list'),
    query: z.object(pageQuery),
    status: 200,
    response: page(Bundle),
  }),
  createBundle: route({
    method: 'POST',
    path: '/bundles',
    tag: 'Bundles',
    summary: 'Save a bundle',
    access: needs('bundle:edit'),
    body: CreateBundle,
    status: 201,
    response: Bundle,
  }),
  getBundle: route({
    method: 'GET',
    path: '/bundles/{id}',
    tag: 'Bundles',
    summary: 'One bundle',
    access: needs('package:list'),
    params: byId,
    status: 200,
    response: Bundle,
  }),
  editBundle: route({
    method: 'PATCH',
    path: '/bundles/{id}',
    tag: 'Bundles',
    summary: 'Change a bundle; deployments made from it stay as they are',
    access: needs('bundle:edit'),
    params: byId,
    body: EditBundle,
    status: 200,
    response: Bundle,
  }),
  deleteBundle: route({
    method: 'DELETE',
    path: '/bundles/{id}',
    tag: 'Bundles',
    summary: 'Delete a bundle; deployments made from it stay as they are',
    access: needs('bundle:edit'),
    params: byId,
    status: 204,
  }),
} as const
