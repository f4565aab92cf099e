/** The routes that the edge API answers; the API of people answers the others. */
export type EdgeOperation =
  | 'enrolEdge'
  | 'claimExecutions'
  | 'sendReports'
  | 'sendProbeResults'
  | 'createEdgeLiveTicket'
  | 'relayInventory'
  | 'adviseOnAgent'
