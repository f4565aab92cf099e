/** Why an upload is refused, in classes that a console can say in each language; the exact sentence comes with it. */
export const refusalReasons = [
  /** Broken, neither XML nor JSON, with declarations, or nested without end. */
  'unreadable',
  /** Another task's result, or another kind of device. */
  'not-inventory',
  'too-large',
  /** It does not say which agent sent it, or of which machine it speaks. */
  'nameless',
  /** One device has sent too often. */
  'too-many',
  /** The site has had too many new machines within the hour. */
  'too-many-new',
  /** It claims the hardware of another site's machine, which a person has decided is not so. */
  'other-site',
  /** Stands for those of an hour that are no longer written down one by one. */
  'not-listed',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
