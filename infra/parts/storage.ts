/** What is kept: two tables, and the bucket of package contents. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'

const string = (name: string) => ({ name, type: AttributeType.STRING })

export class Storage extends Construct {
  /** Sites, machines, packages, deployments, tickets. */
  readonly table: Table
  /** Executions and their logs: high volume, expiring, streamed to `progress`. */
  readonly executions: Table
  readonly packages: Bucket

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const kept = {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: 'expiresAt',
    }
    this.table = new Table(this, 'Main', kept)
    this.executions = new Table(this, 'Executions', { ...kept, stream: StreamViewType.NEW_AND_OLD_IMAGES })
    const gsi1 = { indexName: 'gsi1', partitionKey: string('gsi1pk'), sortKey: string('gsi1sk'), projectionType: ProjectionType.ALL }
    this.table.addGlobalSecondaryIndex(gsi1)
    this.executions.addGlobalSecondaryIndex(gsi1)
    this.executions.addGlobalSecondaryIndex({
      indexName: 'gsi2',
      partitionKey: string('gsi2pk'),
      sortKey: string('gsi2sk'),
      projectionType: ProjectionType.ALL,
    })

    this.packages = new Bucket(this, 'Packages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Browsers upload with presigned URLs; the signature is the protection, the origin is none.
      cors: [
        {
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedOrigins: ['*'],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3000,
        },
      ],
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(2), noncurrentVersionExpiration: Duration.days(30) }],
    })
  }
}
