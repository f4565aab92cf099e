/** What this edge launcher calls itself when it enrols and claims. */
export const edgeVersion = '0.1.0'
