/**
 * API Gateway sends `WWW-Authenticate` of a function as `x-amzn-remapped-www-authenticate`, which no inventory agent
 * understands: without the challenge none of them sends its password. CloudFront gives the header its name back.
 */
export const agentChallengeCode = `function handler(event) {
  var response = event.response
  var moved = response.headers['x-amzn-remapped-www-authenticate']
  if (moved) response.headers['www-authenticate'] = { value: moved.value }
  return response
}
`
