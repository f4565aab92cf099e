/** SDK clients, made once per function instance. Endpoints and credentials come from the environment alone. */
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), { marshallOptions: { removeUndefinedValues: true } })
export const s3Client = (): S3Client => new S3Client({ maxAttempts: 4, requestChecksumCalculation: 'WHEN_REQUIRED' })
export const sqsClient = (): SQSClient => new SQSClient({ maxAttempts: 4 })
export const schedulerClient = (): SchedulerClient => new SchedulerClient({ maxAttempts: 4 })
export const cognitoClient = (): CognitoIdentityProviderClient => new CognitoIdentityProviderClient({ maxAttempts: 4 })
export const liveClient = (endpoint: string): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 2 })
