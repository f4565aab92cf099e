/** Addresses as AWS would write them → where the same thing answers here. */
import { type Addresses, account, apiId, region } from './references.ts'
import type { Template } from './template.ts'

type Pair = readonly [remote: string, local: string]

const pairsOf = (template: Template, addresses: Addresses): readonly Pair[] => {
  const pairs: Pair[] = []
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type === 'AWS::Cognito::UserPool') {
      pairs.push([`https://cognito-idp.${region}.amazonaws.com/${region}_${logicalId}`, addresses.issuer])
    } else if (Type === 'AWS::ApiGatewayV2::Api') {
      const remote = `${apiId(logicalId)}.execute-api.${region}.amazonaws.com`
      const isSocket = Properties['ProtocolType'] === 'WEBSOCKET'
      pairs.push([`wss://${remote}`, addresses.front.replace(/^http/, 'ws')])
      // The HTTPS side of a WebSocket API is its management endpoint.
      pairs.push([`https://${remote}`, isSocket ? addresses.management : addresses.front])
    }
  }
  const front = new URL(addresses.front).host
  // The pool's own hosts, as a content security policy names them.
  pairs.push([`https://cognito-idp.${region}.amazonaws.com`, addresses.front])
  pairs.push([`https://pulse-${account}.auth.${region}.amazoncognito.com`, addresses.front])
  pairs.push([`https://${front}`, addresses.front], [`wss://${front}`, `ws://${front}`])
  return pairs.sort(([a], [b]) => b.length - a.length)
}

/** Any bucket's address, also as a wildcard in a content security policy. */
const bucketAddress = new RegExp(`https://(?:[a-z0-9.*-]+\\.)?s3(?:\\.${region})?\\.amazonaws\\.com`, 'g')

/** Replaces the addresses in a whole resolved string. */
export const toLocal = (text: string, template: Template, addresses: Addresses): string => {
  let local = text
  for (const [remote, here] of pairsOf(template, addresses)) local = local.replaceAll(remote, here)
  return local.replace(bucketAddress, addresses.s3)
}
