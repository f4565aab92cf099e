/** What edge launchers call. */
import { AgentAdvice, AgentQuestion, Claim, Claimed, Enrol, Enrolled, ProbeResults, RelayedInventory, Reports } from '../edge.ts'
import { LiveTicket } from '../live.ts'
import { route } from '../route.ts'
import { Accepted, edge } from './pieces.ts'

export const edgeRoutes = {
  enrolEdge: route({
    method: 'POST',
    path: '/edge/enrolment',
    tag: 'Edge',
    summary: 'Enrol an edge launcher',
    access: { kind: 'public', because: 'the single-use enrolment token in the body is what lets it in' },
    body: Enrol,
    status: 201,
    response: Enrolled,
  }),
  claimExecutions: route({
    method: 'POST',
    path: '/edge/claims',
    tag: 'Edge',
    summary: 'Renew leases, and take as many ready executions as there are free slots',
    access: edge,
    body: Claim,
    status: 200,
    response: Claimed,
  }),
  sendReports: route({
    method: 'POST',
    path: '/edge/reports',
    tag: 'Edge',
    summary: 'Hand in reports; an answer means that they are safe',
    access: edge,
    body: Reports,
    status: 202,
    response: Accepted,
  }),
  sendProbeResults: route({
    method: 'POST',
    path: '/edge/probe-results',
    tag: 'Edge',
    summary: 'Hand in what was seen of machines',
    access: edge,
    body: ProbeResults,
    status: 202,
    response: Accepted,
  }),
  relayInventory: route({
    method: 'POST',
    path: '/edge/inventories',
    tag: 'Edge',
    summary: 'Hand in an upload of an inventory agent on the LAN; `accepted: 1` means that it is safe',
    description: '`accepted: 0`: the site has had as many new machines within this hour as it takes. To be kept, and brought again later.',
    access: edge,
    body: RelayedInventory,
    status: 202,
    response: Accepted,
  }),
  adviseOnAgent: route({
    method: 'POST',
    path: '/edge/agent-questions',
    tag: 'Edge',
    summary: 'Whether a GLPI agent on the LAN must send everything anew',
    access: edge,
    body: AgentQuestion,
    status: 200,
    response: AgentAdvice,
  }),
  createEdgeLiveTicket: route({
    method: 'POST',
    path: '/edge/live-tickets',
    tag: 'Edge',
    summary: 'A ticket for the WebSocket, good once, for 30 seconds',
    access: edge,
    status: 201,
    response: LiveTicket,
  }),
} as const
