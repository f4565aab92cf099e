/** A tiny template as the CDK would write it; printed as JSON. */
const arn = (id) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const principal = (service) => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } }],
})
const role = (id, statements) => ({
  [`${id}Role`]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: principal('lambda.amazonaws.com'),
      ManagedPolicyArns: [
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] },
      ],
    },
  },
  [`${id}Policy`]: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: id, Roles: [{ Ref: `${id}Role` }], PolicyDocument: { Version: '2012-10-17', Statement: statements } },
  },
})
const allow = (Action, Resource) => ({ Effect: 'Allow', Action, Resource })
const lambda = (id, folder, statements, variables = {}, more = {}) => ({
  ...role(id, statements),
  [id]: {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'pulse:entry': `${folder}/handler.ts` },
    Properties: {
      Role: arn(`${id}Role`),
      Handler: 'index.handler',
      Timeout: 10,
      MemorySize: 256,
      Runtime: 'nodejs24.x',
      Environment: { Variables: { TABLE_NAME: { Ref: 'Table' }, ...variables } },
      ...more,
    },
  },
})
const mayInvoke = (id, api) => ({
  [`${id}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn(id),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':execute-api:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':',
            { Ref: api },
            '/*/*',
          ],
        ],
      },
    },
  },
})
const route = (id, api, key, integration, more = {}) => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: api },
      RouteKey: key,
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] },
      AuthorizationType: 'NONE',
      ...more,
    },
  },
})
const integration = (id, api, target, more = {}) => ({
  [id]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: api }, IntegrationType: 'AWS_PROXY', IntegrationUri: arn(target), PayloadFormatVersion: '2.0', ...more },
  },
})
const tableActions = (...actions) =>
  allow(
    actions.map((action) => `dynamodb:${action}`),
    [arn('Table')],
  )

const Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { VisibilityTimeout: 1, RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: 2 } },
  },
  DeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
  Quiet: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold: { 'Fn::Unheard': 'of' } } },
  ...lambda('Items', 'items', [tableActions('GetItem', 'PutItem'), allow('sqs:SendMessage', arn('Queue'))], {
    QUEUE_URL: { Ref: 'Queue' },
  }),
  ...lambda('Consumer', 'consumer', [
    tableActions('UpdateItem'),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Queue')),
  ]),
  ...lambda('Watcher', 'watcher', [
    tableActions('UpdateItem'),
    allow('dynamodb:ListStreams', '*'),
    allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], { 'Fn::GetAtt': ['Table', 'StreamArn'] }),
  ]),
  ...lambda(
    'Socket',
    'socket',
    [
      tableActions('PutItem'),
      allow('execute-api:ManageConnections', {
        'Fn::Join': [
          '',
          ['arn:aws:execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Live' }, '/live/*/@connections/*'],
        ],
      }),
    ],
    { LIVE_ENDPOINT: { 'Fn::Sub': 'https://${Live}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live' } },
  ),
  ...lambda('Slow', 'slow', [], {}, { Timeout: 1 }),
  QueueSource: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arn('Queue'),
      FunctionName: { Ref: 'Consumer' },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  StreamSource: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: arn('Watcher'),
      BatchSize: 100,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'watched' }] } } } }) }],
      },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'api' } },
  ApiStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'api', AutoDeploy: true } },
  ...integration('ItemsDoor', 'Api', 'Items'),
  ...integration('SlowDoor', 'Api', 'Slow'),
  ...mayInvoke('Items', 'Api'),
  ...mayInvoke('Slow', 'Api'),
  ...route('PutItem', 'Api', 'PUT /items/{id}', 'ItemsDoor'),
  ...route('GetItem', 'Api', 'GET /items/{id}', 'ItemsDoor'),
  ...route('DeleteItem', 'Api', 'DELETE /items/{id}', 'ItemsDoor'),
  ...route('Messages', 'Api', 'POST /messages', 'ItemsDoor'),
  ...route('Fail', 'Api', 'GET /fail', 'ItemsDoor'),
  ...route('Environment', 'Api', 'GET /environment', 'ItemsDoor'),
  ...route('Echo', 'Api', 'POST /echo/{name}', 'ItemsDoor'),
  ...route('SlowRoute', 'Api', 'GET /slow', 'SlowDoor'),
  ...route('Private', 'Api', 'GET /private', 'ItemsDoor', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'People' } }),
  People: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      Name: 'People',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: 'Console' }],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'Users' }]],
        },
      },
    },
  },
  Users: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  Console: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Users' },
      CallbackURLs: [{ 'Fn::Sub': 'https://${Site.DomainName}/en/callback/' }],
      LogoutURLs: [{ 'Fn::Sub': 'https://${Site.DomainName}/en/' }],
    },
  },
  Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { DefaultCacheBehavior: {} } } },
  Live: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { ProtocolType: 'WEBSOCKET', Name: 'live', RouteSelectionExpression: '$request.body.action' },
  },
  LiveStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Live' }, StageName: 'live', AutoDeploy: true } },
  ...integration('SocketDoor', 'Live', 'Socket'),
  ...mayInvoke('Socket', 'Live'),
  ...route('Connect', 'Live', '$connect', 'SocketDoor'),
  ...route('Disconnect', 'Live', '$disconnect', 'SocketDoor'),
  ...route('Default', 'Live', '$default', 'SocketDoor'),
  ...route('Chosen', 'Live', 'chosen', 'SocketDoor'),
}

export const template = { Resources }
