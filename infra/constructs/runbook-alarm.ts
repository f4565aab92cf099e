import { Alarm, type AlarmProps, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

/** The sections of docs/runbook.md: one per kind of alarm. */
export type RunbookSection =
  | 'expand'
  | 'alarms'
  | 'reports'
  | 'inventories'
  | 'new-machines'
  | 'terms'
  | 'machine-changes'
  | 'progress'
  | 'progress-lag'
  | 'function-errors'
  | 'api-errors'

export type RunbookAlarmProps = Omit<AlarmProps, 'alarmDescription' | 'treatMissingData' | 'actionsEnabled'> & {
  /** One sentence: what has happened when this alarm rings. */
  readonly meaning: string
  readonly section: RunbookSection
  readonly notify: ITopic
}

/** An alarm that says what it means and where the runbook tells what to do. Silence is no fault: nothing runs between deployments. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, { meaning, section, notify, ...props }: RunbookAlarmProps) {
    super(scope, id, {
      ...props,
      alarmDescription: `${meaning} What to do: docs/runbook.md#${section}`,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    this.addAlarmAction(new SnsAction(notify))
    this.addOkAction(new SnsAction(notify))
  }
}
