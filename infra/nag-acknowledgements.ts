/** Findings of cdk-nag that were looked at and accepted, each with its reason. One that matches nothing any more is a fault too. */

export type Acknowledgement = {
  /** The finding: a rule's name, or with what it found in brackets as cdk-nag prints it. */
  readonly rule: RegExp
  /** Paths of the constructs that it speaks of. */
  readonly where: RegExp
  readonly reason: string
}

export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/HttpApi\/Route-(getHealth|getOpenApi)\//,
    reason: 'Public on purpose: monitoring asks without a token, and the description of the API is no secret.',
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/HttpApi\/Route-enrolEdge\//,
    reason: 'The single-use enrolment token in the body is what lets an edge launcher in; the function checks it.',
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/HttpApi\/Route-(claimExecutions|sendReports|sendProbeResults|relayInventory|adviseOnAgent|createEdgeLiveTicket)\//,
    reason:
      "Edge launchers sign their requests with keys of their own, which API Gateway's authorizer cannot know; the function checks each.",
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/HttpApi\/Route-(uploadInventory|askForAgentTasks)\//,
    reason: "Inventory agents know HTTP basic authentication only; the function checks the site's password before anything else.",
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/HttpApi\/Scripts\//,
    reason: "Personal access tokens are the product's own, which API Gateway's authorizer cannot know; the function checks each.",
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/LiveApi\/Api\/\$connect-Route\//,
    reason: 'Browsers cannot send a header when they open a WebSocket: a ticket, good once and for 30 seconds, lets them in.',
  },
  {
    rule: /^AwsSolutions-APIG4$/,
    where: /^PulseCloud\/LiveApi\/Api\/\$(disconnect|default)-Route\//,
    reason: 'API Gateway takes authorization on $connect only; these belong to a connection that was let in.',
  },
  {
    rule: /^AwsSolutions-APIG1$/,
    where: /^PulseCloud\/LiveApi\/Stage\//,
    reason: 'Access logs of WebSocket APIs need a role set for the whole account and region; the function logs each connection.',
  },
  {
    rule: /^AwsSolutions-COG8$/,
    where: /^PulseCloud\/Identity\/Users\//,
    reason: 'The Plus plan costs per user; a second factor is required of everybody and nobody can sign up.',
  },
  {
    rule: /^AwsSolutions-S1$/,
    where: /^PulseCloud\/(Console\/Pages|Storage\/Packages|Storage\/Inventories)\//,
    reason:
      'Pages are public to whoever logs in; packages are fetched by presigned addresses that the API hands out and logs; inventories by functions alone.',
  },
  {
    rule: /^AwsSolutions-CFR[12]$/,
    where: /^PulseCloud\/Console\/Distribution\//,
    reason: 'Fleets may be anywhere; a web application firewall costs while nothing runs, and every route is authorized and throttled.',
  },
  {
    rule: /^AwsSolutions-CFR3$/,
    where: /^PulseCloud\/Console\/Distribution\//,
    reason: "API Gateway's access log has every request that does anything; the rest are static pages.",
  },
  {
    rule: /^AwsSolutions-CFR4$/,
    where: /^PulseCloud\/Console\/Distribution\//,
    reason: "The host name is CloudFront's own, whose certificate sets the versions of TLS; HTTP is redirected and HSTS is sent.",
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    where: /^PulseCloud\/Messaging\/(Uncounted|Untold)\//,
    reason: 'They are themselves dead letters, of the streams.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:.*:execute-api:.*\/live\/POST\/@connections\/\*\]$/,
    where: /^PulseCloud\/Functions\/(Api|EdgeApi|Live|Progress|OnInventory)\/Role\//,
    reason: 'Connections come and go: posting to any connection of this one API is what these functions are for.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<StoragePackages[0-9A-F]+\.Arn>\/(files|manifests)\/\*\]$/,
    where: /^PulseCloud\/Functions\/(Api|EdgeApi)\/Role\//,
    reason: 'Objects are named by their SHA-256: any object of these two folders, and no other.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<StorageInventories[0-9A-F]+\.Arn>\/(uploads|records)\/\*\]$/,
    where: /^PulseCloud\/Functions\/(Api|EdgeApi|Inventory|OnInventory|IndexTerms)\/Role\//,
    reason: 'Objects are named by machine and upload: any object of these two folders, and no other.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:.*:scheduler:.*:schedule\/[^/]+\/\*\]$/,
    where: /^PulseCloud\/Functions\/(OnAlarm|Progress)\/Role\//,
    reason: 'One schedule per deployment, in the group of this installation only.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    where: /^PulseCloud\/Functions\/(Progress|MachineChanges)\/Role\//,
    reason: 'dynamodb:ListStreams knows no resource; it tells names and no data.',
  },
  {
    rule: /^AwsSolutions-(IAM4|IAM5|L1)(\[|$)/,
    where: /^PulseCloud\/Custom::CDKBucketDeployment[^/]*\//,
    reason: "The CDK's own function copies the console while a deployment runs, and only then.",
  },
]
