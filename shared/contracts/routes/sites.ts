/** Sites and their edge launchers. */
import * as z from 'zod'
import { page, pageQuery } from '../common.ts'
import { route } from '../route.ts'
import { CreateSite, EditSite, EnrolmentToken, Site } from '../sites.ts'
import { byId, needs } from './pieces.ts'

export const sitesRoutes = {
  listSites: route({
    method: 'GET',
    path: '/sites',
    tag: 'Sites',
    summary: 'Sites and their edge launchers',
    access: needs('site:list'),
    query: z.object(pageQuery),
    status: 200,
    response: page(Site),
  }),
  createSite: route({
    method: 'POST',
    path: '/sites',
    tag: 'Sites',
    summary: 'Create a site',
    access: needs('site:manage'),
    body: CreateSite,
    status: 201,
    response: Site,
  }),
  getSite: route({
    method: 'GET',
    path: '/sites/{id}',
    tag: 'Sites',
    summary: 'One site and its edge launchers',
    access: needs('site:list'),
    params: byId,
    status: 200,
    response: Site,
  }),
  editSite: route({
    method: 'PATCH',
    path: '/sites/{id}',
    tag: 'Sites',
    summary: 'Change a site: name, time zone, broadcast addresses, bandwidth',
    description: 'Another time zone counts from the next window edge on.',
    access: needs('site:manage'),
    params: byId,
    body: EditSite,
    status: 200,
    response: Site,
  }),
  createEnrolmentToken: route({
    method: 'POST',
    path: '/sites/{id}/enrolment-tokens',
    tag: 'Sites',
    summary: 'A token that enrols one edge launcher on this site within 24 hours',
    access: needs('edge:enrol'),
    params: byId,
    status: 201,
    response: EnrolmentToken,
  }),
} as const
