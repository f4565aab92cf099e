/** The service itself and who is asking. */
import * as z from 'zod'
import { LiveTicket } from '../live.ts'
import { route } from '../route.ts'
import { EditPreferences, Session } from '../session.ts'
import { signedIn } from './pieces.ts'

export const sessionRoutes = {
  getHealth: route({
    method: 'GET',
    path: '/health',
    tag: 'Service',
    summary: 'Whether the service answers',
    access: { kind: 'public', because: 'monitoring asks without a token; it tells nothing but the version' },
    status: 200,
    response: z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' }),
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/openapi.json',
    tag: 'Service',
    summary: 'This document',
    access: { kind: 'public', because: 'the description of the API is no secret' },
    status: 200,
    response: z.record(z.string(), z.unknown()),
  }),
  getSession: route({
    method: 'GET',
    path: '/session',
    tag: 'Session',
    summary: 'Who is asking, and what they may do',
    access: signedIn,
    status: 200,
    response: Session,
  }),
  editPreferences: route({
    method: 'PATCH',
    path: '/session/preferences',
    tag: 'Session',
    summary: 'Change what the console keeps for the person',
    access: signedIn,
    body: EditPreferences,
    status: 200,
    response: Session,
  }),
  createLiveTicket: route({
    method: 'POST',
    path: '/live-tickets',
    tag: 'Session',
    summary: 'A ticket for the WebSocket, good once, for 30 seconds',
    access: signedIn,
    status: 201,
    response: LiveTicket,
  }),
} as const
