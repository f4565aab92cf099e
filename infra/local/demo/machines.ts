/** The twelve machines of the demo fleet, and how each behaves. */
export type Behaviour = 'fast' | 'slow' | 'unreachable' | 'disk-full'

/** Milliseconds: before a login and a command are answered, and for each piece of data. */
export type Pace = { readonly loginMs: number; readonly commandMs: number; readonly latencyMs: number }

export type DemoMachine = {
  readonly name: string
  readonly behaviour: Behaviour
  readonly hostKeyType: 'ed25519' | 'ecdsa'
  readonly pace: Pace
  /** What the demo package finds in `~/disk-free`, MB. */
  readonly diskFreeMb: number
}

/** The one account of every machine. */
export const user = 'pulse'
export const address = '127.0.0.1'

const prompt: Pace = { loginMs: 0, commandMs: 0, latencyMs: 0 }
const fast = (name: string, hostKeyType: DemoMachine['hostKeyType'], diskFreeMb: number): DemoMachine => ({
  name,
  behaviour: 'fast',
  hostKeyType,
  pace: prompt,
  diskFreeMb,
})

export const demoMachines: readonly DemoMachine[] = [
  fast('accueil-01', 'ed25519', 48_200),
  fast('accueil-03', 'ecdsa', 51_700),
  fast('atelier-02', 'ed25519', 12_900),
  { ...fast('atelier-07', 'ecdsa', 9_400), behaviour: 'slow', pace: { loginMs: 2000, commandMs: 500, latencyMs: 40 } },
  fast('compta-01', 'ed25519', 88_000),
  fast('compta-02', 'ecdsa', 86_500),
  { ...fast('depot-04', 'ed25519', 20_300), behaviour: 'slow', pace: { loginMs: 4000, commandMs: 800, latencyMs: 80 } },
  fast('direction-01', 'ed25519', 203_000),
  { ...fast('lab-05', 'ed25519', 7), behaviour: 'disk-full' },
  fast('lab-09', 'ecdsa', 33_100),
  { ...fast('salle-reunion-12', 'ed25519', 64_000), behaviour: 'unreachable' },
  fast('stock-02', 'ecdsa', 27_800),
]
